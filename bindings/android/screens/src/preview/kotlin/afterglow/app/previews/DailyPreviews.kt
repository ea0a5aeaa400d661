package afterglow.app.previews

import afterglow.CheckIn
import afterglow.Conflict
import afterglow.ConflictField
import afterglow.JournalException
import afterglow.PromptId
import afterglow.ScaleName
import afterglow.Writing
import afterglow.app.BottomBar
import afterglow.app.Light
import afterglow.app.Place
import afterglow.app.Sheet
import afterglow.app.Shown
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Exits
import afterglow.app.screens.Back
import afterglow.app.screens.CheckInContent
import afterglow.app.screens.ConflictActions
import afterglow.app.screens.ConflictsContent
import afterglow.app.screens.EntryActions
import afterglow.app.screens.EntryContent
import afterglow.app.screens.EntryState
import afterglow.app.screens.EveningContent
import afterglow.app.screens.JourneyContent
import afterglow.app.screens.LookBackContent
import afterglow.app.screens.MoreContent
import afterglow.app.screens.QuestionsContent
import afterglow.app.screens.TodayActions
import afterglow.app.screens.TodayContent
import afterglow.app.screens.TodayState
import afterglow.app.screens.WriteActions
import afterglow.app.screens.WriteContent
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import java.time.Instant

// What is used every day: Today, writing, the check-in, the journal and looking back.

@OnPhone
@Composable
internal fun TodayPreview() = WithBar(Place.Today) { TodayOf(Shown.Ready(TodayState(today, kitWaits = true))) }

@OnPhone
@Composable
internal fun TodayLoadingPreview() = WithBar(Place.Today) { TodayOf(Shown.Loading) }

@OnPhone
@Composable
internal fun TodayFailedPreview() =
    WithBar(Place.Today) { TodayOf(Shown.Failed("The journal cannot be read just now. Nothing is lost. Please try again.")) }

@OnPhone
@Composable
internal fun SessionEveningPreview() = WithBar(Place.Today) { TodayOf(Shown.Ready(TodayState(sessionEvening))) }

@Composable
private fun TodayOf(shown: Shown<TodayState>) = TodayContent(Exits(), shown, offline = false, Light.SYSTEM, {}, TodayActions()) {
    EveningContent(checkIn, CheckIn(states = listOf("calm")), changed = true, {}, {}, {})
}

@OnPhone
@Composable
internal fun WritePreview() = Write(SampleSheet(Writing("")), question = "")

@OnPhone
@Composable
internal fun WriteAnswerPreview() = Write(
    SampleSheet(Writing(quietEntry.text, prompt = PromptId("stayed"), mood = 7u, states = listOf("calm", "open")), savedAt = Instant.EPOCH),
    "What has stayed with you since the session?",
)

@Composable
private fun Write(sheet: Sheet, question: String) = Previewed {
    WriteContent(Exits({}), sheet, new = true, question, write, WriteActions(), attaching = {}, attachments = {}) {
        QuestionsContent(it, it.prompts, lens = null, {}, {}, {})
    }
}

private class SampleSheet(override val writing: Writing, override val savedAt: Instant? = null) : Sheet {
    override val problem: JournalException? = null
    override val loaded: Boolean = true
    override val unsaved: Boolean = false

    override fun change(to: Writing) = Unit
}

@OnPhone
@Composable
internal fun CheckInPreview() = Previewed {
    CheckInContent(Exits({}), checkIn, CheckIn(mood = 6u, energy = 4u, states = listOf("tender")), changed = true, {}, {}, {})
}

@OnPhone
@Composable
internal fun JourneyPreview() = WithBar(Place.Journey) {
    JourneyContent(Exits(), Shown.Ready(journey), kept = "", themes, {}, {}, {}, {}) { EntryCard(it, emptyList(), byDay = true) {} }
}

@OnPhone
@Composable
internal fun EntryPreview() = Previewed {
    val whole = EntryState(sharedEntry, withheld = false, question = null, emptyList(), emptyList(), result = null, emptyList())
    EntryContent(Exits({}), Shown.Ready(whole), {}, EntryActions(), attachments = {}) {}
}

@OnPhone
@Composable
internal fun ConflictsPreview() = Previewed {
    val field = ConflictField("text", "Words", standing = "A walk in the snow", other = "A walk in the sun", both = true)
    val conflict = Conflict(quietEntry, "This was changed on two phones", "Both versions are here. Nothing is lost, whatever you choose.", listOf(field))
    ConflictsContent(Exits({}), Shown.Ready(listOf(conflict)), {}, ConflictActions())
}

@OnPhone
@Composable
internal fun LookBackPreview() = WithBar(Place.LookBack) {
    val back = Back(lookBack, mapOf(ScaleName.MOOD to ("very low" to "very good")), listOf(returning to quietEntry))
    LookBackContent(Exits(), query = "", found = null, Shown.Ready(back), {}, {}, {}, {}) { EntryCard(it, emptyList(), byDay = false) {} }
}

@OnPhone
@Composable
internal fun MorePreview() = WithBar(Place.More) { MoreContent(Exits()) {} }

/** A place of the navigation bar, above the bar. */
@Composable
private fun WithBar(root: Place, content: @Composable () -> Unit) = Previewed {
    Column {
        Box(Modifier.weight(1f)) { content() }
        BottomBar(root) {}
    }
}

package afterglow.app.screens

import afterglow.CareId
import afterglow.CheckIn
import afterglow.Draft
import afterglow.EntryForm
import afterglow.EntryId
import afterglow.Fit
import afterglow.FitsNow
import afterglow.InstrumentId
import afterglow.News
import afterglow.NewsKind
import afterglow.Part
import afterglow.Phase
import afterglow.PromptId
import afterglow.SafetyCard
import afterglow.SafetyEventId
import afterglow.app.AppState
import afterglow.app.Light
import afterglow.app.LocalDim
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.horizon
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Caps
import afterglow.app.parts.Chip
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.SeriesStrip
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import afterglow.app.writing
import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp

/** What Today shows: the core's view, the draft that is the one thing, and whether the recovery code is unconfirmed. */
internal class TodayState(val today: afterglow.TodayScreen, draft: Draft? = null, val kitWaits: Boolean = false) {
    val begun = Begun(today.fits, draft)
}

/** What a person can do on Today. */
internal class TodayActions(
    val go: (Place) -> Unit = {},
    val rest: () -> Unit = {},
    val endSession: (number: Int) -> Unit = {},
    val settle: (event: SafetyEventId) -> Unit = {},
    val letSee: (event: SafetyEventId, care: CareId) -> Unit = { _, _ -> },
    val setLight: (Light) -> Unit = {},
)

/** Today: the position in the journey, the one thing to do now, and intentions. */
@Composable
fun TodayScreen(app: AppState) {
    val shown = app.watched(Unit, Part.TODAY, Part.TIMELINE, Part.DRAFTS, Part.STATUS, Part.ACCOUNT) {
        val today = today()
        val draft = if (today.fits.fit == Fit.DRAFT) today.fits.target?.let { draft(EntryId(it)) } else null
        TodayState(today, draft, account()?.recoveryKept == false)
    }
    val actions = TodayActions(
        app::go,
        rest = { app.rest() },
        endSession = { number -> app.act { endSession(number) } },
        settle = { event -> app.act { settleSafety(event) } },
        letSee = { event, care -> app.act { shareSafety(event, care) } },
        setLight = { app.look.light = it },
    )
    TodayContent(app.exits(canGoBack = false), shown, app.offline, app.look.light, app::again, actions) { SessionEvening(app) }
}

/** Today, drawn from its state. [evening]: the check-in on the evening of a session. */
@Composable
internal fun TodayContent(
    exits: Exits,
    shown: Shown<TodayState>,
    offline: Boolean,
    light: Light,
    onAgain: () -> Unit,
    actions: TodayActions,
    evening: @Composable () -> Unit,
) {
    val words = LocalWords.current
    Page(exits, words.today) {
        Away(offline)
        Show(shown, onAgain) { state ->
            val today = state.today
            Text(
                // Before the first session its number says nothing more.
                listOf(today.date, today.place.said, if (today.done > 0u || today.planned != null) today.spine else "").filter(String::isNotBlank).joinToString(" · "),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
            SeriesStrip(today.done.toInt(), today.planned?.toInt(), today.place.said)
            // Warnings about the server are shown here, and not only on the page of readers.
            for (alarm in today.news.filter { it.kind == NewsKind.ALARM }) {
                Block(onClick = { actions.go(Place.Readers) }) {
                    Text(alarm.said, Modifier.testTag("alarm"), style = MaterialTheme.typography.titleSmall)
                }
            }
            today.safety?.let { Card(it, actions) }
            today.aftercare?.let { Note(it) }
            today.care?.let { Note(it) }
            val sessionDay = today.place.phase == Phase.SESSION_DAY
            if (today.fits.fit == Fit.CHECK_IN && sessionDay) evening() else TheOneThing(today, state.begun, actions)
            if (sessionDay) Dimming(dim = light == Light.DIM, actions.setLight)
            FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
                if (today.fits.fit != Fit.CHECK_IN && today.fits.fit != Fit.SESSION) {
                    QuietButton(onClick = { actions.go(Place.CheckIn) }, icon = Symbols.Mood) { Text(words.checkIn) }
                }
                if (today.fits.fit != Fit.REST && today.fits.fit != Fit.SESSION) QuietButton(actions.rest) { Text(words.notToday) }
            }
            Lines(state, actions.go)
            if (today.intentions.isNotEmpty()) {
                Caps(words.carriedForward, Modifier.padding(top = 8.dp))
                for (intention in today.intentions) {
                    Column(Modifier.fillMaxWidth().clickable(role = Role.Button) { actions.go(Place.Sessions) }.padding(vertical = 6.dp)) {
                        Text(intention.text, style = MaterialTheme.typography.reading)
                        Text(intention.carried, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                    }
                }
            }
        }
    }
}

/** Reminders, the next appointment and news, one row each. */
@Composable
private fun Lines(state: TodayState, onGo: (Place) -> Unit) {
    val words = LocalWords.current
    val today = state.today
    Column {
        if (state.kitWaits) {
            RowItem(
                words.kitReminder, Modifier.testTag("kit-reminder"), icon = Symbols.Private, detail = words.kitReminderText,
                onClick = { onGo(Place.RecoveryKit) },
            )
        }
        today.next?.let { RowItem(it.said, icon = Symbols.Meeting) }
        for (news in today.news.filter { it.kind != NewsKind.ALARM }) {
            val unshared = news.target?.takeIf { news.kind == NewsKind.UNSHARED }
            RowItem(news.said, icon = if (news.kind == NewsKind.REPLIES) Symbols.Reply else Symbols.Next, onClick = {
                onGo(unshared?.let { Place.ResultOf(EntryId(it)) } ?: news.place())
            })
        }
    }
}

@Composable
private fun SessionEvening(app: AppState) {
    val shown = app.watched(Unit, Part.SETTINGS) { checkInView() }
    val view = (shown as? Shown.Ready)?.value ?: return
    val draft = app.checkInDraft(view)
    val form = draft.form ?: return
    EveningContent(
        view, form, draft.changed, app::go,
        onChange = { how -> draft.form?.let { draft.change(it.how()) } },
        onDone = {
            app.act {
                draft.finish()
                app.notice = app.words.enough
            }
        },
    )
}

/** The check-in on the evening of a session: one field, and six words to tap. */
@Composable
internal fun EveningContent(
    view: afterglow.CheckInScreen,
    form: CheckIn,
    changed: Boolean,
    onGo: (Place) -> Unit,
    onChange: (CheckIn.() -> CheckIn) -> Unit,
    onDone: () -> Unit,
) {
    val words = LocalWords.current
    Text(words.youAreHome, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineMedium)
    Text(words.nothingYetText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyLarge)
    Field(view.question, form.text, tag = "evening-words", minLines = 4, style = MaterialTheme.typography.writing) { text -> onChange { copy(text = text) } }
    view.voice?.let {
        QuietButton(onClick = { onGo(Place.Write()) }, Modifier.fillMaxWidth().heightIn(min = 72.dp).testTag("voice-first"), icon = Symbols.Microphone) { Text(it) }
    }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(6.dp)) {
        for (state in view.states.take(STATES)) {
            val on = state.value in form.states
            Chip(state.label, on, Modifier.heightIn(min = 56.dp)) {
                onChange { copy(states = if (on) states - state.value else states + state.value) }
            }
        }
    }
    MainButton(onDone, Modifier.fillMaxWidth().heightIn(min = 72.dp).testTag("evening-done"), enabled = changed) { Text(words.done) }
    TextButton(onClick = { onGo(Place.CheckIn) }) { Text(words.addMore) }
}

private const val STATES = 6

/** On the day of a session, a button for very dim light and back. */
@Composable
private fun Dimming(dim: Boolean, onChange: (Light) -> Unit) {
    TextButton(onClick = { onChange(if (dim) Light.SYSTEM else Light.DIM) }, Modifier.testTag("dim")) {
        Icon(Symbols.Dim, null, Modifier.size(20.dp))
        Text(if (dim) LocalWords.current.brightAgain else LocalWords.current.dimNow, Modifier.padding(start = 8.dp))
    }
}

/** The card that is shown first for three days after a safety answer. */
@Composable
private fun Card(card: SafetyCard, actions: TodayActions) {
    Block {
        Text(card.said, Modifier.testTag("safety-card"), style = MaterialTheme.typography.titleMedium)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            QuietButton(onClick = { actions.go(Place.Help) }) { Text(LocalWords.current.helpNow) }
            if (card.plan.isNotBlank()) QuietButton(onClick = { actions.go(Place.CrisisPlan) }) { Text(card.plan) }
            QuietButton(onClick = { actions.settle(card.event) }, Modifier.testTag("settle")) { Text(card.settle) }
            TextButton(onClick = { actions.go(Place.SafetyOf(card.event)) }, Modifier.testTag("open-safety")) { Text(card.open) }
        }
        Letting(card.share) { care -> actions.letSee(card.event, care) }
    }
}

@Composable
private fun TheOneThing(today: afterglow.TodayScreen, begun: Begun, actions: TodayActions) {
    val words = LocalWords.current
    val fits = today.fits
    val to = begun.place
    Block {
        Box(Modifier.fillMaxWidth().height(4.dp).clip(CircleShape).background(if (LocalDim.current) SolidColor(MaterialTheme.colorScheme.primary) else horizon()))
        Text(fits.title, Modifier.testTag("the-one-thing"), color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.titleSmall)
        val text = begun.words ?: fits.text
        if (text.isNotBlank()) Text(text, style = MaterialTheme.typography.headlineSmall, maxLines = 6, overflow = TextOverflow.Ellipsis)
        val session = today.place.session?.toInt()
        if (fits.fit == Fit.SESSION && session != null) {
            MainButton(onClick = { actions.endSession(session) }, Modifier.fillMaxWidth().testTag("home"), icon = Symbols.Home) { Text(words.iAmHome) }
        } else if (to != null) {
            val write = to is Place.Write
            MainButton(onClick = { actions.go(to) }, Modifier.fillMaxWidth().testTag("do-it"), icon = if (write) Symbols.Write else Symbols.Next) {
                Text(if (fits.fit == Fit.DRAFT) words.goOnWriting else if (write) words.write else words.openNext)
            }
        }
    }
}

/** The place for the one thing to do now; for a draft, its text so far. */
internal class Begun(fits: FitsNow, draft: Draft?) {
    val words: String? = when (val form = draft?.form) {
        is EntryForm.Reflection -> form.writing.text
        is EntryForm.Intention -> form.intention.text
        is EntryForm.Step -> form.step.text
        is EntryForm.CheckIn -> form.checkIn.text
        is EntryForm.Effects -> form.effects.other
        is EntryForm.Session -> form.session.firstWords
        else -> null
    }?.takeIf(String::isNotBlank)

    val place: Place? = when (fits.fit) {
        Fit.REST, Fit.SESSION -> null
        Fit.CHECK_IN -> Place.CheckIn
        Fit.EFFECTS -> Place.Effects
        Fit.DRAFT -> placeOf(fits, draft)
        Fit.MEASURE -> fits.target?.let { Place.Measure(InstrumentId(it), fits.assignment) }
        Fit.SUGGESTION, Fit.STEP -> Place.Steps
        Fit.TALK -> Place.Journey
        Fit.INTENTION -> Place.Prepare
        Fit.PROMPT -> Place.Write(prompt = fits.target?.let(::PromptId))
    }

    private fun placeOf(fits: FitsNow, draft: Draft?): Place = when (val form = draft?.form) {
        is EntryForm.Measure -> Place.Measure(form.measure.instrument, form.measure.assignment)
        is EntryForm.CheckIn -> Place.CheckIn
        is EntryForm.Effects -> Place.Effects
        is EntryForm.Session -> Place.SessionOf(form.session.number.toInt())
        is EntryForm.Intention, is EntryForm.Goal, is EntryForm.Concern -> Place.Prepare
        is EntryForm.Step -> Place.NewStep(form.step.fromEntry)
        is EntryForm.CrisisPlan -> Place.CrisisPlan
        else -> Place.Write(fits.target?.let(::EntryId))
    }
}

/** The place for a tap on news that is not a result. */
private fun News.place(): Place = when (kind) {
    NewsKind.READER, NewsKind.READERS -> Place.Readers
    NewsKind.REPLIES -> Place.Therapist
    else -> Place.Conflicts
}

private fun AppState.rest() = act {
    notToday()
    notice = words.restNow
}

package afterglow.app.screens

import afterglow.CheckInEntry
import afterglow.ConcernEntry
import afterglow.CrisisPlanEntry
import afterglow.Draft
import afterglow.Fit
import afterglow.FitsNow
import afterglow.GoalEntry
import afterglow.IntentionEntry
import afterglow.MeasureEntry
import afterglow.News
import afterglow.Part
import afterglow.Phase
import afterglow.ReflectionEntry
import afterglow.SafetyCard
import afterglow.SessionEntry
import afterglow.SideEffectsEntry
import afterglow.StepEntry
import afterglow.app.AppState
import afterglow.app.Light
import afterglow.app.LocalDim
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.horizon
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Caps
import afterglow.app.parts.Chip
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.SeriesStrip
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
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

/** Today: the position in the journey, the one thing to do now, and intentions. */
@Composable
fun TodayScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TODAY, Part.TIMELINE, Part.DRAFTS, Part.STATUS, Part.ACCOUNT) {
        val today = today()
        val draft = if (today.fits.fit == Fit.DRAFT) today.fits.target?.let { draft(it) } else null
        Triple(today, Begun(today.fits, draft), account()?.recoveryKept == false)
    }
    Page(app, words.today, onBack = null) {
        app.Away()
        app.Show(shown) { (today, begun, kitWaits) ->
            Text(
                listOf(today.date, today.place.said, today.spine).filter(String::isNotBlank).joinToString(" · "),
                color = MaterialTheme.colorScheme.onSurfaceVariant,
                style = MaterialTheme.typography.bodyMedium,
            )
            SeriesStrip(today.done.toInt(), today.planned?.toInt(), today.place.said)
            // Warnings about the server are shown here, and not only on the page of readers.
            for (alarm in today.news.filter { it.kind == ALARM }) {
                Block(onClick = { app.go(Place.Readers) }) {
                    Text(alarm.said, Modifier.testTag("alarm"), style = MaterialTheme.typography.titleSmall)
                }
            }
            today.safety?.let { Card(app, it) }
            today.aftercare?.let { Note(it) }
            today.care?.let { Note(it) }
            val evening = today.fits.fit == Fit.CHECK_IN && today.place.phase == Phase.SESSION_DAY
            if (evening) SessionEvening(app) else TheOneThing(app, today, begun)
            if (today.place.phase == Phase.SESSION_DAY) Dimming(app)
            FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
                if (today.fits.fit != Fit.CHECK_IN && today.fits.fit != Fit.SESSION) {
                    QuietButton(onClick = { app.go(Place.CheckIn) }, icon = Symbols.Mood) { Text(words.checkIn) }
                }
                if (today.fits.fit != Fit.REST && today.fits.fit != Fit.SESSION) QuietButton(onClick = { app.rest() }) { Text(words.notToday) }
            }
            Column {
                if (kitWaits) {
                    RowItem(
                        words.kitReminder, Modifier.testTag("kit-reminder"), icon = Symbols.Private, detail = words.kitReminderText,
                        onClick = { app.go(Place.RecoveryKit) },
                    )
                }
                today.next?.let { RowItem(it.said, icon = Symbols.Meeting) }
                for (news in today.news.filter { it.kind != ALARM }) {
                    val unshared = news.target?.takeIf { news.kind == "unshared" }
                    RowItem(news.said, icon = if (news.kind == "replies") Symbols.Reply else Symbols.Next, onClick = {
                        app.go(unshared?.let { Place.ResultOf(it) } ?: news.place())
                    })
                }
            }
            if (today.intentions.isNotEmpty()) {
                Caps(words.carriedForward, Modifier.padding(top = 8.dp))
                for (intention in today.intentions) {
                    Column(Modifier.fillMaxWidth().clickable(role = Role.Button) { app.go(Place.Sessions) }.padding(vertical = 6.dp)) {
                        Text(intention.text, style = MaterialTheme.typography.reading)
                        Text(intention.carried, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                    }
                }
            }
        }
    }
}

/** The check-in on the evening of a session: one field, and six words to tap. */
@Composable
private fun SessionEvening(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.SETTINGS) { checkInView() }
    val view = (shown as? Shown.Ready)?.value ?: return
    val draft = app.checkInDraft(view)
    val form = draft.form ?: return
    Text(words.youAreHome, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineMedium)
    Text(words.nothingYetText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyLarge)
    Field(view.question, form.text, tag = "evening-words", minLines = 4, style = MaterialTheme.typography.writing) {
        draft.change(draft.form!!.copy(text = it))
    }
    view.voice?.let {
        QuietButton(onClick = { app.go(Place.Write()) }, Modifier.fillMaxWidth().heightIn(min = 72.dp).testTag("voice-first"), icon = Symbols.Microphone) { Text(it) }
    }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(6.dp)) {
        for (state in view.states.take(STATES)) {
            val on = state.value in form.states
            Chip(state.label, on, Modifier.heightIn(min = 56.dp)) {
                draft.change(form.copy(states = if (on) form.states - state.value else form.states + state.value))
            }
        }
    }
    MainButton(
        onClick = {
            app.act {
                draft.finish()
                app.notice = words.enough
            }
        },
        Modifier.fillMaxWidth().heightIn(min = 72.dp).testTag("evening-done"),
        enabled = draft.changed,
    ) { Text(words.done) }
    TextButton(onClick = { app.go(Place.CheckIn) }) { Text(words.addMore) }
}

private const val STATES = 6

/** On the day of a session, a button for very dim light and back. */
@Composable
private fun Dimming(app: AppState) {
    val dim = app.look.light == Light.DIM
    TextButton(onClick = { app.look.light = if (dim) Light.SYSTEM else Light.DIM }, Modifier.testTag("dim")) {
        Icon(Symbols.Dim, null, Modifier.size(20.dp))
        Text(if (dim) app.words.brightAgain else app.words.dimNow, Modifier.padding(start = 8.dp))
    }
}

/** The card that is shown first for three days after a safety answer. */
@Composable
private fun Card(app: AppState, card: SafetyCard) {
    Block {
        Text(card.said, Modifier.testTag("safety-card"), style = MaterialTheme.typography.titleMedium)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            QuietButton(onClick = { app.go(Place.Help) }) { Text(app.words.helpNow) }
            if (card.plan.isNotBlank()) QuietButton(onClick = { app.go(Place.CrisisPlan) }) { Text(card.plan) }
            QuietButton(onClick = { app.act { settleSafety(card.event) } }, Modifier.testTag("settle")) { Text(card.settle) }
            TextButton(onClick = { app.go(Place.SafetyOf(card.event)) }, Modifier.testTag("open-safety")) { Text(card.open) }
        }
        Letting(app, card.event, card.share)
    }
}

@Composable
private fun TheOneThing(app: AppState, today: afterglow.TodayScreen, begun: Begun) {
    val fits = today.fits
    val to = begun.place
    Block {
        Box(Modifier.fillMaxWidth().height(4.dp).clip(CircleShape).background(if (LocalDim.current) SolidColor(MaterialTheme.colorScheme.primary) else horizon()))
        Text(fits.title, Modifier.testTag("the-one-thing"), color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.titleSmall)
        val text = begun.words ?: fits.text
        if (text.isNotBlank()) Text(text, style = MaterialTheme.typography.headlineSmall, maxLines = 6, overflow = TextOverflow.Ellipsis)
        val session = today.place.session?.toInt()
        if (fits.fit == Fit.SESSION && session != null) {
            MainButton(onClick = { app.act { endSession(session) } }, Modifier.fillMaxWidth().testTag("home"), icon = Symbols.Home) { Text(app.words.iAmHome) }
        } else if (to != null) {
            val write = to is Place.Write
            MainButton(onClick = { app.go(to) }, Modifier.fillMaxWidth().testTag("do-it"), icon = if (write) Symbols.Write else Symbols.Next) {
                Text(if (fits.fit == Fit.DRAFT) app.words.goOnWriting else if (write) app.words.write else app.words.openNext)
            }
        }
    }
}

/** The place for the one thing to do now; for a draft, its text so far. */
private class Begun(fits: FitsNow, draft: Draft?) {
    val words: String? = when (val form = draft?.form) {
        is ReflectionEntry -> form.writing.text
        is IntentionEntry -> form.intention.text
        is StepEntry -> form.step.text
        is CheckInEntry -> form.checkIn.text
        is SideEffectsEntry -> form.effects.other
        is SessionEntry -> form.session.firstWords
        else -> null
    }?.takeIf(String::isNotBlank)

    val place: Place? = when (fits.fit) {
        Fit.REST, Fit.SESSION -> null
        Fit.CHECK_IN -> Place.CheckIn
        Fit.EFFECTS -> Place.Effects
        Fit.DRAFT -> placeOf(fits, draft)
        Fit.MEASURE -> fits.target?.let { Place.Measure(it, fits.assignment) }
        Fit.SUGGESTION, Fit.STEP -> Place.Steps
        Fit.TALK -> Place.Journey
        Fit.INTENTION -> Place.Prepare
        Fit.PROMPT -> Place.Write(prompt = fits.target)
    }

    private fun placeOf(fits: FitsNow, draft: Draft?): Place = when (val form = draft?.form) {
        is MeasureEntry -> Place.Measure(form.measure.instrument)
        is CheckInEntry -> Place.CheckIn
        is SideEffectsEntry -> Place.Effects
        is SessionEntry -> Place.SessionOf(form.session.number.toInt())
        is IntentionEntry, is GoalEntry, is ConcernEntry -> Place.Prepare
        is StepEntry -> Place.NewStep(form.step.fromEntry)
        is CrisisPlanEntry -> Place.CrisisPlan
        else -> Place.Write(fits.target)
    }
}

/** The place for a tap on news that is not a result. */
private fun News.place(): Place = when (kind) {
    "reader", "readers" -> Place.Readers
    "replies" -> Place.Therapist
    else -> Place.Conflicts
}

private const val ALARM = "alarm"

private fun AppState.rest() = act {
    notToday()
    notice = words.restNow
}

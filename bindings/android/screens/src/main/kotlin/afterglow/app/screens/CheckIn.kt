package afterglow.app.screens

import afterglow.CheckIn
import afterglow.EntryForm
import afterglow.Part
import afterglow.ScaleName
import afterglow.app.AppState
import afterglow.app.FormDraft
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** A check-in takes two taps, a mood and "Done"; more is optional. It is a draft until then. */
@Composable
fun CheckInScreen(app: AppState) {
    // Loaded once: the choices must not change while they are tapped.
    val shown = app.watched(Unit, Part.SETTINGS) { checkInView() }
    val view = (shown as? Shown.Ready)?.value
    if (view == null) {
        Page(app, app.words.checkIn, closes = true) { app.Show(shown) {} }
        return
    }
    val draft = app.checkInDraft(view)
    CheckInContent(app.exits(), view, draft.form, draft.changed, draft::change, onDone = { app.done(draft, view) }, app::go)
}

/** A check-in; without a [form] it is not known yet whether there is a draft. */
@Composable
internal fun CheckInContent(
    exits: Exits,
    view: afterglow.CheckInScreen,
    form: CheckIn?,
    changed: Boolean,
    onChange: (CheckIn) -> Unit,
    onDone: () -> Unit,
    onGo: (Place) -> Unit,
) {
    val words = LocalWords.current
    Page(
        exits,
        view.title,
        closes = true,
        bottom = { MainButton(onDone, Modifier.fillMaxWidth().testTag("done"), enabled = form != null && changed) { Text(words.done) } },
    ) { if (form == null) Waiting(words.loading) else Taps(view, form, onGo, onChange) }
}

/** The single draft of the check-in for now, shared by its own page and Today. */
@Composable
internal fun AppState.checkInDraft(view: afterglow.CheckInScreen): FormDraft<CheckIn> =
    formAt(Place.CheckIn, CheckIn(slot = view.slot, session = view.session), { EntryForm.CheckIn(it) }) { entry ->
        // A draft for another slot or session belongs to another check-in.
        (entry as? EntryForm.CheckIn)?.checkIn?.takeIf { it.slot == view.slot && it.session == view.session }
    }

/** Turns the taps into an entry, and shows the response. */
private fun AppState.done(draft: FormDraft<CheckIn>, view: afterglow.CheckInScreen) = act {
    val written = draft.form ?: return@act
    draft.finish()
    // "Nothing reminds you" would be a poor response to a very low mood.
    notice = lowMoodLine(written.mood) ?: if (written.needsSpace) words.restNow else words.enough
    // After the text, and optional. A client who needs space is asked nothing more.
    navigator.leave(Place.CheckIn, Place.Effects.takeIf { view.effectsDue && !written.needsSpace })
}

@Composable
private fun Taps(view: afterglow.CheckInScreen, form: CheckIn, onGo: (Place) -> Unit, onChange: (CheckIn) -> Unit) {
    val words = LocalWords.current
    view.aftercare?.let { Note(it) }
    view.intention?.let { Note(it) }
    Text(view.question, style = MaterialTheme.typography.headlineSmall)
    // In the evening after a session, voice input comes first.
    view.voice?.let {
        QuietButton(onClick = { onGo(Place.Write()) }, Modifier.testTag("voice-first"), icon = Symbols.Microphone) { Text(it) }
    }
    view.scales.firstOrNull()?.let { first -> One(first, form, onChange) }
    if ((form.mood ?: 10u) <= 1u) {
        Note(view.lowMood)
        QuietButton(onClick = { onGo(Place.Help) }, icon = Symbols.Help) { Text(words.helpNow) }
    }
    for (scale in view.scales.drop(1)) One(scale, form, onChange)
    Several(words.howIAm, view.states, form.states) { onChange(form.copy(states = it)) }
    Field(words.fewWords, form.text, tag = "few-words", minLines = 3, style = MaterialTheme.typography.reading) { onChange(form.copy(text = it)) }
    QuietButton(onClick = { onGo(Place.Effects) }, Modifier.testTag("effects")) { Text(view.effects) }
    Toggle(words.needsSpace, form.needsSpace, words.needsSpaceDetail) { onChange(form.copy(needsSpace = it)) }
    Text(view.hint, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
    Text(view.notWatched, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
}

@Composable
private fun One(scale: afterglow.Scale, form: CheckIn, onChange: (CheckIn) -> Unit) {
    val value = when (scale.name) {
        ScaleName.MOOD -> form.mood
        ScaleName.ENERGY -> form.energy
        ScaleName.SLEEP -> form.sleep
        ScaleName.SENSITIVITY -> form.sensitivity
        else -> form.clarity
    }
    Scale(scale.label, value?.toInt(), scale.low, scale.high) { tapped ->
        val to = tapped?.toUByte()
        onChange(
            when (scale.name) {
                ScaleName.MOOD -> form.copy(mood = to)
                ScaleName.ENERGY -> form.copy(energy = to)
                ScaleName.SLEEP -> form.copy(sleep = to)
                ScaleName.SENSITIVITY -> form.copy(sensitivity = to)
                else -> form.copy(clarity = to)
            },
        )
    }
}

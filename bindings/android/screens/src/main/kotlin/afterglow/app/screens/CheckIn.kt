package afterglow.app.screens

import afterglow.CheckIn
import afterglow.Choice
import afterglow.Part
import afterglow.Sign
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Toggle
import afterglow.app.watched
import afterglow.checkIn
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** Two taps when tired, a mood and "Done"; more when wanted. */
@Composable
fun CheckInScreen(app: AppState) {
    // Loaded once: what is being tapped does not change under the finger.
    val shown = app.watched(Unit, Part.SETTINGS) { checkInView() }
    Page(app, (shown as? afterglow.app.Shown.Ready)?.value?.title ?: app.words.checkIn) {
        app.Show(shown) { view -> Taps(app, view) }
    }
}

@Composable
private fun Taps(app: AppState, view: afterglow.CheckInScreen) {
    val words = app.words
    val empty = CheckIn(slot = view.slot, session = view.session)
    var form by remember { mutableStateOf(empty) }
    view.aftercare?.let { Note(it) }
    view.intention?.let { Note(it) }
    Text(view.question, style = MaterialTheme.typography.titleMedium)
    // In the evening after a session eyes are tired: speaking comes first.
    view.voice?.let { FilledTonalButton(onClick = { app.go(Place.Write()) }, Modifier.testTag("voice-first")) { Text(it) } }
    view.scales.firstOrNull()?.let { first -> One(first, form) { form = it } }
    if ((form.mood ?: 10u) <= 1u) {
        Note(view.lowMood)
        OutlinedButton(onClick = { app.go(Place.Help) }) { Text(words.helpNow) }
    }
    Button(
        onClick = {
            app.act {
                val written = form
                checkIn(written)
                // "Nothing reminds you" is no answer to somebody who is very low.
                val sign = view.signs.filter { it.value in written.signs }.maxByOrNull { it.now }
                app.notice = sign?.answer ?: lowMoodLine(written.mood)
                    ?: if (written.needsSpace) app.words.restNow else app.words.enough
                app.navigator.leave(Place.CheckIn)
                // What a doctor should look at today does not end on Today.
                if (sign?.now == true) app.go(Place.Help)
            }
        },
        Modifier.fillMaxWidth().testTag("done"),
        enabled = form != empty,
    ) { Text(words.done) }
    Text(view.hint, style = MaterialTheme.typography.bodyMedium)
    view.signsQuestion?.let { Signs(app, it, view.signs, form.signs) { signs -> form = form.copy(signs = signs) } }
    Several(words.howIAm, view.states, form.states) { form = form.copy(states = it) }
    OutlinedTextField(
        form.text, { form = form.copy(text = it) }, Modifier.fillMaxWidth().testTag("few-words"),
        label = { Text(words.fewWords) }, minLines = 3,
    )
    for (scale in view.scales.drop(1)) One(scale, form) { form = it }
    Toggle(words.needsSpace, form.needsSpace, words.needsSpaceDetail) { form = form.copy(needsSpace = it) }
    Note(view.notWatched)
}

/** What bothers since the session. What does not wait is answered as soon as it is tapped. */
@Composable
private fun Signs(app: AppState, question: String, signs: List<Sign>, tapped: List<String>, onChange: (List<String>) -> Unit) {
    Several(question, signs.map { Choice(it.value, it.label) }, tapped, onChange)
    val worst = signs.filter { it.value in tapped }.maxByOrNull { it.now } ?: return
    Note(worst.answer)
    if (worst.now) {
        OutlinedButton(onClick = { app.go(Place.Help) }, Modifier.testTag("sign-help")) { Text(app.words.helpNow) }
    }
}

@Composable
private fun One(scale: afterglow.Scale, form: CheckIn, onChange: (CheckIn) -> Unit) {
    val value = when (scale.name) {
        "mood" -> form.mood
        "energy" -> form.energy
        "sleep" -> form.sleep
        "sensitivity" -> form.sensitivity
        else -> form.clarity
    }
    Scale(scale.label, value?.toInt(), scale.low, scale.high) { tapped ->
        val to = tapped?.toUByte()
        onChange(
            when (scale.name) {
                "mood" -> form.copy(mood = to)
                "energy" -> form.copy(energy = to)
                "sleep" -> form.copy(sleep = to)
                "sensitivity" -> form.copy(sensitivity = to)
                else -> form.copy(clarity = to)
            },
        )
    }
}

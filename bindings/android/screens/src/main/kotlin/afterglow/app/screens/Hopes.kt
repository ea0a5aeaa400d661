package afterglow.app.screens

import afterglow.EntryForm
import afterglow.Hope
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Block
import afterglow.app.parts.Line
import afterglow.app.parts.MainButton
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/**
 * An intention, goal or concern on the page of [place]; [next] is the session to which it can be carried forward. An answer that
 * was begun is a draft, and open.
 */
@Composable
internal fun OneHope(app: AppState, hope: Hope, place: Place, next: Int? = null) {
    var opened by rememberSaveable(hope.id) { mutableStateOf(false) }
    val begun = app.watched(hope.id, Part.DRAFTS) { draft(hope.id) != null }
    val answering = opened || (begun as? Shown.Ready)?.value == true
    HopeContent(hope, next, answering, app::go, onAnswer = { opened = true }, onCarry = { session -> app.act { carryForward(hope.id, session) } })
    if (answering) Answer(app, hope, place) { opened = false }
}

@Composable
private fun HopeContent(
    hope: Hope,
    next: Int?,
    answering: Boolean,
    onGo: (Place) -> Unit,
    onAnswer: () -> Unit,
    onCarry: (session: Int) -> Unit,
) {
    val words = LocalWords.current
    Block(onClick = { onGo(Place.EntryOf(hope.id)) }) {
        Text(hope.text, style = MaterialTheme.typography.reading)
        if (hope.carried.isNotBlank()) Text(hope.carried, style = MaterialTheme.typography.bodySmall)
        if (hope.answer.isNotBlank()) Text(hope.answer, style = MaterialTheme.typography.bodyMedium)
    }
    if (answering || !hope.canAnswer && next == null) return
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        if (hope.canAnswer) TextButton(onAnswer) { Text(words.whatCameUp) }
        if (next != null) TextButton(onClick = { onCarry(next) }) { Text(words.takeToSession(next)) }
    }
}

/** The answer, a draft of the change of its entry. */
@Composable
private fun Answer(app: AppState, hope: Hope, place: Place, onKept: () -> Unit) {
    val shown = app.watched(hope.id, Part.TIMELINE) { form(hope.id) }
    val beginning = (shown as? Shown.Ready)?.value ?: return
    val draft = app.formAt(place, beginning, { it }, of = hope.id, part = hope.id.value) { it }
    val form = draft.form ?: return
    Line(app.words.whatCameUp, form.answer, "answer") { draft.change(form.answered(it)) }
    MainButton(
        onClick = {
            app.act {
                draft.finish()
                onKept()
            }
        },
        Modifier.testTag("keep-answer"),
        enabled = draft.changed && form.answer.isNotBlank(),
    ) { Text(app.words.keep) }
}

private val EntryForm.answer: String
    get() = when (this) {
        is EntryForm.Intention -> intention.answer
        is EntryForm.Goal -> goal.answer
        is EntryForm.Concern -> concern.answer
        else -> ""
    }

private fun EntryForm.answered(answer: String): EntryForm = when (this) {
    is EntryForm.Intention -> copy(intention = intention.copy(answer = answer))
    is EntryForm.Goal -> copy(goal = goal.copy(answer = answer))
    is EntryForm.Concern -> copy(concern = concern.copy(answer = answer))
    else -> this
}

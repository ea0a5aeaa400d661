package afterglow.app.screens

import afterglow.Hope
import afterglow.HopesScreen
import afterglow.Journal
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Line
import afterglow.writeConcern
import afterglow.writeGoal
import afterglow.writeIntention
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/** What is hoped for and feared: said before a session, answered after it, taken along to the next one. */
@Composable
internal fun Hopes(app: AppState, hopes: HopesScreen) {
    val words = app.words
    val next = hopes.nextSession.toInt()
    Heading(words.intention)
    NewHope(app, words.intentionText, "intention") {
        writeIntention(it, next)
        app.notice = words.intentionKept
    }
    for (hope in hopes.intentions) {
        // Not once more, where it has been taken along already.
        val along = hopes.intentions.any { it.session?.toInt() == next && it.text == hope.text }
        OneHope(app, hope, next.takeIf { !along && hope.session != null && hope.session!!.toInt() < next })
    }
    Heading(words.goal)
    NewHope(app, words.goalText, "goal") { writeGoal(it) }
    for (hope in hopes.goals) OneHope(app, hope)
    Heading(words.concern)
    NewHope(app, words.concernText, "concern") { writeConcern(it) }
    for (hope in hopes.concerns) OneHope(app, hope)
}

@Composable
private fun NewHope(app: AppState, label: String, tag: String, keep: suspend Journal.(String) -> Unit) {
    var text by remember { mutableStateOf("") }
    OutlinedTextField(text, { text = it }, Modifier.fillMaxWidth().testTag(tag), label = { Text(label) })
    if (text.isBlank()) return
    Button(
        onClick = {
            app.act {
                keep(text)
                text = ""
            }
        },
        Modifier.testTag("add-$tag"),
    ) { Text(app.words.add) }
}

/** One of them; [next] is the session to which it can be taken along. */
@Composable
internal fun OneHope(app: AppState, hope: Hope, next: Int? = null) {
    val words = app.words
    var answering by remember { mutableStateOf(false) }
    var answer by remember(hope.answer) { mutableStateOf(hope.answer) }
    Block(onClick = { app.go(Place.EntryOf(hope.id)) }) {
        Text(hope.text, style = MaterialTheme.typography.titleLarge)
        if (hope.carried.isNotBlank()) Text(hope.carried, style = MaterialTheme.typography.bodySmall)
        if (hope.answer.isNotBlank()) Text(hope.answer, style = MaterialTheme.typography.bodyMedium)
    }
    if (answering) {
        Line(words.whatCameUp, answer, "answer") { answer = it }
        Button(
            onClick = {
                app.act {
                    answerHope(hope.id, answer)
                    answering = false
                }
            },
            Modifier.testTag("keep-answer"),
            enabled = answer.isNotBlank() && answer != hope.answer,
        ) { Text(words.keep) }
        return
    }
    if (!hope.canAnswer && next == null) return
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        if (hope.canAnswer) TextButton(onClick = { answering = true }) { Text(words.whatCameUp) }
        if (next != null) TextButton(onClick = { app.act { carryForward(hope.id, next) } }) { Text(words.takeToSession(next)) }
    }
}

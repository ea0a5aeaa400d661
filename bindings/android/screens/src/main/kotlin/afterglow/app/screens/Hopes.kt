package afterglow.app.screens

import afterglow.Hope
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Line
import afterglow.app.parts.MainButton
import afterglow.app.reading
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.MaterialTheme
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

/** An intention, goal or concern; [next] is the session to which it can be carried forward. */
@Composable
internal fun OneHope(app: AppState, hope: Hope, next: Int? = null) {
    val words = app.words
    var answering by remember { mutableStateOf(false) }
    var answer by remember(hope.answer) { mutableStateOf(hope.answer) }
    Block(onClick = { app.go(Place.EntryOf(hope.id)) }) {
        Text(hope.text, style = MaterialTheme.typography.reading)
        if (hope.carried.isNotBlank()) Text(hope.carried, style = MaterialTheme.typography.bodySmall)
        if (hope.answer.isNotBlank()) Text(hope.answer, style = MaterialTheme.typography.bodyMedium)
    }
    if (answering) {
        Line(words.whatCameUp, answer, "answer") { answer = it }
        MainButton(
            onClick = {
                app.act {
                    answerHope(hope.id, answer)
                    app.confirmKept()
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

package afterglow.app.screens

import afterglow.Entry
import afterglow.Part
import afterglow.StepProgress
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Marks
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.headOf
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.unit.dp

/** One entry: its words, what was answered, who may read it. */
@Composable
fun EntryScreen(app: AppState, id: String) {
    val shown = app.watched(id, Part.TIMELINE) { show(id) }
    Page(app, (shown as? afterglow.app.Shown.Ready)?.let { app.words.kind(it.value.kind) } ?: app.words.journey) {
        app.Show(shown) { entry -> Shown(app, entry) }
    }
}

@Composable
private fun Shown(app: AppState, entry: Entry) {
    val words = app.words
    Text(app.headOf(entry), style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    if (entry.text.isNotBlank()) {
        SelectionContainer { Text(entry.text, style = MaterialTheme.typography.bodyLarge) }
    }
    app.Marks(entry)
    if (!entry.fromTherapist) Acts(app, entry)
    entry.alternatives.forEach { other ->
        Block {
            Text("${words.otherVersions}: ${words.field(other.field)}", style = MaterialTheme.typography.titleSmall)
            Text(words.otherVersionsText, style = MaterialTheme.typography.bodySmall)
            Text(other.value, style = MaterialTheme.typography.bodyLarge)
        }
    }
    if (entry.alternatives.isNotEmpty()) {
        OutlinedButton(onClick = { app.act { dismissAlternatives(entry.id) } }) { Text(words.seen) }
    }
    if (entry.replies.isNotEmpty()) {
        Heading(words.replies)
        for (reply in entry.replies) {
            Block {
                Text(words.moment(reply.at), style = MaterialTheme.typography.labelMedium)
                Text(reply.text, style = MaterialTheme.typography.bodyLarge)
            }
        }
    }
}

@Composable
private fun Acts(app: AppState, entry: Entry) {
    val words = app.words
    var deleting by remember { mutableStateOf(false) }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Button(onClick = { app.go(Place.Share(entry.id)) }) {
            Text(if (entry.sharedWith.isEmpty()) words.share else words.takeBack)
        }
        if (entry.kind == "reflection") {
            FilledTonalButton(onClick = { app.go(Place.Write(entry.id)) }) { Text(words.edit) }
            OutlinedButton(onClick = { app.act { writeStep(entry.text.lineSequence().first().take(STEP), entry.id) ; app.go(Place.Steps) } }) {
                Text(words.stepFromThis)
            }
        }
        if (entry.kind == "step") {
            FilledTonalButton(onClick = { app.act { setStep(entry.id, StepProgress.DONE) } }) { Text(words.finished) }
            entry.fromEntry?.let { from ->
                OutlinedButton(onClick = { app.go(Place.EntryOf(from)) }) { Text(words.whereItCameFrom) }
            }
        }
        TextButton(onClick = { deleting = true }) { Text(words.delete) }
    }
    if (deleting) {
        Sure(words.deleteEntry, words.deleteEntryText, words.delete, words.keep, { deleting = false }) {
            app.act {
                delete(entry.id)
                app.navigator.back()
            }
        }
    }
}

private const val STEP = 120

package afterglow.app.screens

import afterglow.Attachment
import afterglow.Entry
import afterglow.Part
import afterglow.Step
import afterglow.TakenBack
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Attachments
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Marks
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.Symbols
import afterglow.app.parts.headOf
import afterglow.app.reading
import afterglow.app.watched
import afterglow.writing
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.unit.dp

private class Whole(
    val entry: Entry,
    /** A text about harm by a practitioner: it is never offered for sharing. */
    val withheld: Boolean,
    val question: String?,
    val attachments: List<Attachment>,
    val steps: List<Step>,
    val result: afterglow.MeasureResult?,
    val takenBack: List<TakenBack>,
)

/** One entry: its text, its replies, who may read it, and the steps based on it. */
@Composable
fun EntryScreen(app: AppState, id: String) {
    val shown = app.watched(id, Part.TIMELINE, Part.SHARING, Part.STEPS, Part.STATUS) {
        val entry = show(id)
        Whole(
            entry,
            entry.kind == "reflection" && !entry.fromTherapist && writing(id).withheld,
            entry.asked ?: entry.prompt?.let { promptWords(it) },
            attachments(id),
            if (entry.kind == "reflection") thread(id) else emptyList(),
            if (entry.measure != null) measureResult(id) else null,
            if (entry.fromTherapist) emptyList() else takenBack(id),
        )
    }
    Page(app, (shown as? afterglow.app.Shown.Ready)?.value?.entry?.kindText ?: app.words.journey) {
        app.Show(shown) { whole -> Shown(app, whole) }
    }
}

@Composable
private fun Shown(app: AppState, whole: Whole) {
    val words = app.words
    val entry = whole.entry
    Text(headOf(entry), style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    whole.question?.let { Text(it, style = MaterialTheme.typography.titleMedium) }
    if (entry.text.isNotBlank()) {
        SelectionContainer { Text(entry.text, style = MaterialTheme.typography.reading) }
    }
    for (line in entry.effectsText) Text(line, style = MaterialTheme.typography.bodyLarge)
    app.Attachments(entry.id, whole.attachments)
    whole.result?.let { Result(it) }
    app.Marks(entry)
    if (!entry.fromTherapist) {
        Text(entry.sharedText, style = MaterialTheme.typography.bodyMedium)
        for (taken in whole.takenBack) Note(taken.said)
        Acts(app, entry, whole.withheld)
    }
    if (entry.alternatives.isNotEmpty()) {
        Block(onClick = { app.go(Place.Conflicts) }) { Text(words.otherVersionsText, style = MaterialTheme.typography.bodyMedium) }
    }
    if (whole.steps.isNotEmpty()) {
        Heading(words.whatCameOfIt)
        for (step in whole.steps) {
            Block(onClick = { app.go(Place.Steps) }) {
                Text(step.text, style = MaterialTheme.typography.bodyLarge)
                if (step.said.isNotBlank()) Text(step.said, style = MaterialTheme.typography.bodySmall)
            }
        }
    }
    if (entry.replies.isNotEmpty()) {
        Heading(words.replies)
        for (reply in entry.replies) {
            Block {
                Text(words.moment(reply.at), style = MaterialTheme.typography.labelMedium)
                Text(reply.text, style = MaterialTheme.typography.reading)
            }
        }
    }
    Earlier(app, entry)
}

@Composable
private fun Acts(app: AppState, entry: Entry, withheld: Boolean) {
    val words = app.words
    var deleting by remember { mutableStateOf(false) }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        if (!withheld) {
            // Taking back is as easy, but it is not the main action of the page.
            if (entry.sharedWith.isEmpty()) {
                MainButton(onClick = { app.go(Place.Share(entry.id)) }, icon = Symbols.Share) { Text(words.share) }
            } else {
                QuietButton(onClick = { app.go(Place.Share(entry.id)) }, icon = Symbols.Shared) { Text(words.takeBack) }
            }
        }
        if (entry.kind == "side_effect_check") {
            QuietButton(onClick = { app.go(Place.EffectsAnswerOf(entry.id)) }) { Text(words.openNext) }
        }
        if (entry.kind == "reflection") {
            QuietButton(onClick = { app.go(Place.Write(entry.id)) }) { Text(words.edit) }
            QuietButton(onClick = { app.go(Place.NewStep(entry.id)) }) { Text(words.stepFromThis) }
        }
        if (entry.kind in setOf("reflection", "check_in", "side_effect_check") && !withheld) {
            QuietButton(onClick = { app.act { markToTalk(entry.id, !entry.wantsToTalk) } }) {
                Text(if (entry.wantsToTalk) words.noTalk else words.wantsToTalk)
            }
        }
        TextButton(onClick = { deleting = true }) { Text(words.delete) }
    }
    if (deleting) {
        Sure(words.deleteEntry, words.deleteEntryText, words.delete, words.keep, { deleting = false }) {
            app.act {
                delete(entry.id)
                app.navigator.leave(Place.EntryOf(entry.id))
            }
        }
    }
}

/** The earlier versions of an entry. Once opened they stay open, and are updated with the entry. */
@Composable
private fun Earlier(app: AppState, entry: Entry) {
    var open by rememberSaveable(entry.id) { mutableStateOf(false) }
    if (!open) {
        TextButton(onClick = { open = true }) { Text(app.words.earlierVersions) }
        return
    }
    Heading(app.words.earlierVersions)
    app.Show(app.watched(entry.id, Part.TIMELINE) { history(entry.id) }) { before ->
        if (before.none { it.id != null }) Note(app.words.nothingYet)
        for (version in before) {
            val id = version.id ?: continue
            Block {
                Text(version.whenText, style = MaterialTheme.typography.labelMedium)
                Text(version.text, style = MaterialTheme.typography.reading)
                QuietButton(onClick = { app.act { restore(entry.id, id) } }) { Text(app.words.bringBack) }
            }
        }
    }
}

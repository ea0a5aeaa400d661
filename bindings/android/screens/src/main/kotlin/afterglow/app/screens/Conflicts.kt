package afterglow.app.screens

import afterglow.Conflict
import afterglow.EntryId
import afterglow.Keep
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable

/** What a person can do with two versions of an entry. */
internal class ConflictActions(
    val go: (Place) -> Unit = {},
    val resolve: (entry: EntryId, field: String, keep: Keep) -> Unit = { _, _, _ -> },
    /** Keeps the entry as it is. */
    val dismiss: (entry: EntryId) -> Unit = {},
)

/** Conflicts: both versions, and the choice between them. */
@Composable
fun ConflictsScreen(app: AppState) {
    val shown = app.watched(Unit, Part.TIMELINE) { conflicts() }
    val actions = ConflictActions(
        app::go,
        resolve = { entry, field, keep -> app.act { resolve(entry, field, keep) } },
        dismiss = { entry -> app.act { dismissAlternatives(entry) } },
    )
    ConflictsContent(app.exits(), shown, app::again, actions)
}

@Composable
internal fun ConflictsContent(exits: Exits, shown: Shown<List<Conflict>>, onAgain: () -> Unit, actions: ConflictActions) {
    val words = LocalWords.current
    Page(exits, words.otherVersions) {
        Show(shown, onAgain) { conflicts ->
            if (conflicts.isEmpty()) Note(words.nothingYet)
            for (conflict in conflicts) {
                val entry = conflict.entry
                Versions(conflict) { field, keep -> actions.resolve(entry.id, field, keep) }
                TextButton(onClick = { actions.dismiss(entry.id) }) { Text(words.keepAll) }
                TextButton(onClick = { actions.go(Place.EntryOf(entry.id)) }) { Text(entry.line) }
            }
        }
    }
}

@Composable
private fun Versions(conflict: Conflict, onKeep: (field: String, keep: Keep) -> Unit) = Block {
    val words = LocalWords.current
    Text(conflict.title, style = MaterialTheme.typography.titleMedium)
    Text(conflict.text, style = MaterialTheme.typography.bodyMedium)
    for (field in conflict.fields) {
        Text(field.label, style = MaterialTheme.typography.labelMedium)
        for ((version, keep) in listOf(field.standing to Keep.STANDING, field.other to Keep.OTHER)) {
            Text(version, style = MaterialTheme.typography.bodyLarge)
            QuietButton(onClick = { onKeep(field.field, keep) }) { Text(words.keepThis) }
        }
        if (field.both) QuietButton(onClick = { onKeep(field.field, Keep.BOTH) }) { Text(words.keepBoth) }
    }
}

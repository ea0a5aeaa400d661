package afterglow.app.screens

import afterglow.EntryId
import afterglow.Part
import afterglow.Reader
import afterglow.Readers
import afterglow.Removed
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
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

/** What a person can do about readers and missing entries. */
internal class ReadersActions(
    val go: (Place) -> Unit = {},
    val confirm: () -> Unit = {},
    val uploadMissing: () -> Unit = {},
    val removeMissing: () -> Unit = {},
)

/** The readers, what was verified, and warnings. */
@Composable
fun ReadersScreen(app: AppState) {
    val shown = app.watched(Unit, Part.CARE, Part.STATUS, Part.SHARING) { readers() }
    val actions = ReadersActions(
        app::go,
        confirm = {
            app.act {
                confirmReaders()
                app.platform.syncSoon()
            }
        },
        uploadMissing = {
            app.act {
                pushMissing()
                app.platform.syncSoon()
            }
        },
        removeMissing = { app.act { deleteMissing() } },
    )
    ReadersContent(app.exits(), shown, app.offline, app::again, actions)
}

@Composable
internal fun ReadersContent(exits: Exits, shown: Shown<Readers>, offline: Boolean, onAgain: () -> Unit, actions: ReadersActions) {
    val words = LocalWords.current
    var removing by remember { mutableStateOf(false) }
    Page(exits, words.readers) {
        Away(offline)
        Show(shown, onAgain) { view ->
            view.question?.let { WhoMayRead(it, view.readers, actions.confirm) }
            Text(view.checked, Modifier.testTag("checked"), style = MaterialTheme.typography.bodyMedium)
            view.restoredText?.let { Note(it) }
            view.renewedText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
            for (alarm in view.alarms) Note(alarm)
            if (view.missing > 0u) {
                QuietButton(actions.uploadMissing) { Text(words.uploadMissing) }
                TextButton(onClick = { removing = true }) { Text(words.removeMissing) }
            }
            if (view.readers.isEmpty()) Empty(words.noReaders, words.noTherapistText)
            for (reader in view.readers) OneReader(reader, actions.go)
            QuietButton(onClick = { actions.go(Place.RecentlyRemoved) }) { Text(words.recentlyRemoved) }
        }
    }
    if (removing) {
        Sure(words.removeMissing, words.removeMissingText, words.removeMissing, words.keep, { removing = false }, actions.removeMissing)
    }
}

/** Asked on a new phone, before anything is shared. */
@Composable
private fun WhoMayRead(question: String, readers: List<Reader>, onConfirm: () -> Unit) = Block {
    Text(question, style = MaterialTheme.typography.titleMedium)
    for (reader in readers.filterNot(Reader::ended)) Text(reader.said(), style = MaterialTheme.typography.bodyMedium)
    MainButton(onConfirm, Modifier.fillMaxWidth().testTag("confirm-readers")) { Text(LocalWords.current.readersYes) }
}

/** On a new phone nothing is shared before the person has confirmed the readers. Shown on all share screens. */
@Composable
internal fun AppState.ReadersFirst() {
    val question = watched(Unit, Part.CARE, Part.STATUS) { readers().question }
    (question as? Shown.Ready)?.value?.let {
        Block(Modifier.testTag("readers-first"), onClick = { go(Place.Readers) }) { Text(it, style = MaterialTheme.typography.titleSmall) }
    }
}

private fun Reader.said(): String = "$name · $sinceText · $keyText"

@Composable
private fun OneReader(reader: Reader, onGo: (Place) -> Unit) {
    Block(onClick = { onGo(Place.SharedWith(reader.care)) }) {
        Text(reader.name, style = MaterialTheme.typography.titleLarge)
        Text(reader.sinceText, style = MaterialTheme.typography.bodySmall)
        if (!reader.ended) Text(reader.keyText, style = MaterialTheme.typography.bodyMedium)
        for (alarm in reader.alarms) Note(alarm)
    }
}

/** Therapists' texts that the server no longer has. For thirty days they can be saved as private entries. */
@Composable
fun RecentlyRemovedScreen(app: AppState) {
    val shown = app.watched(Unit, Part.CARE, Part.THERAPIST, Part.TIMELINE) { recentlyRemoved() }
    RecentlyRemovedContent(app.exits(), shown, app::again) { id ->
        app.act {
            restoreRemoved(id)
            app.notice = app.words.restored
        }
    }
}

@Composable
internal fun RecentlyRemovedContent(exits: Exits, shown: Shown<List<Removed>>, onAgain: () -> Unit, onRestore: (id: EntryId) -> Unit) {
    val words = LocalWords.current
    Page(exits, words.recentlyRemoved) {
        Show(shown, onAgain) { all ->
            Text(words.recentlyRemovedText, style = MaterialTheme.typography.bodyMedium)
            if (all.isEmpty()) Note(words.nothingRemoved)
            for (one in all) OneRemoved(one) { onRestore(one.id) }
        }
    }
}

@Composable
private fun OneRemoved(one: Removed, onRestore: () -> Unit) {
    val words = LocalWords.current
    Block {
        Text("${one.name} · ${words.moment(one.at)}", style = MaterialTheme.typography.labelMedium)
        Text(one.text, style = MaterialTheme.typography.bodyLarge)
        if (one.text.isNotBlank()) TextButton(onRestore) { Text(words.restore) }
    }
}

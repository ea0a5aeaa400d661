package afterglow.app.screens

import afterglow.Part
import afterglow.Reader
import afterglow.Removed
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
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

/** The readers, what was verified, and warnings. */
@Composable
fun ReadersScreen(app: AppState) {
    val words = app.words
    var removing by remember { mutableStateOf(false) }
    val shown = app.watched(Unit, Part.CARE, Part.STATUS, Part.SHARING) { readers() }
    Page(app, words.readers) {
        app.Away()
        app.Show(shown) { view ->
            view.question?.let {
                Block {
                    Text(it, style = MaterialTheme.typography.titleMedium)
                    for (reader in view.readers.filterNot(Reader::ended)) Text(reader.said(), style = MaterialTheme.typography.bodyMedium)
                    MainButton(
                        onClick = {
                            app.act {
                                confirmReaders()
                                app.platform.syncSoon()
                            }
                        },
                        Modifier.fillMaxWidth().testTag("confirm-readers"),
                    ) { Text(words.readersYes) }
                }
            }
            Text(view.checked, Modifier.testTag("checked"), style = MaterialTheme.typography.bodyMedium)
            view.restoredText?.let { Note(it) }
            view.renewedText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
            for (alarm in view.alarms) Note(alarm)
            if (view.missing > 0u) {
                QuietButton(
                    onClick = {
                        app.act {
                            pushMissing()
                            app.platform.syncSoon()
                        }
                    },
                ) { Text(words.uploadMissing) }
                TextButton(onClick = { removing = true }) { Text(words.removeMissing) }
            }
            if (view.readers.isEmpty()) Empty(words.noReaders, words.noTherapistText)
            for (reader in view.readers) OneReader(reader, app::go)
            QuietButton(onClick = { app.go(Place.RecentlyRemoved) }) { Text(words.recentlyRemoved) }
        }
    }
    if (removing) {
        Sure(words.removeMissing, words.removeMissingText, words.removeMissing, words.keep, { removing = false }) { app.act { deleteMissing() } }
    }
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
    val words = app.words
    val shown = app.watched(Unit, Part.CARE, Part.THERAPIST, Part.TIMELINE) { recentlyRemoved() }
    Page(app, words.recentlyRemoved) {
        app.Show(shown) { all ->
            Text(words.recentlyRemovedText, style = MaterialTheme.typography.bodyMedium)
            if (all.isEmpty()) Note(words.nothingRemoved)
            for (one in all) OneRemoved(app, one)
        }
    }
}

@Composable
private fun OneRemoved(app: AppState, one: Removed) {
    Block {
        Text("${one.name} · ${app.words.moment(one.at)}", style = MaterialTheme.typography.labelMedium)
        Text(one.text, style = MaterialTheme.typography.bodyLarge)
        if (one.text.isNotBlank()) {
            TextButton(onClick = {
                app.act {
                    restoreRemoved(one.id)
                    app.notice = app.words.restored
                }
            }) { Text(app.words.restore) }
        }
    }
}

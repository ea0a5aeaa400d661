package afterglow.app.screens

import afterglow.Care
import afterglow.Entry
import afterglow.Part
import afterglow.SharePreview
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Attachments
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.Marks
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.parts.headOf
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.unit.dp

private class Sharing(val care: List<Care>, val entry: Entry, val view: afterglow.ShareScreen?)

/** Exactly what the therapist will see, before; and the truth about taking back, after. */
@Composable
fun ShareScreen(app: AppState, id: String) {
    val words = app.words
    var chosen by remember { mutableStateOf<String?>(null) }
    val shown = app.watched(id to chosen, Part.TIMELINE, Part.SHARING, Part.CARE) {
        val open = care().filter { !it.ended }
        val with = chosen ?: open.firstOrNull()?.id
        Sharing(open, show(id), with?.let { shareView(listOf(id), it) })
    }
    Page(app, words.shareTitle) {
        app.Away()
        app.ReadersFirst()
        app.Show(shown) { sharing ->
            val view = sharing.view
            if (view == null) {
                Empty(words.nobodyToShareWith, words.nobodyToShareWithText)
                Button(onClick = { app.go(Place.Join()) }) { Text(words.join) }
                return@Show
            }
            if (sharing.care.size > 1) {
                Heading(words.withWhom)
                OneOf(sharing.care.map { it.id to it.therapist }, view.care) { chosen = it }
            }
            if (view.care in sharing.entry.sharedWith) Shared(app, sharing.entry, view.care) else Before(app, id, view)
            for (preview in view.previews) app.WhatIsSeen(preview)
        }
    }
}

@Composable
private fun Before(app: AppState, id: String, view: afterglow.ShareScreen) {
    Text(view.title, style = MaterialTheme.typography.titleMedium)
    Text(view.laterChanges, style = MaterialTheme.typography.bodyMedium)
    Button(
        onClick = {
            app.act {
                share(id, view.care)
                app.notice = app.words.sharedNow
                app.platform.syncSoon()
            }
        },
        Modifier.fillMaxWidth().testTag("share"),
    ) { Text(app.words.shareNow) }
    Note(view.notWatched)
}

@Composable
private fun Shared(app: AppState, entry: Entry, care: String) {
    Text(entry.sharedSaid, style = MaterialTheme.typography.titleMedium)
    if (entry.readingSaid.isNotBlank()) Text(entry.readingSaid, style = MaterialTheme.typography.bodyMedium)
    OutlinedButton(
        onClick = {
            app.act {
                // What that means now, and whether it was read before, is the core's to say.
                app.notice = takeBack(entry.id, care)
                app.platform.syncSoon()
            }
        },
        Modifier.fillMaxWidth().testTag("take-back"),
    ) { Text(app.words.takeBackNow) }
}

/** An entry as the therapist will see it; as it is sealed, for who wants to know. */
@Composable
internal fun AppState.WhatIsSeen(preview: SharePreview) = Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
    var whole by remember { mutableStateOf(false) }
    Block(Modifier.testTag("preview")) {
        Text(headOf(preview.entry), style = MaterialTheme.typography.labelMedium)
        if (preview.entry.text.isNotBlank()) Text(preview.entry.text, style = MaterialTheme.typography.bodyLarge)
        val attachments = watched(preview.entry.id, Part.TIMELINE) { attachments(preview.entry.id) }
        (attachments as? Shown.Ready)?.let { Attachments(preview.entry.id, it.value) }
        Marks(preview.entry, fate = false)
    }
    TextButton(onClick = { whole = !whole }) { Text(words.exactly) }
    if (whole) {
        SelectionContainer {
            Text(preview.json, style = MaterialTheme.typography.bodySmall.copy(fontFamily = FontFamily.Monospace))
        }
    }
}

package afterglow.app.parts

import afterglow.Attachment
import afterglow.EntryId
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.decoded
import afterglow.app.sentenceOf
import androidx.compose.foundation.Image
import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.produceState
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Dialog
import androidx.compose.ui.window.DialogProperties
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.withContext

/** The photos and voice notes of an entry or a draft; a tap opens or plays. Without [onRemove] they are read-only. */
@Composable
fun AppState.Attachments(of: EntryId, all: List<Attachment>, onRemove: ((Attachment) -> Unit)? = null) {
    var open by remember { mutableStateOf<Attachment?>(null) }
    val (pictures, others) = all.partition { it.mediaType.startsWith("image/") }
    if (pictures.isNotEmpty()) {
        FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(10.dp)) {
            for (picture in pictures) Thumbnail(picture) { open = picture }
        }
    }
    for (other in others) Sound(this, of, other, onRemove)
    open?.let { picture ->
        Whole(this, of, picture, onClose = { open = null }, onRemove?.let { remove -> { remove(picture); open = null } })
    }
}

@Composable
private fun Thumbnail(picture: Attachment, onOpen: () -> Unit) {
    val words = LocalWords.current
    val small = remember(picture.id) { picture.thumbnail?.let(::decoded) }
    Box(
        Modifier.size(104.dp).clip(MaterialTheme.shapes.small).background(MaterialTheme.colorScheme.surfaceContainerHigh)
            .clickable(onClickLabel = words.openPicture, role = Role.Button, onClick = onOpen).testTag("picture"),
        Alignment.Center,
    ) {
        if (small != null) {
            Image(small, words.picture(picture.name), Modifier.fillMaxSize(), contentScale = ContentScale.Crop)
        } else {
            Text(words.picture(picture.name), Modifier.padding(8.dp), style = MaterialTheme.typography.labelSmall)
        }
    }
}

/** The picture in full screen. */
@Composable
private fun Whole(app: AppState, of: EntryId, picture: Attachment, onClose: () -> Unit, onRemove: (() -> Unit)?) {
    val words = app.words
    val shown by produceState<Shown<ByteArray>>(Shown.Loading, picture.id) {
        value = try {
            Shown.Ready(app.journal.opened(of, picture))
        } catch (error: afterglow.JournalException) {
            Shown.Failed(app.sentenceOf(error))
        }
    }
    Dialog(onClose, DialogProperties(usePlatformDefaultWidth = false)) {
        Surface(Modifier.fillMaxSize(), color = MaterialTheme.colorScheme.background) {
            Column(Modifier.fillMaxSize().padding(16.dp), Arrangement.spacedBy(8.dp), Alignment.CenterHorizontally) {
                Box(Modifier.weight(1f).fillMaxWidth(), Alignment.Center) {
                    when (val content = shown) {
                        is Shown.Loading -> Waiting(words.loading)
                        is Shown.Failed -> Note(content.sentence, urgent = true)
                        is Shown.Ready -> {
                            val image by produceState<androidx.compose.ui.graphics.ImageBitmap?>(null, content) {
                                value = withContext(Dispatchers.Default) { decoded(content.value) }
                            }
                            image?.let { Image(it, words.picture(picture.name), Modifier.fillMaxSize().testTag("whole"), contentScale = ContentScale.Fit) }
                        }
                    }
                }
                FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp)) {
                    QuietButton(onClick = onClose) { Text(words.close) }
                    (shown as? Shown.Ready)?.let { TextButton(onClick = { app.handOver(picture, it.value) }) { Text(words.handOver) } }
                    if (onRemove != null) TextButton(onClick = onRemove) { Text(words.remove) }
                }
            }
        }
    }
}

/** A voice note, or a file that cannot be shown. */
@Composable
private fun Sound(app: AppState, of: EntryId, note: Attachment, onRemove: ((Attachment) -> Unit)?) {
    val words = app.words
    val player = app.platform.player
    var playing by remember(note.id) { mutableStateOf<Job?>(null) }
    Surface(Modifier.fillMaxWidth(), shape = MaterialTheme.shapes.small, color = MaterialTheme.colorScheme.surfaceContainer) {
        Row(
            Modifier.heightIn(min = 56.dp).padding(horizontal = 14.dp, vertical = 4.dp),
            Arrangement.spacedBy(8.dp),
            Alignment.CenterVertically,
        ) {
            Text(words.voiceNote(note.durationMs?.toInt()), Modifier.weight(1f), style = MaterialTheme.typography.bodyLarge)
            if (player != null) {
                TextButton(onClick = {
                    val now = playing
                    playing = if (now != null) {
                        now.cancel()
                        null
                    } else {
                        app.act {
                            try {
                                player.play(opened(of, note))
                            } finally {
                                playing = null
                            }
                        }
                    }
                }) { Text(if (playing == null) words.play else words.stop) }
            } else {
                TextButton(onClick = { app.act { app.hand(note, opened(of, note)) } }) { Text(words.handOver) }
            }
            if (onRemove != null) TextButton(onClick = { onRemove(note) }) { Text(words.remove) }
        }
    }
}

private fun AppState.handOver(attachment: Attachment, content: ByteArray) {
    act { hand(attachment, content) }
}

private suspend fun AppState.hand(attachment: Attachment, content: ByteArray) {
    val name = attachment.name.ifBlank { "${attachment.id}.${attachment.mediaType.substringAfter('/')}" }
    platform.shareSheet.send(name, attachment.mediaType) { it.writeBytes(content) }
}

/** The bytes of an attachment, fetched first if it is not on this phone. */
private suspend fun afterglow.Journal.opened(of: EntryId, attachment: Attachment): ByteArray {
    if (!attachment.here) fetchAttachment(of, attachment.id)
    return attachmentBytes(of, attachment.id)
}

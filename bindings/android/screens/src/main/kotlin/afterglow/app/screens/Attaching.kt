package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.Medium
import afterglow.app.parts.Symbols
import androidx.compose.foundation.layout.Box
import androidx.compose.material3.DropdownMenu
import androidx.compose.material3.DropdownMenuItem
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The buttons to attach photos and voice notes to the open page. */
@Composable
internal fun Attaching(app: AppState, editor: Editor) {
    val words = app.words
    val platform = app.platform

    fun take(how: suspend () -> Medium?) = app.act { how()?.let { editor.attach(it) } }
    val camera = platform.camera
    val album = platform.album
    if (camera != null || album != null) {
        var choosing by remember { mutableStateOf(false) }
        Box {
            IconButton(onClick = { choosing = true }, Modifier.testTag("photo")) { Icon(Symbols.Photo, words.photoOrFile) }
            DropdownMenu(choosing, onDismissRequest = { choosing = false }) {
                for ((label, from) in listOf(words.takePhoto to camera?.let { it::take }, words.choosePhoto to album?.let { it::choose })) {
                    if (from == null) continue
                    DropdownMenuItem(text = { Text(label) }, onClick = {
                        choosing = false
                        take { from() }
                    })
                }
            }
        }
    }
    val recorder = platform.recorder ?: return
    var recording by remember { mutableStateOf(false) }
    // Leaving the page keeps the recording so far.
    DisposableEffect(Unit) { onDispose { if (recording) take { recorder.stop() } } }
    if (recording) {
        IconButton(onClick = {
            recording = false
            take { recorder.stop() }
        }) { Icon(Symbols.Stop, words.stopRecording, tint = MaterialTheme.colorScheme.error) }
    } else {
        IconButton(onClick = { app.act { if (recorder.start()) recording = true else app.notice = app.words.mayNotListen } }) {
            Icon(Symbols.Microphone, words.recordVoice)
        }
    }
}

package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.Medium
import afterglow.app.parts.Attachments
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.Button
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.unit.dp

/** Photos and voice notes of the page that is open: what is there, and what this phone can take. */
@Composable
internal fun Attaching(app: AppState, editor: Editor) {
    val words = app.words
    val platform = app.platform
    editor.holder?.let { app.Attachments(it, editor.attachments) { one -> app.act { editor.remove(one) } } }

    fun take(how: suspend () -> Medium?) = app.act { how()?.let { editor.attach(it) } }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        platform.camera?.let { camera -> TextButton(onClick = { take { camera.take() } }) { Text(words.takePhoto) } }
        platform.album?.let { album -> TextButton(onClick = { take { album.choose() } }) { Text(words.choosePhoto) } }
        platform.recorder?.let { recorder ->
            var recording by remember { mutableStateOf(false) }
            // A page that is left keeps what was said until then.
            DisposableEffect(Unit) { onDispose { if (recording) take { recorder.stop() } } }
            if (recording) {
                Button(onClick = {
                    recording = false
                    take { recorder.stop() }
                }) { Text(words.stopRecording) }
            } else {
                TextButton(onClick = { app.act { if (recorder.start()) recording = true else app.notice = app.words.mayNotListen } }) {
                    Text(words.recordVoice)
                }
            }
        }
    }
}

package afterglow.app.screens

import afterglow.CheckIn
import afterglow.app.AppState
import afterglow.app.parts.Page
import afterglow.app.parts.Scale
import afterglow.app.parts.Toggle
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** Two taps when tired, a mood and "Done"; more when wanted. */
@Composable
fun CheckInScreen(app: AppState) {
    val words = app.words
    var form by remember { mutableStateOf(CheckIn()) }
    Page(app, words.checkIn) {
        Text(words.checkInText, style = MaterialTheme.typography.bodyLarge)
        Scale(words.mood, form.mood?.toInt(), words.moodLow, words.moodHigh) { form = form.copy(mood = it?.toUByte()) }
        Button(
            onClick = {
                app.act {
                    checkIn(form)
                    app.notice = app.words.saved
                    app.navigator.back()
                }
            },
            Modifier.fillMaxWidth().testTag("done"),
            enabled = form != CheckIn(),
        ) { Text(words.done) }
        Toggle(words.needsSpace, form.needsSpace, words.needsSpaceDetail) { form = form.copy(needsSpace = it) }
        Scale(words.figure("energy"), form.energy?.toInt(), words.low, words.high) { form = form.copy(energy = it?.toUByte()) }
        Scale(words.figure("clarity"), form.clarity?.toInt(), words.low, words.high) { form = form.copy(clarity = it?.toUByte()) }
        Scale(words.figure("sensitivity"), form.sensitivity?.toInt(), words.low, words.high) {
            form = form.copy(sensitivity = it?.toUByte())
        }
        Scale(words.figure("sleep"), form.sleep?.toInt(), words.low, words.high) { form = form.copy(sleep = it?.toUByte()) }
        OutlinedTextField(form.text, { form = form.copy(text = it) }, Modifier.fillMaxWidth(), label = { Text(words.fewWords) }, minLines = 3)
    }
}

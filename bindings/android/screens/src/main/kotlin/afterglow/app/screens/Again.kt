package afterglow.app.screens

import afterglow.Journal
import afterglow.JournalException
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Shown
import afterglow.app.parts.Secret
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/** Asks for PIN, face or fingerprint before a protected action. */
@Composable
internal fun Again(app: AppState) {
    val task = app.proving ?: return
    val words = app.words
    var pin by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    val lock = app.watched(Unit, Part.LOCK) { lockView() }
    val biometrics = (lock as? Shown.Ready)?.value?.biometrics == true

    fun shown(how: suspend Journal.() -> Unit) = app.act {
        // The journal stays unlocked. A wrong PIN counts as at the lock.
        try {
            how()
        } catch (error: JournalException) {
            // A message below the dialog would not be seen.
            problem = error.sentence
            return@act
        }
        app.proving = null
        task()
    }
    AlertDialog(
        onDismissRequest = { app.proving = null },
        title = { Text(words.again) },
        text = {
            Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
                Secret(words.pin, pin, "again", problem = problem) {
                    pin = it
                    problem = null
                }
                if (biometrics) TextButton(onClick = { shown { unlockWithBiometrics() } }) { Text(words.faceOrFinger) }
            }
        },
        confirmButton = {
            TextButton(
                onClick = {
                    val typed = pin
                    pin = ""
                    shown { unlock(typed) }
                },
                Modifier.testTag("again-yes"),
                enabled = pin.isNotEmpty(),
            ) { Text(words.yes) }
        },
        dismissButton = { TextButton(onClick = { app.proving = null }) { Text(words.cancel) } },
    )
}

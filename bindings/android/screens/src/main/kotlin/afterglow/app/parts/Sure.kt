package afterglow.app.parts

import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** Asks before something that cannot be undone. */
@Composable
fun Sure(title: String, text: String, yes: String, no: String, onClose: () -> Unit, onYes: () -> Unit) {
    AlertDialog(
        onDismissRequest = onClose,
        title = { Text(title) },
        text = { Text(text) },
        confirmButton = {
            TextButton(
                onClick = {
                    onClose()
                    onYes()
                },
                Modifier.testTag("yes"),
            ) { Text(yes) }
        },
        dismissButton = { TextButton(onClick = onClose) { Text(no) } },
    )
}

package afterglow.app.screens

import afterglow.Loss
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Secret
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.platform.testTag

/** What a person can do about everything that is here. */
internal class EraseActions(
    val askLoss: () -> Unit = {},
    /** Without an account there is no [password]. */
    val erase: (password: String?, task: Task) -> Unit = { _, _ -> },
    val cancel: () -> Unit = {},
)

/** First what would be lost; then the password; then everything is deleted. */
@Composable
internal fun Erase(app: AppState) {
    var loss by remember { mutableStateOf<Loss?>(null) }
    val actions = EraseActions(
        askLoss = { app.act { loss = whatWouldBeLost() } },
        erase = { password, task ->
            app.ask(task) {
                val erased = if (password == null) erasePhone() else eraseEverything(password)
                app.onErased(erased.sentence)
            }
        },
        cancel = { loss = null },
    )
    EraseContent(loss, actions)
}

/** [loss]: null until it was asked for. */
@Composable
internal fun EraseContent(loss: Loss?, actions: EraseActions) {
    val words = LocalWords.current
    var password by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    Heading(words.deleteEverything)
    if (loss == null) {
        TextButton(actions.askLoss, Modifier.testTag("what-would-be-lost")) { Text(words.deleteEverything) }
        return
    }
    Note(loss.sentence, urgent = true)
    if (loss.account) {
        Secret(words.password, password, problem = problem, content = ContentType.Password) {
            password = it
            problem = null
        }
    } else {
        problem?.let { Note(it, urgent = true) }
    }
    MainButton(
        onClick = { actions.erase(password.takeIf { loss.account }, Task(failed = { problem = it })) },
        Modifier.testTag("delete-everything"),
        enabled = !loss.account || password.isNotEmpty(),
    ) { Text(words.deleteEverything) }
    TextButton(actions.cancel) { Text(words.cancel) }
}

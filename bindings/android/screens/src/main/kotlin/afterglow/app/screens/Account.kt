package afterglow.app.screens

import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.Button
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import afterglow.Journal

/** Makes an account: what was written before it comes along. Most servers ask for a therapist's invitation. */
@Composable
fun RegisterScreen(app: AppState, place: Place.Register) {
    val words = app.words
    var invitation by remember { mutableStateOf(place.invitation) }
    val field: @Composable () -> Unit = {
        OutlinedTextField(
            invitation, { invitation = it }, Modifier.fillMaxWidth().testTag("invitation"), label = { Text(words.invitationLink) },
            singleLine = true, keyboardOptions = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false),
        )
    }
    Credentials(app, words.register, words.registerText, words.register, below = field) { server, handle, password, _ ->
        val link = invitation.trim().ifEmpty { null }
        register(server, handle, password, link)
        app.navigator.registered(place, link)
        app.platform.syncSoon()
    }
}

/** On another phone of the same person, or again on this one. */
@Composable
fun SignInScreen(app: AppState) = Credentials(app, app.words.signIn, null, app.words.signIn, new = false, below = {
    TextButton(onClick = { app.navigator.replace(Place.Recover) }) { Text(app.words.lostPassword) }
}) { server, handle, password, _ ->
    signIn(server, handle, password)
    app.navigator.leave(Place.SignIn, Place.Today)
    app.platform.syncSoon()
}

/** Phone and password are gone: the code from the kit lets its owner in. */
@Composable
fun RecoverScreen(app: AppState) =
    Credentials(app, app.words.recover, app.words.recoverText, app.words.recover, code = true) { server, handle, password, code ->
        recover(server, handle, code, password)
        app.navigator.leave(Place.Recover, Place.Today)
        app.platform.syncSoon()
    }

@Composable
private fun Credentials(
    app: AppState,
    title: String,
    text: String?,
    button: String,
    code: Boolean = false,
    /** The password is chosen here, and not one that is known. */
    new: Boolean = true,
    below: @Composable () -> Unit = {},
    go: suspend Journal.(server: String, handle: String, password: String, code: String) -> Unit,
) {
    val words = app.words
    var server by remember { mutableStateOf(app.platform.settings["server"].orEmpty()) }
    var handle by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var recovery by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    val plain = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false)
    Page(app, title) {
        app.Away(words.offlineHere)
        if (text != null) Text(text, style = MaterialTheme.typography.bodyLarge)
        OutlinedTextField(
            server, { server = it }, Modifier.fillMaxWidth().testTag("server"), label = { Text(words.server) },
            singleLine = true, keyboardOptions = plain.copy(keyboardType = KeyboardType.Uri),
        )
        OutlinedTextField(
            handle, { handle = it }, Modifier.fillMaxWidth().testTag("handle"), label = { Text(words.handle) },
            singleLine = true, keyboardOptions = plain,
        )
        if (code) {
            OutlinedTextField(
                recovery, { recovery = it }, Modifier.fillMaxWidth().testTag("code"), label = { Text(words.recoveryCode) },
                minLines = 3, keyboardOptions = plain,
            )
        }
        Secret(if (code) words.newPassword else words.password, password, "password", words.passwordText.takeIf { new }) { password = it }
        Button(
            onClick = {
                busy = true
                app.act {
                    try {
                        go(server.trim(), handle.trim(), password, recovery.trim())
                        app.platform.settings["server"] = server.trim()
                    } finally {
                        busy = false
                    }
                }
            },
            Modifier.fillMaxWidth().testTag("go"),
            enabled = !busy && server.isNotBlank() && handle.isNotBlank() && password.isNotEmpty() && (!code || recovery.isNotBlank()),
        ) { Text(button) }
        if (busy) CircularProgressIndicator()
        below()
    }
}

/** The recovery code, shown until it is typed back. */
@Composable
fun RecoveryKitScreen(app: AppState) {
    val words = app.words
    var typed by remember { mutableStateOf("") }
    val shown = app.watched(Unit, Part.ACCOUNT) { recoveryCode() }
    Page(app, words.recoveryKit, onBack = { app.navigator.onward() }, backLabel = words.keepLater) {
        app.Show(shown) { code ->
            if (code == null) {
                Note(words.saved)
                Button(onClick = { app.navigator.onward() }) { Text(words.done) }
                return@Show
            }
            Text(words.recoveryKitText, style = MaterialTheme.typography.bodyLarge)
            Block {
                SelectionContainer { Text(code, Modifier.testTag("recovery-code"), style = MaterialTheme.typography.titleLarge) }
            }
            OutlinedButton(onClick = { app.act { app.platform.shareSheet.send("recovery.txt", "text/plain") { it.writeText(code) } } }) {
                Text(words.printKit)
            }
            OutlinedTextField(
                typed, { typed = it }, Modifier.fillMaxWidth().testTag("typed"), label = { Text(words.typeItBack) }, minLines = 2,
                keyboardOptions = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false),
            )
            Button(
                onClick = { app.act { confirmRecoveryCode(typed.trim()) } },
                Modifier.fillMaxWidth(),
                enabled = typed.isNotBlank(),
            ) { Text(words.codeKept) }
        }
    }
}

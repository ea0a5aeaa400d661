package afterglow.app.screens

import afterglow.Journal
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.CircularProgressIndicator
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
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import java.net.URI
import java.net.URISyntaxException

/** Registers an account with the existing entries. Most servers require a therapist's invitation. */
@Composable
fun RegisterScreen(app: AppState, place: Place.Register) {
    val words = app.words
    var invitation by remember { mutableStateOf(place.invitation) }
    val field: @Composable () -> Unit = {
        // It was already scanned or opened, so it need not be typed.
        if (place.invitation.isEmpty()) Field(words.invitationLink, invitation, tag = "invitation", singleLine = true, keyboard = plain) { invitation = it }
    }
    Credentials(app, words.register, words.registerText, words.register, invitation = invitation, above = field) { server, handle, password, _ ->
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

/** Recovery with the recovery code, without phone and password. */
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
    /** A new password is set here. */
    new: Boolean = true,
    invitation: String = "",
    above: @Composable () -> Unit = {},
    below: @Composable () -> Unit = {},
    go: suspend Journal.(server: String, handle: String, password: String, code: String) -> Unit,
) {
    val words = app.words
    var server by remember { mutableStateOf(app.platform.settings["server"].orEmpty()) }
    var handle by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var recovery by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    var problem by remember { mutableStateOf<String?>(null) }
    // An invitation names its server.
    val invited = serverOf(invitation)

    fun send() {
        val address = invited ?: withScheme(server)
        if (busy || address.isBlank() || handle.isBlank() || password.isEmpty() || code && recovery.isBlank()) return
        busy = true
        problem = null
        app.act {
            try {
                go(address, handle.trim(), password, recovery.trim())
                app.platform.settings["server"] = address
            } catch (error: JournalException) {
                // Shown beside the field until it is corrected.
                problem = error.sentence
            } finally {
                busy = false
            }
        }
    }
    Page(app, title) {
        app.Away(words.offlineHere)
        if (text != null) Text(text, style = MaterialTheme.typography.bodyLarge)
        above()
        if (invited == null) {
            Field(words.server, server, tag = "server", singleLine = true, keyboard = plain.copy(keyboardType = KeyboardType.Uri)) { server = it }
        }
        Field(words.handle, handle, tag = "handle", singleLine = true, keyboard = plain) { handle = it }
        if (code) {
            Field(words.recoveryCode, recovery, tag = "code", minLines = 3, keyboard = plain) { recovery = it }
            app.platform.scanner?.let { scanner ->
                QuietButton(onClick = { app.act { scanner.scan(words.scanText)?.let { recovery = it } } }, Modifier.testTag("scan-kit")) { Text(words.scanKit) }
            }
        }
        Secret(if (code) words.newPassword else words.password, password, "password", words.passwordText.takeIf { new }, onDone = ::send) { password = it }
        problem?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }.testTag("problem"), urgent = true) }
        MainButton(
            onClick = ::send,
            Modifier.fillMaxWidth().testTag("go"),
            enabled = !busy && (invited != null || server.isNotBlank()) && handle.isNotBlank() && password.isNotEmpty() && (!code || recovery.isNotBlank()),
        ) { Text(button) }
        if (busy) CircularProgressIndicator()
        below()
    }
}

/** The server of an invitation's link. */
internal fun serverOf(invitation: String): String? = try {
    URI(invitation.trim().substringBefore('#')).takeIf { it.scheme in listOf("https", "http") && !it.host.isNullOrEmpty() }
        ?.let { URI(it.scheme, null, it.host, it.port, null, null, null).toString() }
} catch (_: URISyntaxException) {
    null
}

/** People type `journal.example`; a server without TLS has to be named as such. */
internal fun withScheme(address: String): String = address.trim().let { if (it.isEmpty() || "://" in it) it else "https://$it" }

internal val plain = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false)

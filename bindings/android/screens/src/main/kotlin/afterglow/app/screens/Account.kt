package afterglow.app.screens

import afterglow.Journal
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.CameraDenied
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Typed.Companion.HANDLE
import afterglow.app.Typed.Companion.INVITATION
import afterglow.app.Typed.Companion.SERVER
import afterglow.app.parts.Away
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.exits
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import java.net.URI
import java.net.URISyntaxException

/** Registers an account with the existing entries. Most servers require a therapist's invitation. */
@Composable
fun RegisterScreen(app: AppState, place: Place.Register) {
    // Already scanned or opened, it need not be typed.
    val link = place.invitation.ifEmpty { null }
    // Places are restored without their link, which is a secret.
    LaunchedEffect(link) { if (link != null) app.typed[INVITATION] = link }
    CredentialsScreen(app, CredentialsFor.REGISTER, link) { server, typed ->
        val invitation = link ?: typed.invitation.trim().ifEmpty { null }
        register(server, typed.handle.trim(), typed.password, invitation)
        app.navigator.registered(place, invitation)
    }
}

/** On another phone of the same person, or again on this one. */
@Composable
fun SignInScreen(app: AppState) = CredentialsScreen(app, CredentialsFor.SIGN_IN) { server, typed ->
    signIn(server, typed.handle.trim(), typed.password)
    app.navigator.onward(Place.SignIn)
}

/** Recovery with the recovery code, without phone and password. */
@Composable
fun RecoverScreen(app: AppState) = CredentialsScreen(app, CredentialsFor.RECOVER) { server, typed ->
    recover(server, typed.handle.trim(), typed.code.trim(), typed.password)
    app.navigator.onward(Place.Recover)
}

/** What the credentials are for. */
internal enum class CredentialsFor { REGISTER, SIGN_IN, RECOVER }

/** What a person types to reach an account. */
internal data class Credentials(
    val server: String = "",
    val handle: String = "",
    val password: String = "",
    /** The recovery code. */
    val code: String = "",
    /** The link of an invitation, to register with. */
    val invitation: String = "",
)

/** The state of a request to the server. */
internal data class Asking(val busy: Boolean = false, val problem: String? = null)

@Composable
private fun CredentialsScreen(
    app: AppState,
    purpose: CredentialsFor,
    link: String? = null,
    go: suspend Journal.(server: String, typed: Credentials) -> Unit,
) {
    var password by remember { mutableStateOf("") }
    var code by remember { mutableStateOf("") }
    var asking by remember { mutableStateOf(Asking()) }
    val kept = app.typed
    val typed = Credentials(kept[SERVER] ?: app.platform.settings["server"].orEmpty(), kept[HANDLE].orEmpty(), password, code, kept[INVITATION].orEmpty())

    fun change(to: Credentials) {
        kept[SERVER] = to.server
        kept[HANDLE] = to.handle
        kept[INVITATION] = to.invitation
        // Secrets are typed again after a lock.
        password = to.password
        code = to.code
    }
    val scanner = app.platform.scanner

    fun scan() {
        app.act {
            try {
                scanner?.scan(app.words.scanText)?.let { code = it }
            } catch (_: CameraDenied) {
                asking = Asking(problem = app.words.mayNotSee)
            }
        }
    }
    CredentialsContent(
        app.exits(), purpose, typed, ::change, asking, app.offline, link,
        onScan = if (scanner == null) null else ::scan,
        onLostPassword = { app.navigator.replace(Place.Recover) },
        onSend = { server ->
            asking = Asking(busy = true)
            app.act {
                try {
                    go(server, typed)
                    app.platform.settings["server"] = server
                    kept.clear(SERVER, HANDLE, INVITATION)
                    app.platform.syncSoon()
                } catch (error: JournalException) {
                    // Shown beside the field until it is corrected.
                    asking = Asking(problem = error.sentence)
                } finally {
                    asking = asking.copy(busy = false)
                }
            }
        },
    )
}

/** The form of an account. [link]: the invitation's link, if it need not be typed. */
@Composable
internal fun CredentialsContent(
    exits: Exits,
    purpose: CredentialsFor,
    typed: Credentials,
    onChange: (Credentials) -> Unit,
    asking: Asking,
    offline: Boolean,
    link: String?,
    onScan: (() -> Unit)?,
    onLostPassword: () -> Unit,
    onSend: (server: String) -> Unit,
) {
    val words = LocalWords.current
    val recovers = purpose == CredentialsFor.RECOVER
    // An invitation names its server. Who signs in may have an account on another one.
    val invited = if (purpose == CredentialsFor.REGISTER) serverOf(link ?: typed.invitation) else null
    val server = invited ?: withScheme(typed.server)
    val complete = server.isNotBlank() && typed.handle.isNotBlank() && typed.password.isNotEmpty() && (!recovers || typed.code.isNotBlank())

    fun send() {
        if (complete && !asking.busy) onSend(server)
    }
    val title = when (purpose) {
        CredentialsFor.REGISTER -> words.register
        CredentialsFor.SIGN_IN -> words.signIn
        CredentialsFor.RECOVER -> words.recover
    }
    Page(exits, title) {
        Away(offline, words.offlineHere)
        when (purpose) {
            CredentialsFor.REGISTER -> Text(words.registerText, style = MaterialTheme.typography.bodyLarge)
            CredentialsFor.RECOVER -> Text(words.recoverText, style = MaterialTheme.typography.bodyLarge)
            CredentialsFor.SIGN_IN -> Unit
        }
        if (purpose == CredentialsFor.REGISTER && link == null) {
            Field(words.invitationLink, typed.invitation, tag = "invitation", singleLine = true, keyboard = plain) { onChange(typed.copy(invitation = it)) }
        }
        if (invited == null) {
            Field(words.server, typed.server, tag = "server", singleLine = true, keyboard = plain.copy(keyboardType = KeyboardType.Uri)) {
                onChange(typed.copy(server = it))
            }
        }
        val name = if (purpose == CredentialsFor.REGISTER) ContentType.NewUsername else ContentType.Username
        Field(words.handle, typed.handle, Modifier.semantics { contentType = name }, tag = "handle", singleLine = true, keyboard = plain) {
            onChange(typed.copy(handle = it))
        }
        if (recovers) {
            Field(words.recoveryCode, typed.code, tag = "code", minLines = 3, keyboard = plain) { onChange(typed.copy(code = it)) }
            onScan?.let { QuietButton(it, Modifier.testTag("scan-kit")) { Text(words.scanKit) } }
        }
        Secret(
            if (recovers) words.newPassword else words.password, typed.password, "password",
            words.passwordText.takeIf { purpose != CredentialsFor.SIGN_IN },
            content = if (purpose == CredentialsFor.SIGN_IN) ContentType.Password else ContentType.NewPassword, onDone = ::send,
        ) { onChange(typed.copy(password = it)) }
        asking.problem?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }.testTag("problem"), urgent = true) }
        MainButton(::send, Modifier.fillMaxWidth().testTag("go"), enabled = complete && !asking.busy) { Text(title) }
        if (asking.busy) CircularProgressIndicator()
        if (purpose == CredentialsFor.SIGN_IN) TextButton(onLostPassword) { Text(words.lostPassword) }
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

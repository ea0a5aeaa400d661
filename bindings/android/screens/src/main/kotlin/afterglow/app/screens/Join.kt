package afterglow.app.screens

import afterglow.Invitation
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
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
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization

/** Joins by QR code or link: first shows who invites, then asks for confirmation. */
@Composable
fun JoinScreen(app: AppState, link: String) {
    val words = app.words
    var typed by remember { mutableStateOf(link) }
    var name by remember { mutableStateOf("") }
    var invitation by remember { mutableStateOf<Invitation?>(null) }
    val account = app.watched(Unit, Part.ACCOUNT) { account() }

    fun read() = app.act { invitation = readInvitation(typed.trim()) }

    Page(app, words.join) {
        app.Away(words.offlineHere)
        app.Show(account) { account ->
            Text(words.joinText, style = MaterialTheme.typography.bodyLarge)
            app.platform.scanner?.let { scanner ->
                QuietButton(
                    onClick = {
                        app.act {
                            scanner.scan(app.words.scanText)?.let {
                                typed = it
                                invitation = readInvitation(it)
                            }
                        }
                    },
                    Modifier.fillMaxWidth(),
                ) { Text(words.scan) }
            }
            Field(words.invitationLink, typed, tag = "link", keyboard = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false)) {
                typed = it
                invitation = null
            }
            val invites = invitation
            if (invites == null) {
                QuietButton(onClick = { read() }, enabled = typed.isNotBlank()) { Text(words.readInvitation) }
            } else {
                Block {
                    Text(words.invitedBy(invites.therapist, invites.practice), style = MaterialTheme.typography.titleMedium)
                    invites.purposeText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
                    invites.anotherKeyText?.let { Note(it) }
                }
                // Joining gives consent, so its text is shown before.
                Text(invites.consentTitle, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
                Text(invites.consentText, Modifier.testTag("consent"), style = MaterialTheme.typography.bodyLarge)
                if (account == null) {
                    Note(words.noAccountText)
                    MainButton(onClick = { app.go(Place.Register(typed.trim())) }, Modifier.fillMaxWidth().testTag("register")) { Text(words.register) }
                    TextButton(onClick = { app.go(Place.SignIn) }) { Text(words.haveAccount) }
                    return@Show
                }
                Field(words.yourName, name, tag = "name", about = words.yourNameText) { name = it }
                MainButton(
                    onClick = {
                        app.proved {
                            join(typed.trim(), name.ifBlank { null })
                            app.navigator.leave(Place.Join(link), Place.Therapist)
                            app.platform.syncSoon()
                        }
                    },
                    Modifier.fillMaxWidth().testTag("join"),
                ) { Text(words.agreeAndJoin) }
            }
        }
    }
}

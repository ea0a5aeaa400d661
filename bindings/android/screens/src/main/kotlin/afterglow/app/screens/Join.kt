package afterglow.app.screens

import afterglow.Invitation
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
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

/** By the code that the therapist shows, or its link: first who it is, then the yes. */
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
            if (account == null) {
                Note(words.noAccountText)
                Button(onClick = { app.go(Place.Register(link)) }) { Text(words.register) }
                TextButton(onClick = { app.go(Place.SignIn) }) { Text(words.haveAccount) }
                return@Show
            }
            Text(words.joinText, style = MaterialTheme.typography.bodyLarge)
            app.platform.scanner?.let { scanner ->
                FilledTonalButton(
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
            OutlinedTextField(
                typed,
                {
                    typed = it
                    invitation = null
                },
                Modifier.fillMaxWidth().testTag("link"),
                label = { Text(words.invitationLink) },
            )
            val invites = invitation
            if (invites == null) {
                OutlinedButton(onClick = { read() }, enabled = typed.isNotBlank()) { Text(words.readInvitation) }
            } else {
                Block {
                    Text(words.invitedBy(invites.therapist, invites.practice), style = MaterialTheme.typography.titleMedium)
                    invites.purposeSaid?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
                    invites.anotherKeySaid?.let { Note(it) }
                }
                OutlinedTextField(
                    name,
                    { name = it },
                    Modifier.fillMaxWidth().testTag("name"),
                    label = { Text(words.yourName) },
                    supportingText = { Text(words.yourNameText) },
                )
                Note(words.notWatched)
                Button(
                    onClick = {
                        app.proved {
                            join(typed.trim(), name.ifBlank { null })
                            app.navigator.leave(Place.Join(link), Place.Therapist)
                            app.platform.syncSoon()
                        }
                    },
                    Modifier.fillMaxWidth().testTag("join"),
                ) { Text(words.joinNow) }
            }
        }
    }
}

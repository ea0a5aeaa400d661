package afterglow.app.screens

import afterglow.Invitation
import afterglow.JournalException
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.CameraDenied
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.Typed.Companion.INVITATION
import afterglow.app.Typed.Companion.LINK
import afterglow.app.Typed.Companion.NAME
import afterglow.app.Typed.Companion.READ
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
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
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics

/** What a person types to join, the invitation once it was read, and why it could not be. */
internal data class Joining(val link: String, val name: String = "", val invitation: Invitation? = null, val problem: String? = null)

/** What a person can do with an invitation. */
internal class JoinActions(
    val go: (Place) -> Unit = {},
    val change: (Joining) -> Unit = {},
    /** Null without a camera. */
    val scan: (() -> Unit)? = null,
    val read: () -> Unit = {},
    val join: () -> Unit = {},
)

/** Joins by QR code or link: first shows who invites, then asks for confirmation. */
@Composable
fun JoinScreen(app: AppState, link: String) {
    val kept = app.typed
    var invitation by remember { mutableStateOf<Invitation?>(null) }
    var problem by remember { mutableStateOf<String?>(null) }
    // Another invitation must not be shown with the link that was typed for this one.
    val (typed, wasRead) = if (link.isEmpty()) LINK to READ else "$LINK $link" to "$READ $link"
    val joining = Joining(kept[typed] ?: link, kept[NAME].orEmpty(), invitation, problem)
    val account = app.watched(Unit, Part.ACCOUNT) { listOf(account() != null) }

    fun change(to: Joining) {
        kept[typed] = to.link
        kept[NAME] = to.name
        if (to.invitation == null) kept.clear(wasRead) else kept[wasRead] = to.link
        invitation = to.invitation
        problem = null
    }

    fun read(link: String) {
        app.act {
            try {
                change(Joining(link, joining.name, readInvitation(link.trim())))
            } catch (error: JournalException) {
                // Foreign, expired, already used, or no network: said beside the link.
                problem = error.sentence
            }
        }
    }
    // Places are restored without their link, which is a secret.
    LaunchedEffect(link) { if (link.isNotEmpty()) kept[LINK] = link }
    // After a lock, a registration or a restart it is shown again.
    LaunchedEffect(kept.loaded) { kept[wasRead]?.let { read(it) } }
    val scanner = app.platform.scanner

    fun scan() {
        app.act {
            try {
                scanner?.scan(app.words.scanText)?.let {
                    change(Joining(it, joining.name))
                    read(it)
                }
            } catch (_: CameraDenied) {
                problem = app.words.mayNotSee
            }
        }
    }
    val actions = JoinActions(
        app::go,
        ::change,
        scan = if (scanner == null) null else ::scan,
        read = { read(joining.link) },
        join = {
            app.proved {
                try {
                    join(joining.link.trim(), joining.name.ifBlank { null })
                } catch (error: JournalException) {
                    problem = error.sentence
                    return@proved
                }
                kept.clear(typed, wasRead, LINK, READ, NAME, INVITATION)
                app.navigator.leave(Place.Join(link), Place.Therapist)
                app.platform.syncSoon()
            }
        },
    )
    JoinContent(app.exits(), account, joining, app.offline, app::again, actions)
}

/** The invitation, and what joining means. [account]: whether there is one. */
@Composable
internal fun JoinContent(
    exits: Exits,
    account: Shown<List<Boolean>>,
    joining: Joining,
    offline: Boolean,
    onAgain: () -> Unit,
    actions: JoinActions,
) {
    val words = LocalWords.current
    Page(exits, words.join) {
        Away(offline, words.offlineHere)
        Show(account, onAgain) { (known) ->
            Text(words.joinText, style = MaterialTheme.typography.bodyLarge)
            actions.scan?.let { QuietButton(it, Modifier.fillMaxWidth()) { Text(words.scan) } }
            Field(words.invitationLink, joining.link, tag = "link", keyboard = plain) { actions.change(joining.copy(link = it, invitation = null)) }
            joining.problem?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }.testTag("problem"), urgent = true) }
            val invites = joining.invitation
            if (invites == null) {
                QuietButton(actions.read, enabled = joining.link.isNotBlank()) { Text(words.readInvitation) }
            } else {
                Invites(invites)
                if (known) Agree(joining, actions) else WithoutAccount(joining.link.trim(), actions.go)
            }
        }
    }
}

/** Who invites. Joining gives consent, so its text is shown before. */
@Composable
private fun Invites(invites: Invitation) {
    val words = LocalWords.current
    Block {
        Text(words.invitedBy(invites.therapist, invites.practice), style = MaterialTheme.typography.titleMedium)
        invites.purposeText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
        invites.anotherKeyText?.let { Note(it) }
    }
    Text(invites.consentTitle, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
    Text(invites.consentText, Modifier.testTag("consent"), style = MaterialTheme.typography.bodyLarge)
}

@Composable
private fun WithoutAccount(link: String, onGo: (Place) -> Unit) {
    val words = LocalWords.current
    Note(words.noAccountText)
    MainButton(onClick = { onGo(Place.Register(link)) }, Modifier.fillMaxWidth().testTag("register")) { Text(words.register) }
    TextButton(onClick = { onGo(Place.SignIn) }) { Text(words.haveAccount) }
}

@Composable
private fun Agree(joining: Joining, actions: JoinActions) {
    val words = LocalWords.current
    Field(words.yourName, joining.name, tag = "name", about = words.yourNameText) { actions.change(joining.copy(name = it)) }
    MainButton(actions.join, Modifier.fillMaxWidth().testTag("join")) { Text(words.agreeAndJoin) }
}

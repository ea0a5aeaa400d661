package afterglow.app.screens

import afterglow.CareId
import afterglow.Consent
import afterglow.EntryId
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.horizon
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/** The welcome screen: what stays on the phone, who can read, that nobody reads entries live. No account is needed. */
@Composable
fun WelcomeScreen(app: AppState) {
    val shown = app.watched(Unit, Part.ACCOUNT, Part.SETTINGS) { welcome() }
    WelcomeContent(app.exits(canGoBack = false), shown, app::again) { app.begin(it) }
}

@Composable
internal fun WelcomeContent(exits: Exits, shown: Shown<afterglow.WelcomeScreen>, onAgain: () -> Unit, onBegin: (Place) -> Unit) {
    val words = LocalWords.current
    Page(exits, words.welcome) {
        Show(shown, onAgain) { welcome ->
            Box(Modifier.fillMaxWidth().height(4.dp).clip(CircleShape).background(horizon()))
            Text(welcome.title, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.titleMedium)
            for (line in welcome.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
            MainButton(onClick = { onBegin(Place.Join()) }, Modifier.fillMaxWidth().testTag("have-invitation")) { Text(words.haveInvitation) }
            QuietButton(onClick = { onBegin(Place.Today) }, Modifier.fillMaxWidth().testTag("begin")) { Text(words.begin) }
            TextButton(onClick = { onBegin(Place.SignIn) }, Modifier.fillMaxWidth()) { Text(words.haveAccount) }
        }
    }
}

/** The welcome screen is shown once. */
private fun AppState.begin(place: Place) {
    platform.settings["welcomed"] = "yes"
    navigator.replace(Place.Today)
    go(place)
}

/** The consents with their versions, and the entries that each therapist has. */
internal class Agreed(val lines: List<String>, val consents: List<Consent>, val shared: Map<CareId, List<EntryId>>)

/** The consents with their versions; agreeing and withdrawing are one tap each. */
@Composable
fun WhatThisIsScreen(app: AppState) {
    val shown = app.watched(Unit, Part.SETTINGS, Part.SHARING, Part.TIMELINE) {
        val consents = consents()
        Agreed(welcome().lines, consents, consents.mapNotNull { it.wording.care }.associateWith { sharedWith(it) })
    }
    WhatThisIsContent(app.exits(), shown, app::again) { consent, entries -> OneConsent(app, consent, entries) }
}

/** [consent] draws a wording with the entries that its therapist has. */
@Composable
internal fun WhatThisIsContent(exits: Exits, shown: Shown<Agreed>, onAgain: () -> Unit, consent: @Composable (Consent, List<EntryId>) -> Unit) {
    Page(exits, LocalWords.current.whatThisIs) {
        Show(shown, onAgain) { agreed ->
            for (line in agreed.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
            for (one in agreed.consents) consent(one, agreed.shared[one.wording.care].orEmpty())
        }
    }
}

/** A wording to agree to, with the entries that its therapist has. */
@Composable
internal fun OneConsent(app: AppState, consent: Consent, shared: List<EntryId> = emptyList()) {
    val wording = consent.wording
    ConsentContent(
        consent, shared.size,
        onAgree = { app.act { agree(wording.purpose, wording.care) } },
        onWithdraw = { app.act { withdrawConsent(wording.purpose, wording.care) } },
        onTakeBack = {
            app.act {
                for (entry in shared) takeBack(entry, wording.care)
                app.platform.syncSoon()
            }
        },
    )
}

/** [shared]: the number of entries that its therapist has, to be taken back once the consent is withdrawn. */
@Composable
internal fun ConsentContent(consent: Consent, shared: Int, onAgree: () -> Unit, onWithdraw: () -> Unit, onTakeBack: () -> Unit) {
    val words = LocalWords.current
    val wording = consent.wording
    var withdrawing by remember { mutableStateOf(false) }
    Block {
        Text(wording.title, style = MaterialTheme.typography.titleMedium)
        Text(wording.text, style = MaterialTheme.typography.bodyMedium)
        if (consent.said.isNotBlank()) Note(consent.said)
        if (!consent.agreed || consent.changed) {
            MainButton(onAgree, Modifier.testTag("agree-${wording.purpose}")) { Text(words.agree) }
        }
        if (consent.agreed) {
            TextButton(onClick = { if (wording.care == null) onWithdraw() else withdrawing = true }) { Text(words.withdraw) }
        } else if (shared > 0) {
            QuietButton(onTakeBack, Modifier.testTag("take-back-all")) { Text(words.takeBackAll(shared)) }
        }
    }
    if (withdrawing) {
        Sure(words.withdraw, words.withdrawText, words.withdraw, words.cancel, { withdrawing = false }, onWithdraw)
    }
}

/** The consent without which nothing is shared with a therapist: not given, withdrawn, or in another wording. */
internal suspend fun afterglow.Journal.missingConsent(care: CareId): Consent? =
    consents().firstOrNull { it.wording.care == care && (!it.agreed || it.changed) }

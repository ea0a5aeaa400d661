package afterglow.app.screens

import afterglow.Consent
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
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
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The first screen: what stays here, who can read, that nobody is watching. No account is needed to begin. */
@Composable
fun WelcomeScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.ACCOUNT, Part.SETTINGS) { welcome() }
    Page(app, words.welcome, onBack = null) {
        app.Show(shown) { welcome ->
            Text(welcome.title, style = MaterialTheme.typography.headlineSmall)
            for (line in welcome.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
            Button(onClick = { app.begin(Place.Today) }, Modifier.fillMaxWidth().testTag("begin")) { Text(words.begin) }
            FilledTonalButton(onClick = { app.begin(Place.Join()) }, Modifier.fillMaxWidth()) { Text(words.haveInvitation) }
            OutlinedButton(onClick = { app.begin(Place.SignIn) }, Modifier.fillMaxWidth()) { Text(words.haveAccount) }
        }
    }
}

/** The first screen is shown once. */
private fun AppState.begin(place: Place) {
    platform.settings["welcomed"] = "yes"
    navigator.replace(Place.Today)
    go(place)
}

/** What there is to agree to, in its versions; agreeing and taking it back are one tap each. */
@Composable
fun WhatThisIsScreen(app: AppState) {
    val shown = app.watched(Unit, Part.SETTINGS, Part.SHARING) { welcome() to consents() }
    Page(app, app.words.whatThisIs) {
        app.Show(shown) { (welcome, consents) ->
            for (line in welcome.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
            for (consent in consents) OneConsent(app, consent)
        }
    }
}

@Composable
private fun OneConsent(app: AppState, consent: Consent) {
    val wording = consent.wording
    Block {
        Text(wording.title, style = MaterialTheme.typography.titleMedium)
        Text(wording.text, style = MaterialTheme.typography.bodyMedium)
        if (consent.said.isNotBlank()) Note(consent.said)
        if (!consent.agreed || consent.changed) {
            Button(onClick = { app.act { agree(wording.purpose, wording.care) } }) { Text(app.words.agree) }
        }
        if (consent.agreed) {
            TextButton(onClick = { app.act { withdrawConsent(wording.purpose, wording.care) } }) { Text(app.words.withdraw) }
        }
    }
}

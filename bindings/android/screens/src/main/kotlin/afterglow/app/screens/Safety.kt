package afterglow.app.screens

import afterglow.CareId
import afterglow.Part
import afterglow.SafetyChoice
import afterglow.SafetyEventId
import afterglow.ShareOffer
import afterglow.app.AppState
import afterglow.app.Dialler
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
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
import androidx.compose.ui.unit.dp

/** What a person can do on the safety page. */
internal class SafetyActions(
    val choose: (SafetyChoice) -> Unit = {},
    val letSee: (care: CareId) -> Unit = {},
    val done: () -> Unit = {},
)

/** The safety page of an event, opened from Today's card or from a result. */
@Composable
fun SafetyPage(app: AppState, event: SafetyEventId) {
    val shown = app.watched(event, Part.HELP, Part.TODAY) { safetyPage(event) }
    Page(app.exits(), (shown as? Shown.Ready)?.value?.title ?: "") {
        app.Show(shown) { safety -> Safety(app, safety) { app.navigator.back() } }
    }
}

/** The safety page that opens after a safety answer, before any score. */
@Composable
internal fun Safety(app: AppState, opened: afterglow.SafetyScreen, onDone: () -> Unit) {
    app.Bright()
    // The text about who sees it is updated after sharing, and after a sync.
    val read = app.watched(opened.event, Part.HELP, Part.TODAY, Part.TIMELINE, Part.SHARING, Part.STATUS) { safetyPage(opened.event) }
    val actions = SafetyActions(
        choose = { choice -> app.act { chooseSafety(opened.event, choice) } },
        letSee = { care -> app.act { shareSafety(opened.event, care) } },
        done = onDone,
    )
    SafetyContent((read as? Shown.Ready)?.value ?: opened, app.platform, actions)
}

/** The choices, and what follows from the one that was made; who sees it; help. */
@Composable
internal fun SafetyContent(safety: afterglow.SafetyScreen, dialler: Dialler, actions: SafetyActions) {
    val words = LocalWords.current
    var chosen by remember { mutableStateOf<afterglow.SafetyOption?>(null) }
    Text(safety.text, Modifier.testTag("safety"), style = MaterialTheme.typography.bodyLarge)
    Text(safety.urgent, style = MaterialTheme.typography.titleMedium)
    val after = chosen
    if (after == null) {
        for (option in safety.choices) {
            QuietButton(
                onClick = {
                    chosen = option
                    actions.choose(option.choice)
                },
                Modifier.fillMaxWidth().heightIn(min = 56.dp),
            ) { Text(option.label) }
        }
    } else {
        Text(after.after, Modifier.semantics { liveRegion = LiveRegionMode.Assertive }, style = MaterialTheme.typography.titleMedium)
        if (!after.opensHelp) {
            MainButton(actions.done, Modifier.fillMaxWidth()) { Text(words.goOn) }
        }
    }
    // After "I want help now" or "I do not know", help comes first.
    val first = after?.opensHelp == true
    if (first) Help(dialler, safety.help)
    Note(safety.honesty)
    Letting(safety.share, actions.letSee)
    if (first) QuietButton(actions.done) { Text(words.goOn) } else Help(dialler, safety.help)
}

/** "Let X see this answer", and its status once it is shared. */
@Composable
internal fun Letting(offers: List<ShareOffer>, onLet: (care: CareId) -> Unit) {
    for (offer in offers) {
        if (offer.shared) {
            Text(offer.seen.ifBlank { offer.detail }, style = MaterialTheme.typography.bodyMedium)
            continue
        }
        QuietButton(onClick = { onLet(offer.care) }, Modifier.testTag("let-see")) { Text(offer.label) }
        Text(offer.detail, style = MaterialTheme.typography.bodySmall)
    }
}

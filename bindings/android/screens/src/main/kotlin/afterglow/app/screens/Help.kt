package afterglow.app.screens

import afterglow.HelpLine
import afterglow.Part
import afterglow.ShareOffer
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Platform
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** Help now: the second tap is the call. Works offline and while the journal is locked. */
@Composable
fun HelpScreen(app: AppState) = Page(app, app.words.helpNow) {
    Helping(app, onHarm = { app.go(Place.Harm) }) {
        OutlinedButton(onClick = { app.go(Place.CrisisPlan) }) { Text(app.words.myPlan) }
    }
}

/** Somebody with blurred eyes has to find the number: as long as this is on the screen, it is not dim. */
@Composable
private fun AppState.Bright() = DisposableEffect(Unit) {
    helping++
    onDispose { helping-- }
}

/** The numbers of the place where the person is, with [more] that only an open journal has. */
@Composable
internal fun Helping(app: AppState, onHarm: () -> Unit, more: @Composable () -> Unit = {}) {
    app.Bright()
    // Where the person is now, if that is not where the phone was set up.
    var region by remember { mutableStateOf<String?>(null) }
    var choosing by remember { mutableStateOf(false) }
    val shown = app.watched(region ?: "", Part.HELP) { region?.let { helpIn(it) } ?: help() }
    app.Show(shown) { help ->
        Help(app.platform, help, app.words.yourPeople, app.words.therapist)
        more()
        Text(help.regionSaid, style = MaterialTheme.typography.bodySmall)
        OutlinedButton(onClick = { choosing = !choosing }) { Text(app.words.otherCountry) }
        if (choosing) {
            for (place in help.regions) {
                TextButton(onClick = { region = place.value; choosing = false }) { Text(place.label) }
            }
        }
        TextButton(onClick = onHarm, Modifier.testTag("harm")) { Text(help.harm) }
    }
}

/** If something was done to the person. Nobody is told that this was opened. */
@Composable
fun HarmPage(app: AppState) {
    val shown = app.watched(Unit, Part.HELP) { harm() }
    Page(app, (shown as? Shown.Ready)?.value?.title ?: "") {
        app.Show(shown) { harm ->
            Harm(app, harm) {
                OutlinedButton(onClick = { app.go(Place.Therapist) }) { Text(harm.endAccess) }
                OutlinedButton(onClick = { app.go(Place.Write(withheld = true)) }) { Text(harm.writeDown) }
            }
        }
    }
}

/** The same while the journal is locked: then without [acts]. */
@Composable
internal fun Harm(app: AppState, harm: afterglow.HarmScreen, acts: @Composable () -> Unit = {}) {
    app.Bright()
    Text(harm.text, style = MaterialTheme.typography.bodyLarge)
    acts()
    Heading(harm.talk)
    for (line in harm.lines) Reach(app.platform, line)
    Text(harm.asOf, style = MaterialTheme.typography.bodySmall)
}

/** The safety page of an event, opened again: from Today's card, or from a result. */
@Composable
fun SafetyPage(app: AppState, event: String) {
    val shown = app.watched(event, Part.HELP, Part.TODAY) { safetyPage(event) }
    Page(app, (shown as? Shown.Ready)?.value?.title ?: "") {
        app.Show(shown) { safety -> Safety(app, safety) { app.navigator.back() } }
    }
}

/** The same on every page that shows it: the lines first, then one's own people, then the plan. */
@Composable
internal fun Help(platform: Platform, help: afterglow.HelpScreen, people: String, practice: String) {
    Reach(platform, help.emergency)
    for (line in help.lines) Reach(platform, line)
    if (help.people.isNotEmpty()) Heading(people)
    for (line in help.people) Reach(platform, line)
    if (help.practice.isNotEmpty()) Heading(practice)
    for (line in help.practice) Reach(platform, line)
    for (words in help.practiceWords) Text(words, style = MaterialTheme.typography.bodyMedium)
    for (part in help.plan) {
        Heading(part.heading)
        for (line in part.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
    }
    help.noPlan?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
    Text(help.text, style = MaterialTheme.typography.bodyMedium)
    help.stale?.let { Note(it) }
    Text(help.asOf, style = MaterialTheme.typography.bodySmall)
}

@Composable
private fun Reach(platform: Platform, line: HelpLine) {
    Block {
        Text(line.name, style = MaterialTheme.typography.titleMedium)
        if (line.note.isNotBlank()) Text(line.note, style = MaterialTheme.typography.bodyMedium)
        FlowRow(
            horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp),
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            line.call?.let { number ->
                Button(onClick = { platform.call(number) }, Modifier.heightIn(min = 56.dp)) { Text(line.callSaid ?: number) }
            }
            line.text?.let { number ->
                val word = line.word?.let { "?body=$it" }.orEmpty()
                FilledTonalButton(onClick = { platform.open("sms:$number$word") }, Modifier.heightIn(min = 56.dp)) {
                    Text(line.textSaid ?: number)
                }
            }
            line.web?.let { page -> OutlinedButton(onClick = { platform.open(page) }) { Text(page.removePrefix("https://").removePrefix("www.")) } }
        }
    }
}

/** What an answer that asks for safety opens: before any score, sent or not. */
@Composable
internal fun Safety(app: AppState, opened: afterglow.SafetyScreen, onDone: () -> Unit) {
    app.Bright()
    // What is said of who sees it is true also once it has been shared from here.
    val read = app.watched(opened.event, Part.HELP, Part.TODAY, Part.TIMELINE, Part.SHARING) { safetyPage(opened.event) }
    val safety = (read as? Shown.Ready)?.value ?: opened
    var chosen by remember { mutableStateOf<afterglow.SafetyOption?>(null) }
    Text(safety.text, Modifier.testTag("safety"), style = MaterialTheme.typography.bodyLarge)
    Text(safety.urgent, style = MaterialTheme.typography.titleMedium)
    val after = chosen
    if (after == null) {
        for (option in safety.choices) {
            FilledTonalButton(
                onClick = {
                    chosen = option
                    app.act { chooseSafety(safety.event, option.choice) }
                },
                Modifier.fillMaxWidth().heightIn(min = 56.dp),
            ) { Text(option.label) }
        }
    } else {
        Text(after.after, Modifier.semantics { liveRegion = LiveRegionMode.Assertive }, style = MaterialTheme.typography.titleMedium)
        if (!after.opensHelp) {
            Button(onClick = onDone, Modifier.fillMaxWidth()) { Text(app.words.goOn) }
        }
    }
    // Whoever wants help, or does not know, has it before anything else.
    val first = after?.opensHelp == true
    if (first) Help(app.platform, safety.help, app.words.yourPeople, app.words.therapist)
    Note(safety.honesty)
    Letting(app, safety.event, safety.share)
    if (first) OutlinedButton(onClick = onDone) { Text(app.words.goOn) } else Help(app.platform, safety.help, app.words.yourPeople, app.words.therapist)
}

/** "Let X see this answer", and where it stands once it is shared. */
@Composable
internal fun Letting(app: AppState, event: String, offers: List<ShareOffer>) {
    for (offer in offers) {
        if (offer.shared) {
            Text(offer.seen.ifBlank { offer.detail }, style = MaterialTheme.typography.bodyMedium)
            continue
        }
        OutlinedButton(onClick = { app.act { shareSafety(event, offer.care) } }, Modifier.testTag("let-see")) { Text(offer.label) }
        Text(offer.detail, style = MaterialTheme.typography.bodySmall)
    }
}

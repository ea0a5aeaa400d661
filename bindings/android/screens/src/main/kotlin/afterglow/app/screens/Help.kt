package afterglow.app.screens

import afterglow.HelpLine
import afterglow.Part
import afterglow.SafetyChoice
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Platform
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
import androidx.compose.runtime.Composable
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
fun HelpScreen(app: AppState) {
    val shown = app.watched(Unit, Part.HELP) { help() }
    Page(app, app.words.helpNow) {
        app.Show(shown) { help ->
            Help(app.platform, help, app.words.yourPeople, app.words.therapist)
            OutlinedButton(onClick = { app.go(Place.CrisisPlan) }) { Text(app.words.myPlan) }
        }
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
    for (part in help.plan) {
        Heading(part.heading)
        for (line in part.lines) Text(line, style = MaterialTheme.typography.bodyLarge)
    }
    help.noPlan?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
    Text(help.text, style = MaterialTheme.typography.bodyMedium)
    Text(help.asOf, style = MaterialTheme.typography.bodySmall)
}

@Composable
private fun Reach(platform: Platform, line: HelpLine) {
    Block {
        Text(line.name, style = MaterialTheme.typography.titleMedium)
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
internal fun Safety(app: AppState, safety: afterglow.SafetyScreen, onDone: () -> Unit) {
    var chosen by remember { mutableStateOf<afterglow.SafetyOption?>(null) }
    Text(safety.text, Modifier.testTag("safety"), style = MaterialTheme.typography.bodyLarge)
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
        if (after.choice != SafetyChoice.HELP_NOW) {
            Button(onClick = onDone, Modifier.fillMaxWidth()) { Text(app.words.goOn) }
        }
    }
    Note(safety.honesty)
    Help(app.platform, safety.help, app.words.yourPeople, app.words.therapist)
    if (after?.choice == SafetyChoice.HELP_NOW) OutlinedButton(onClick = onDone) { Text(app.words.goOn) }
}

package afterglow.app.screens

import afterglow.HelpLine
import afterglow.Part
import afterglow.PlanPart
import afterglow.app.AppState
import afterglow.app.Dialler
import afterglow.app.EMERGENCY
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Caps
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.cramped
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
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
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp

/** Help now: the second tap is the call. Works offline and while the journal is locked. */
@Composable
fun HelpScreen(app: AppState) = HelpContent(app.exits()) {
    Helping(app, onHarm = { app.go(Place.Harm) }) { PlanButton(app::go) }
}

/** The frame of Help now, around its loaded content. */
@Composable
internal fun HelpContent(exits: Exits, content: @Composable ColumnScope.() -> Unit) =
    Page(exits, LocalWords.current.helpNow, LocalWords.current.close, closes = true, content = content)

@Composable
internal fun PlanButton(onGo: (Place) -> Unit) = QuietButton(onClick = { onGo(Place.CrisisPlan) }) { Text(LocalWords.current.myPlan) }

/** Never dim while this is on the screen, because the number must be easy to find. */
@Composable
internal fun AppState.Bright() = DisposableEffect(Unit) {
    helping++
    onDispose { helping-- }
}

/** The numbers of the person's region, with [more] content of an unlocked journal. */
@Composable
internal fun Helping(app: AppState, onHarm: () -> Unit, more: @Composable () -> Unit = {}) {
    app.Bright()
    // The region where the person is now, if it differs from the setting.
    var region by remember { mutableStateOf<String?>(null) }
    val shown = app.watched(region ?: "", Part.HELP) {
        setCountry(app.platform.country)
        region?.let { helpIn(it) } ?: help()
    }
    app.Show(shown) { help -> HelpOf(help, app.platform, onRegion = { region = it }, onHarm, more) }
}

/** Help of a region, and the choice of another one. */
@Composable
internal fun HelpOf(
    help: afterglow.HelpScreen,
    dialler: Dialler,
    onRegion: (String) -> Unit,
    onHarm: () -> Unit,
    more: @Composable () -> Unit = {},
) {
    var choosing by remember { mutableStateOf(false) }
    Help(dialler, help)
    more()
    Text(help.regionText, style = MaterialTheme.typography.bodySmall)
    QuietButton(onClick = { choosing = !choosing }) { Text(LocalWords.current.otherCountry) }
    if (choosing) {
        for (place in help.regions) {
            TextButton(onClick = { onRegion(place.value); choosing = false }) { Text(place.label) }
        }
    }
    TextButton(onHarm, Modifier.testTag("harm")) { Text(help.harm) }
}

/** Help after harm by a practitioner. Opening it is not recorded. */
@Composable
fun HarmPage(app: AppState) {
    val shown = app.watched(Unit, Part.HELP) { harm() }
    Page(app, (shown as? Shown.Ready)?.value?.title ?: "") {
        app.Show(shown) { harm ->
            app.Bright()
            Harm(harm, app.platform) {
                QuietButton(onClick = { app.go(Place.Therapist) }) { Text(harm.endAccess) }
                QuietButton(onClick = { app.go(Place.Write(withheld = true)) }) { Text(harm.writeDown) }
            }
        }
    }
}

/** The same while the journal is locked: then without [acts]. */
@Composable
internal fun Harm(harm: afterglow.HarmScreen, dialler: Dialler, acts: @Composable () -> Unit = {}) {
    Text(harm.text, style = MaterialTheme.typography.bodyLarge)
    acts()
    Heading(harm.talk)
    for (line in harm.lines) Reach(dialler, line)
    Text(harm.asOf, style = MaterialTheme.typography.bodySmall)
}

/** The content of all help pages: help lines first, then contacts, then the plan. */
@Composable
internal fun Help(dialler: Dialler, help: afterglow.HelpScreen) {
    val words = LocalWords.current
    Reach(dialler, help.emergency, emergency = true)
    for (line in help.lines) Reach(dialler, line)
    if (help.people.isNotEmpty()) Caps(words.yourPeople, Modifier.padding(top = 6.dp))
    for (line in help.people) Reach(dialler, line)
    if (help.practice.isNotEmpty()) Caps(words.therapist, Modifier.padding(top = 6.dp))
    for (line in help.practice) Reach(dialler, line)
    for (said in help.practiceWords) Text(said, style = MaterialTheme.typography.bodyMedium)
    help.plan.forEachIndexed { index, part -> PlanStep(index + 1, part) }
    help.noPlan?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
    Text(help.text, style = MaterialTheme.typography.bodyMedium)
    help.stale?.let { Note(it) }
    Text(help.asOf, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
}

/** A part of the plan, in the order of use. */
@Composable
private fun PlanStep(number: Int, part: PlanPart) {
    Row(Modifier.fillMaxWidth().padding(top = 8.dp), Arrangement.spacedBy(12.dp)) {
        Box(
            Modifier.sizeIn(minWidth = 28.dp, minHeight = 28.dp).border(1.5.dp, MaterialTheme.colorScheme.outline, CircleShape),
            Alignment.Center,
        ) { Text("$number", Modifier.padding(4.dp), style = MaterialTheme.typography.labelMedium) }
        Column(Modifier.weight(1f), Arrangement.spacedBy(4.dp)) {
            Text(part.heading, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
            for (line in part.lines) Text(line, style = MaterialTheme.typography.reading)
        }
    }
    HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
}

/** A contact. With a number the whole card calls it. The [emergency] line is filled, and never dim. */
@Composable
internal fun Reach(dialler: Dialler, line: HelpLine, emergency: Boolean = false, onCall: () -> Unit = {}) {
    val colours = MaterialTheme.colorScheme
    val ground = if (emergency) EMERGENCY else colours.surfaceContainer
    val ink = if (emergency) Color.White else colours.onSurface
    val soft = if (emergency) Color.White else colours.onSurfaceVariant
    val edge = if (emergency) null else BorderStroke(1.dp, colours.outline)
    Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.medium, ground, ink, border = edge) {
        Column {
            val call = line.call
            val tappable = if (call == null) Modifier else Modifier.clickable(role = Role.Button) {
                onCall()
                dialler.call(call)
            }
            val what: @Composable (Modifier) -> Unit = { modifier ->
                Column(modifier) {
                    Text(line.name, color = ink, style = MaterialTheme.typography.titleMedium)
                    if (line.note.isNotBlank()) Text(line.note, color = soft, style = MaterialTheme.typography.bodySmall)
                }
            }
            val number: @Composable (Modifier) -> Unit = { modifier ->
                if (call != null) Text(line.callLabel ?: call, modifier, ink, textAlign = TextAlign.End, style = MaterialTheme.typography.labelLarge)
            }
            val icon: @Composable () -> Unit = { Icon(if (call == null) Symbols.Message else Symbols.Call, null, Modifier.size(22.dp)) }
            val place = Modifier.fillMaxWidth().then(tappable).heightIn(min = 64.dp).padding(horizontal = 18.dp, vertical = 10.dp)
            // Large text needs the full width, so the number is below the name.
            if (cramped()) {
                Column(place, Arrangement.spacedBy(6.dp)) {
                    what(Modifier)
                    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(10.dp), Alignment.CenterVertically) {
                        icon()
                        number(Modifier)
                    }
                }
            } else {
                Row(place, Arrangement.spacedBy(14.dp), Alignment.CenterVertically) {
                    icon()
                    what(Modifier.weight(1f))
                    number(Modifier.widthIn(max = 140.dp))
                }
            }
            if (line.text == null && line.web == null) return@Column
            FlowRow(
                Modifier.padding(start = 18.dp, end = 18.dp, bottom = 12.dp),
                Arrangement.spacedBy(10.dp), Arrangement.spacedBy(6.dp),
            ) {
                line.text?.let { number ->
                    val word = line.word?.let { "?body=$it" }.orEmpty()
                    QuietButton(onClick = { dialler.open("sms:$number$word") }, icon = Symbols.Message) { Text(line.textLabel ?: number) }
                }
                line.web?.let { page ->
                    // A long address may break before its dots, never within a word.
                    val address = page.removePrefix("https://").removePrefix("www.").replace(".", "\u200B.")
                    QuietButton(onClick = { dialler.open(page) }, icon = Symbols.Web) { Text(address) }
                }
            }
        }
    }
}

package afterglow.app.screens

import afterglow.EntryId
import afterglow.Part
import afterglow.Step
import afterglow.StepProgress
import afterglow.Suggestion
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Tick
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.DropdownMenu
import androidx.compose.material3.DropdownMenuItem
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.unit.dp
import java.time.DayOfWeek
import java.time.format.TextStyle

/** What a person can do with steps and suggestions. */
internal class StepActions(
    val go: (Place) -> Unit = {},
    val accept: (suggestion: EntryId) -> Unit = {},
    val decline: (suggestion: EntryId) -> Unit = {},
    val mark: (step: EntryId, done: Boolean) -> Unit = { _, _ -> },
    val set: (step: EntryId, progress: StepProgress) -> Unit = { _, _ -> },
)

/** The steps: checked off by day; letting go is not a failure. */
@Composable
fun StepsScreen(app: AppState) {
    val shown = app.watched(Unit, Part.STEPS, Part.TIMELINE) { steps() }
    val actions = StepActions(
        app::go,
        accept = { app.act { acceptSuggestion(it) } },
        decline = { app.act { declineSuggestion(it) } },
        mark = { step, done -> app.act { markStep(step, done = done) } },
        set = { step, progress ->
            app.act {
                setStep(step, progress)
                if (progress == StepProgress.LET_GO) app.notice = app.words.letGoDetail
            }
        },
    )
    StepsContent(app.exits(), shown, app::again, actions)
}

@Composable
internal fun StepsContent(exits: Exits, shown: Shown<afterglow.StepsScreen>, onAgain: () -> Unit, actions: StepActions) {
    val words = LocalWords.current
    Page(exits, words.steps) {
        Show(shown, onAgain) { steps ->
            if (steps.active.isEmpty() && steps.habits.isEmpty() && steps.ended.isEmpty() && steps.suggestions.isEmpty()) {
                Empty(words.noSteps, words.noStepsText)
            }
            for (suggestion in steps.suggestions) Suggested(suggestion, actions)
            for (step in steps.active) key(step.id) { Active(step, actions) }
            QuietButton(onClick = { actions.go(Place.NewStep()) }) { Text(words.newStep) }
            if (steps.habits.isNotEmpty()) {
                Heading(words.habits)
                for (step in steps.habits) Past(step, actions.go)
            }
            if (steps.ended.isNotEmpty()) {
                Heading(words.stepsDone)
                for (step in steps.ended) Past(step, actions.go)
            }
        }
    }
}

@Composable
private fun Suggested(suggestion: Suggestion, actions: StepActions) {
    val words = LocalWords.current
    Block {
        Text(suggestion.said, style = MaterialTheme.typography.labelMedium)
        Text(suggestion.text, style = MaterialTheme.typography.titleMedium)
        if (suggestion.cadenceText.isNotBlank()) Text(suggestion.cadenceText, style = MaterialTheme.typography.bodySmall)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
            QuietButton(onClick = { actions.accept(suggestion.id) }) { Text(words.takeIt) }
            TextButton(onClick = { actions.decline(suggestion.id) }) { Text(words.letItBe) }
        }
    }
}

@Composable
private fun Active(step: Step, actions: StepActions) {
    val words = LocalWords.current
    Block {
        Row(Modifier.fillMaxWidth(), verticalAlignment = Alignment.CenterVertically) {
            Text(step.text, Modifier.weight(1f), style = MaterialTheme.typography.titleMedium)
            Ending(step, actions)
        }
        Tick(words.doneToday, step.today) { done -> actions.mark(step.id, done) }
        if (step.cadenceText.isNotBlank()) Text(step.cadenceText, style = MaterialTheme.typography.bodySmall)
        Week(step.week, step.said)
        step.habitQuestion?.let { question ->
            Text(question, style = MaterialTheme.typography.bodyMedium)
            TextButton(onClick = { actions.set(step.id, StepProgress.HABIT) }) { Text(words.yes) }
        }
        step.fromEntry?.let { from ->
            TextButton(onClick = { actions.go(Place.EntryOf(from)) }) { Text(step.sourceText ?: words.whereItCameFrom) }
        }
    }
}

/** The rare actions: finishing and letting go. */
@Composable
private fun Ending(step: Step, actions: StepActions) {
    val words = LocalWords.current
    var open by remember { mutableStateOf(false) }
    Box {
        IconButton(onClick = { open = true }, Modifier.testTag("step-options")) { Icon(Symbols.More, words.options) }
        DropdownMenu(open, onDismissRequest = { open = false }) {
            for ((label, progress) in listOf(words.finished to StepProgress.DONE, words.letGo to StepProgress.LET_GO)) {
                DropdownMenuItem(text = { Text(label) }, onClick = {
                    open = false
                    actions.set(step.id, progress)
                })
            }
        }
    }
}

/** The days of this week from Monday; those on which the step was done are filled. A screen reader reads [said]. */
@Composable
private fun Week(days: List<Boolean>, said: String) {
    val colours = MaterialTheme.colorScheme
    val locale = LocalWords.current.locale
    Row(Modifier.fillMaxWidth().clearAndSetSemantics { contentDescription = said }) {
        for ((number, done) in days.withIndex()) {
            Column(Modifier.weight(1f), Arrangement.spacedBy(4.dp), Alignment.CenterHorizontally) {
                Text(
                    DayOfWeek.of(number + 1).getDisplayName(TextStyle.NARROW_STANDALONE, locale),
                    color = colours.onSurfaceVariant, style = MaterialTheme.typography.labelSmall,
                )
                Box(
                    Modifier.size(14.dp).then(
                        if (done) Modifier.background(colours.primary, CircleShape) else Modifier.border(1.5.dp, colours.outline, CircleShape),
                    ),
                )
            }
        }
    }
}

@Composable
private fun Past(step: Step, onGo: (Place) -> Unit) {
    Block(onClick = { onGo(Place.EntryOf(step.id)) }) {
        Text(step.text, style = MaterialTheme.typography.bodyLarge)
        if (step.said.isNotBlank()) Text(step.said, style = MaterialTheme.typography.bodySmall)
    }
}

package afterglow.app.screens

import afterglow.CadenceForm
import afterglow.Choice
import afterglow.Every
import afterglow.Part
import afterglow.Step
import afterglow.StepEntry
import afterglow.StepForm
import afterglow.StepProgress
import afterglow.Suggestion
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Words
import afterglow.app.formAt
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Field
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Tick
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import java.time.DayOfWeek
import java.time.format.TextStyle
import java.util.Locale

/** The steps: checked off by day; letting go is not a failure. */
@Composable
fun StepsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.STEPS, Part.TIMELINE) { steps() }
    Page(app, words.steps) {
        app.Show(shown) { steps ->
            if (steps.active.isEmpty() && steps.habits.isEmpty() && steps.ended.isEmpty() && steps.suggestions.isEmpty()) {
                Empty(words.noSteps, words.noStepsText)
            }
            for (suggestion in steps.suggestions) Suggested(app, suggestion)
            for (step in steps.active) Active(app, step)
            QuietButton(onClick = { app.go(Place.NewStep()) }) { Text(words.newStep) }
            if (steps.habits.isNotEmpty()) {
                Heading(words.habits)
                for (step in steps.habits) Past(step, app::go)
            }
            if (steps.ended.isNotEmpty()) {
                Heading(words.stepsDone)
                for (step in steps.ended) Past(step, app::go)
            }
        }
    }
}

@Composable
private fun Suggested(app: AppState, suggestion: Suggestion) {
    Block {
        Text(suggestion.said, style = MaterialTheme.typography.labelMedium)
        Text(suggestion.text, style = MaterialTheme.typography.titleMedium)
        if (suggestion.cadenceText.isNotBlank()) Text(suggestion.cadenceText, style = MaterialTheme.typography.bodySmall)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
            MainButton(onClick = { app.act { acceptSuggestion(suggestion.id) } }) { Text(app.words.takeIt) }
            TextButton(onClick = { app.act { declineSuggestion(suggestion.id) } }) { Text(app.words.letItBe) }
        }
    }
}

@Composable
private fun Active(app: AppState, step: Step) {
    val words = app.words
    Block {
        Text(step.text, style = MaterialTheme.typography.titleMedium)
        Tick(words.doneToday, step.today) { done -> app.act { markStep(step.id, done = done) } }
        val said = listOf(step.cadenceText, step.said).filter(String::isNotBlank).joinToString(" · ")
        if (said.isNotBlank()) Text(said, style = MaterialTheme.typography.bodySmall)
        step.habitQuestion?.let { question ->
            Text(question, style = MaterialTheme.typography.bodyMedium)
            TextButton(onClick = { app.act { setStep(step.id, StepProgress.HABIT) } }) { Text(words.yes) }
        }
        FlowRow(horizontalArrangement = Arrangement.spacedBy(4.dp)) {
            TextButton(onClick = { app.act { setStep(step.id, StepProgress.DONE) } }) { Text(words.finished) }
            TextButton(onClick = {
                app.act {
                    setStep(step.id, StepProgress.LET_GO)
                    app.notice = app.words.letGoDetail
                }
            }) { Text(words.letGo) }
            step.fromEntry?.let { from ->
                TextButton(onClick = { app.go(Place.EntryOf(from)) }) { Text(step.sourceText ?: words.whereItCameFrom) }
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

/** The editor of a step, optionally based on an entry ([fromEntry]). */
@Composable
fun NewStepScreen(app: AppState, fromEntry: String?) {
    val words = app.words
    val place = Place.NewStep(fromEntry)
    val draft = app.formAt(place, StepForm("", fromEntry = fromEntry, status = StepProgress.ACTIVE), { StepEntry(it) }) { form ->
        (form as? StepEntry)?.step?.takeIf { it.fromEntry == fromEntry }
    }
    Page(app, words.newStep, closes = true) {
        val form = draft.form ?: return@Page
        Field(words.newStepText, form.text, tag = "step", minLines = 2) { draft.change(draft.form!!.copy(text = it)) }
        val cadence = form.cadence
        HowOften(words, cadence) { draft.change(draft.form!!.copy(cadence = it)) }
        MainButton(
            onClick = {
                app.act {
                    draft.finish()
                    app.navigator.leave(place, Place.Steps)
                }
            },
            Modifier.fillMaxWidth().testTag("add-step"),
            enabled = form.text.isNotBlank() && (cadence?.every != Every.WEEKDAYS || cadence?.weekdays?.isNotEmpty() == true),
        ) { Text(words.add) }
        Text(words.noStepsText, style = MaterialTheme.typography.bodyMedium)
    }
}

@Composable
private fun HowOften(words: Words, cadence: CadenceForm?, onChange: (CadenceForm?) -> Unit) {
    Heading(words.howOften)
    OneOf(
        listOf(
            null to words.wheneverItFits, Every.ONCE to words.once, Every.DAY to words.everyDay,
            Every.WEEK to words.everyWeek, Every.WEEKDAYS to words.onCertainDays,
        ),
        cadence?.every,
    ) { every -> onChange(every?.let { CadenceForm(it, times = if (it == Every.WEEK) 1u else null) }) }
    when (cadence?.every) {
        Every.WEEK -> OneOf((1..6).map { it to words.timesAWeek(it) }, cadence.times?.toInt()) { onChange(cadence.copy(times = it.toUInt())) }
        Every.WEEKDAYS -> Several(words.onCertainDays, weekdays(words.locale), cadence.weekdays) { onChange(cadence.copy(weekdays = it)) }
        else -> Unit
    }
}

/** As the core names them, in the person's language. */
private fun weekdays(locale: Locale): List<Choice> =
    DayOfWeek.entries.map { Choice(it.name.take(3).lowercase(Locale.ROOT), it.getDisplayName(TextStyle.FULL_STANDALONE, locale)) }

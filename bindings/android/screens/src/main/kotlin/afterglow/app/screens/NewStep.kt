package afterglow.app.screens

import afterglow.CadenceForm
import afterglow.Choice
import afterglow.EntryForm
import afterglow.EntryId
import afterglow.Every
import afterglow.StepForm
import afterglow.StepProgress
import afterglow.Weekday
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.formAt
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Several
import afterglow.app.parts.exits
import afterglow.weekdayOf
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import java.time.DayOfWeek
import java.time.format.TextStyle
import java.util.Locale

/** The editor of a step, optionally based on an entry ([fromEntry]). */
@Composable
fun NewStepScreen(app: AppState, fromEntry: EntryId?) {
    val place = Place.NewStep(fromEntry)
    val draft = app.formAt(place, StepForm("", fromEntry = fromEntry, status = StepProgress.ACTIVE), { EntryForm.Step(it) }) { form ->
        (form as? EntryForm.Step)?.step?.takeIf { it.fromEntry == fromEntry }
    }
    NewStepContent(app.exits(), draft.form, draft::change) {
        app.act {
            draft.finish()
            app.navigator.leave(place, Place.Steps)
        }
    }
}

/** A step to fill in; [form] is null until its draft is loaded. */
@Composable
internal fun NewStepContent(exits: Exits, form: StepForm?, onChange: (StepForm) -> Unit, onAdd: () -> Unit) {
    val words = LocalWords.current
    Page(exits, words.newStep, closes = true) {
        if (form == null) return@Page
        Field(words.newStepText, form.text, tag = "step", minLines = 2) { onChange(form.copy(text = it)) }
        val cadence = form.cadence
        HowOften(cadence) { onChange(form.copy(cadence = it)) }
        MainButton(
            onAdd,
            Modifier.fillMaxWidth().testTag("add-step"),
            enabled = form.text.isNotBlank() && (cadence?.every != Every.WEEKDAYS || cadence?.weekdays?.isNotEmpty() == true),
        ) { Text(words.add) }
        Text(words.noStepsText, style = MaterialTheme.typography.bodyMedium)
    }
}

@Composable
private fun HowOften(cadence: CadenceForm?, onChange: (CadenceForm?) -> Unit) {
    val words = LocalWords.current
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
        Every.WEEKDAYS -> Several(words.onCertainDays, weekdays(words.locale), cadence.weekdays.map { it.code }) { days ->
            onChange(cadence.copy(weekdays = days.map { Weekday(it) }))
        }
        else -> Unit
    }
}

private fun weekdays(locale: Locale): List<Choice> =
    DayOfWeek.entries.map { Choice(weekdayOf(it).code, it.getDisplayName(TextStyle.FULL_STANDALONE, locale)) }

package afterglow.app.screens

import afterglow.AssignmentId
import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.Journal
import afterglow.JournalException
import afterglow.MeasureCard
import afterglow.MeasureNext
import afterglow.MeasurePage
import afterglow.MeasureResult
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.Words
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.Failed
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.RowItem
import afterglow.app.parts.Scale
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Slider
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
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import kotlin.math.roundToInt

/** Measures that are due, in progress and available, and their results. */
@Composable
fun MeasuresScreen(app: AppState) {
    val shown = app.watched(Unit, Part.MEASURES, Part.TIMELINE, Part.DRAFTS) { measures() }
    MeasuresContent(app.exits(), shown, app::again, app::go)
}

@Composable
internal fun MeasuresContent(exits: Exits, shown: Shown<afterglow.MeasuresScreen>, onAgain: () -> Unit, onGo: (Place) -> Unit) {
    val words = LocalWords.current
    Page(exits, words.measures) {
        Show(shown, onAgain) { measures ->
            if (measures.due.isEmpty() && measures.available.isEmpty()) Empty(words.noMeasures, words.noMeasuresText)
            for (due in measures.due) {
                Block(onClick = { onGo(Place.Measure(due.instrument, due.assignment)) }) {
                    Text(due.title, style = MaterialTheme.typography.titleMedium)
                    Text(due.said, style = MaterialTheme.typography.bodyMedium)
                }
            }
            Column {
                for (begun in measures.begun) {
                    RowItem(
                        begun.title, detail = begun.said, icon = Symbols.Form,
                        onClick = { onGo(Place.Measure(begun.instrument, begun.assignment)) },
                    )
                }
            }
            if (measures.results.isNotEmpty()) Heading(words.results)
            Column {
                for (result in measures.results) {
                    // The answer comes before the number.
                    val lines = if (result.safety) listOf(result.change, result.said) else listOf(result.said, result.change)
                    val detail = (listOf("${result.title} · ${result.date}") + lines[1]).filter(String::isNotBlank).joinToString("\n")
                    RowItem(lines[0], detail = detail, icon = Symbols.Done, onClick = { onGo(Place.EntryOf(result.id)) })
                }
            }
            if (measures.available.isNotEmpty()) Heading(words.atAnyTime)
            Column {
                for (card in measures.available) {
                    RowItem(
                        card.title, detail = words.questionsAndMinutes(card.count.toInt()), icon = Symbols.Form, trailing = { Licence(card) },
                        onClick = { onGo(Place.Measure(card.instrument)) },
                    )
                }
            }
        }
    }
}

/** The author and licence of the instrument, on request. */
@Composable
private fun Licence(card: MeasureCard) {
    val words = LocalWords.current
    var open by remember { mutableStateOf(false) }
    IconButton(onClick = { open = true }, Modifier.testTag("licence-${card.instrument}")) {
        Icon(Symbols.Info, words.aboutMeasure(card.title), tint = MaterialTheme.colorScheme.onSurfaceVariant)
    }
    if (open) {
        AlertDialog(
            onDismissRequest = { open = false },
            title = { Text(card.title) },
            text = { Text(card.licence, Modifier.verticalScroll(rememberScrollState())) },
            confirmButton = { TextButton(onClick = { open = false }) { Text(words.close) } },
        )
    }
}

/** The state of a measure in progress. */
private sealed interface Stand {
    data class Question(val page: MeasurePage) : Stand

    /** The safety page, at once and before any score; [then] is the next page. */
    data class Safety(val safety: afterglow.SafetyScreen, val then: MeasurePage?, val draft: EntryId) : Stand

    data class Done(val result: MeasureResult) : Stand
}

/** One question per page. Each answer is saved at once; the measure can be left and resumed. */
@Composable
fun MeasureScreen(app: AppState, instrument: InstrumentId, assignment: AssignmentId?) {
    var stand by remember { mutableStateOf<Stand?>(null) }
    var failed by remember { mutableStateOf<String?>(null) }
    LaunchedEffect(instrument, app.attempt) {
        if (stand != null) return@LaunchedEffect
        failed = null
        try {
            val page = app.journal.openMeasure(instrument, assignment)
            // Resumed with a safety answer: the safety page comes first again.
            stand = page.safety?.let { Stand.Safety(it, page, page.draft) } ?: Stand.Question(page)
        } catch (error: JournalException) {
            failed = error.sentence
        }
    }

    fun on(step: suspend Journal.() -> Stand) = app.act {
        val next = step()
        stand = next
        if (next is Stand.Done) app.confirmKept(next.result.id)
    }

    val now = stand
    Page(app, titleOf(now, app.words), status = (now as? Stand.Question)?.page?.progress) {
        when (now) {
            null -> failed?.let { Failed(it, app::again) } ?: Waiting(app.words.loading)
            is Stand.Question -> Question(
                now.page,
                onAnswer = { answer -> on { following(answerMeasure(now.page.draft, now.page.item.toInt(), answer), now.page.draft) } },
                onAgree = { agreed -> on { Stand.Question(agreeMeasure(now.page.draft, now.page.item.toInt(), agreed)) } },
                onBack = { on { Stand.Question(measurePage(now.page.draft, now.page.item.toInt() - 1)) } },
            )
            is Stand.Safety -> Safety(app, now.safety) { on { now.then?.let(Stand::Question) ?: Stand.Done(finishMeasure(now.draft)) } }
            is Stand.Done -> {
                // Who has it changes with a sync.
                val read = app.watched(now.result.id, Part.MEASURES, Part.TIMELINE, Part.STATUS) { measureResult(now.result.id) }
                val result = (read as? Shown.Ready)?.value ?: now.result
                Result(result)
                AfterResult(app, result) { app.navigator.back() }
            }
        }
    }
}

private fun titleOf(stand: Stand?, words: Words): String = when (stand) {
    is Stand.Question -> stand.page.title
    is Stand.Safety -> stand.safety.title
    is Stand.Done -> stand.result.title
    else -> words.measures
}

/** After the last question the result. The confirmation of the last answer also finishes the measure. */
private suspend fun Journal.following(next: MeasureNext, draft: EntryId): Stand = when (next) {
    is MeasureNext.Safety -> Stand.Safety(next.safety, next.then, draft)
    is MeasureNext.Question -> Stand.Question(next.page)
    is MeasureNext.End -> Stand.Done(finishMeasure(EntryId(next.draft)))
}

/**
 * A tap answers and continues. A confirmation comes first only where a typo would matter more: for a safety item, a
 * slider, and the last question, which finishes the form.
 */
@Composable
internal fun Question(
    page: MeasurePage,
    onAnswer: (Double?) -> Unit,
    onAgree: (Boolean) -> Unit,
    onBack: () -> Unit,
) {
    val words = LocalWords.current
    LinearProgressIndicator(
        { (page.item.toInt() + 1f) / page.count.toInt().coerceAtLeast(1) },
        // The same as the numbers above it.
        Modifier.fillMaxWidth().clearAndSetSemantics {},
        drawStopIndicator = {},
    )
    page.languageNote?.let { Note(it) }
    if (page.before.isNotBlank()) Note(page.before)
    page.agreement?.let { agreement -> Toggle(agreement.label, agreement.agreed) { onAgree(it) } }
    if (page.instruction.isNotBlank()) Text(page.instruction, style = MaterialTheme.typography.bodyLarge)
    if (page.recall.isNotBlank()) Text(page.recall, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    Text(page.text, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineSmall)
    val slider = page.slider
    val last = page.item + 1u >= page.count
    val confirmed = slider != null || page.confirm || last
    var chosen by remember(page.draft, page.item) { mutableStateOf(page.answer) }
    when {
        slider == null -> OneOf(page.options.map { it.value to it.label }, chosen) { if (confirmed) chosen = it else onAnswer(it) }
        slider.low == 0.0 && slider.high == STOPS -> Scale(page.text, chosen?.toInt(), "", "", asked = true) { chosen = it?.toDouble() }
        else -> {
            val value = (chosen ?: slider.low).toFloat()
            Slider(
                value, { chosen = it.roundToInt().toDouble() },
                Modifier.fillMaxWidth().heightIn(min = 48.dp).semantics { contentDescription = page.text },
                valueRange = slider.low.toFloat()..slider.high.toFloat(),
            )
            Text(chosen?.let { "${it.roundToInt()}" } ?: words.notSet, style = MaterialTheme.typography.bodyLarge)
        }
    }
    if (confirmed) {
        MainButton(onClick = { onAnswer(chosen) }, Modifier.fillMaxWidth().testTag("answer"), enabled = chosen != null) {
            Text(if (last && !page.confirm) words.finish else words.next)
        }
    }
    TextButton(onClick = { onAnswer(null) }) { Text(page.skip) }
    if (page.item > 0u) TextButton(onClick = onBack) { Text(words.previous) }
}

/** As many as fit a [Scale]. */
private const val STOPS = 10.0

package afterglow.app.screens

import afterglow.Journal
import afterglow.JournalException
import afterglow.MeasureNext
import afterglow.EndNext
import afterglow.QuestionNext
import afterglow.SafetyNext
import afterglow.MeasurePage
import afterglow.MeasureResult
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Failed
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
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
import androidx.compose.ui.unit.dp

/** What is due, what was begun, what can be answered, and what came of it. */
@Composable
fun MeasuresScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.MEASURES, Part.TIMELINE, Part.DRAFTS) { measures() }
    Page(app, words.measures) {
        app.Show(shown) { measures ->
            if (measures.due.isEmpty() && measures.available.isEmpty()) Empty(words.noMeasures, words.noMeasuresText)
            for (due in measures.due) {
                Block(onClick = { app.go(Place.Measure(due.instrument, due.assignment)) }) {
                    Text(due.title, style = MaterialTheme.typography.titleMedium)
                    Text(due.said, style = MaterialTheme.typography.bodyMedium)
                }
            }
            for (begun in measures.begun) {
                Block(onClick = { app.go(Place.Measure(begun.instrument)) }) {
                    Text(begun.title, style = MaterialTheme.typography.titleMedium)
                    Text(begun.said, style = MaterialTheme.typography.bodyMedium)
                }
            }
            if (measures.results.isNotEmpty()) Heading(words.results)
            for (result in measures.results) {
                Block(onClick = { app.go(Place.EntryOf(result.id)) }) {
                    Text("${result.title} · ${result.date}", style = MaterialTheme.typography.labelMedium)
                    val lines = if (result.safety) listOf(result.change, result.said) else listOf(result.said, result.change)
                    Text(lines[0], style = MaterialTheme.typography.titleMedium)
                    Text(lines[1], style = MaterialTheme.typography.bodyMedium)
                }
            }
            if (measures.available.isNotEmpty()) Heading(words.atAnyTime)
            for (card in measures.available) {
                Block(onClick = { app.go(Place.Measure(card.instrument)) }) {
                    Text(card.title, style = MaterialTheme.typography.titleMedium)
                    Text(words.questions(card.count.toInt()), style = MaterialTheme.typography.bodyMedium)
                    Text(card.licence, style = MaterialTheme.typography.bodySmall)
                }
            }
        }
    }
}

/** Where a measure stands while it is answered. */
private sealed interface Stand {
    data class Question(val page: MeasurePage) : Stand

    /** Help, at once and before any score; [then] is where it goes on. */
    data class Safety(val safety: afterglow.SafetyScreen, val then: MeasurePage?, val draft: String) : Stand

    data class End(val draft: String) : Stand

    data class Done(val result: MeasureResult) : Stand
}

/** One question a page. Each answer is kept at once; it can be left and gone on with. */
@Composable
fun MeasureScreen(app: AppState, instrument: String, assignment: String?) {
    var stand by remember { mutableStateOf<Stand?>(null) }
    var failed by remember { mutableStateOf<String?>(null) }
    LaunchedEffect(instrument, app.attempt) {
        if (stand != null) return@LaunchedEffect
        failed = null
        try {
            val page = app.journal.openMeasure(instrument, assignment)
            // Taken up again with a safety answer in it: help comes first, as it did then.
            stand = page.safety?.let { Stand.Safety(it, page, page.draft) } ?: Stand.Question(page)
        } catch (error: JournalException) {
            failed = error.sentence
        }
    }

    fun on(step: suspend Journal.() -> Stand) = app.act { stand = step() }

    val now = stand
    Page(app, titleOf(app, now), status = (now as? Stand.Question)?.page?.progress) {
        when (now) {
            null -> failed?.let { app.Failed(it) } ?: Waiting(app.words.loading)
            is Stand.Question -> Question(
                app, now.page,
                onAnswer = { answer -> on { following(answerMeasure(now.page.draft, now.page.item.toInt(), answer), now.page.draft) } },
                onAgree = { agreed -> on { Stand.Question(agreeMeasure(now.page.draft, now.page.item.toInt(), agreed)) } },
                onBack = { on { Stand.Question(measurePage(now.page.draft, now.page.item.toInt() - 1)) } },
            )
            is Stand.Safety -> Safety(app, now.safety) { stand = now.then?.let(Stand::Question) ?: Stand.End(now.draft) }
            is Stand.End -> {
                Text(app.words.allAnswered, style = MaterialTheme.typography.bodyLarge)
                Button(onClick = { on { Stand.Done(finishMeasure(now.draft)) } }, Modifier.fillMaxWidth().testTag("finish")) {
                    Text(app.words.finish)
                }
            }
            is Stand.Done -> {
                Result(now.result)
                AfterResult(app, now.result) { app.navigator.back() }
            }
        }
    }
}

private fun titleOf(app: AppState, stand: Stand?): String = when (stand) {
    is Stand.Question -> stand.page.title
    is Stand.Safety -> stand.safety.title
    is Stand.Done -> stand.result.title
    else -> app.words.measures
}

private fun following(next: MeasureNext, draft: String): Stand = when (next) {
    is SafetyNext -> Stand.Safety(next.safety, next.then, draft)
    is QuestionNext -> Stand.Question(next.page)
    is EndNext -> Stand.End(next.draft)
}

@Composable
private fun Question(
    app: AppState,
    page: MeasurePage,
    onAnswer: (Double?) -> Unit,
    onAgree: (Boolean) -> Unit,
    onBack: () -> Unit,
) {
    page.languageNote?.let { Note(it) }
    if (page.before.isNotBlank()) Note(page.before)
    page.agreement?.let { agreement -> Toggle(agreement.label, agreement.agreed) { onAgree(it) } }
    if (page.instruction.isNotBlank()) Text(page.instruction, style = MaterialTheme.typography.bodyLarge)
    if (page.recall.isNotBlank()) Text(page.recall, style = MaterialTheme.typography.bodyMedium)
    Text(page.text, style = MaterialTheme.typography.titleLarge)
    val slider = page.slider
    if (slider == null) {
        OneOf(page.options.map { it.value to it.label }, page.answer) { onAnswer(it) }
    } else {
        var value by remember(page) { mutableStateOf((page.answer ?: slider.low).toFloat()) }
        Slider(
            value, { value = it }, Modifier.fillMaxWidth().heightIn(min = 48.dp),
            valueRange = slider.low.toFloat()..slider.high.toFloat(),
        )
        Button(onClick = { onAnswer(value.toInt().toDouble()) }) { Text(app.words.next) }
    }
    TextButton(onClick = { onAnswer(null) }) { Text(page.skip) }
    if (page.item > 0u) TextButton(onClick = onBack) { Text(app.words.previous) }
}

/** A result in plain words, and never a verdict. */
@Composable
internal fun Result(result: MeasureResult) {
    Block {
        if (result.safety) {
            // The answer comes before the number: no band, no comparison.
            Text(result.change, Modifier.testTag("answer-first"), style = MaterialTheme.typography.titleLarge)
            Text(result.said, style = MaterialTheme.typography.bodySmall)
        } else {
            Text(result.said, style = MaterialTheme.typography.headlineSmall)
            Text(result.change, style = MaterialTheme.typography.bodyLarge)
        }
        for (line in result.profile) Text("${line.question}: ${line.answer}", style = MaterialTheme.typography.bodyMedium)
        Text(result.note, style = MaterialTheme.typography.bodySmall)
        if (result.afterwards.isNotBlank()) Text(result.afterwards, style = MaterialTheme.typography.bodyMedium)
    }
}

/** What can be done with a result: help where an answer asks for it, and sharing with whoever asked, or not. */
@Composable
private fun AfterResult(app: AppState, result: MeasureResult, onDone: () -> Unit) {
    result.event?.let { event ->
        Button(onClick = { app.go(Place.Help) }, Modifier.fillMaxWidth()) { Text(app.words.helpNow) }
        OutlinedButton(onClick = { app.go(Place.CrisisPlan) }) { Text(app.words.myPlan) }
        val opened = app.watched(event, Part.HELP, Part.TODAY, Part.TIMELINE, Part.SHARING) { safetyPage(event) }
        (opened as? Shown.Ready)?.value?.let { safety ->
            OutlinedButton(onClick = { app.go(Place.SafetyOf(event)) }) { Text(safety.title) }
            Letting(app, event, safety.share)
        }
    }
    if (result.sharing.isNotBlank()) Note(result.sharing)
    for (offer in result.offers) {
        FilledTonalButton(
            onClick = {
                app.act {
                    share(result.id, offer.care)
                    onDone()
                }
            },
            Modifier.testTag("share-result"),
        ) { Text(offer.label) }
    }
    if (result.offers.isNotEmpty()) {
        OutlinedButton(
            onClick = {
                app.act {
                    keepMeasurePrivate(result.id)
                    onDone()
                }
            },
        ) { Text(app.words.keepPrivate) }
    } else if (!result.shared) {
        FilledTonalButton(onClick = { app.navigator.replace(Place.Share(result.id)) }) { Text(app.words.share) }
    }
    OutlinedButton(onClick = onDone) { Text(app.words.done) }
}

/** A result that waits for a decision: shared with whoever asked, or kept private. */
@Composable
fun ResultPage(app: AppState, id: String) {
    val shown = app.watched(id, Part.MEASURES, Part.TIMELINE) { measureResult(id) }
    Page(app, app.words.theResult) {
        app.Show(shown) { result ->
            Result(result)
            AfterResult(app, result) { app.navigator.back() }
        }
    }
}

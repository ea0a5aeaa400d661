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
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Failed
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Show
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
                    Text(result.said, style = MaterialTheme.typography.titleMedium)
                    Text(result.change, style = MaterialTheme.typography.bodyMedium)
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
            stand = Stand.Question(app.journal.openMeasure(instrument, assignment))
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
                FilledTonalButton(onClick = { app.navigator.replace(Place.Share(now.result.id)) }) { Text(app.words.share) }
                OutlinedButton(onClick = { app.navigator.back() }) { Text(app.words.done) }
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
private fun Question(app: AppState, page: MeasurePage, onAnswer: (Double?) -> Unit, onBack: () -> Unit) {
    page.languageNote?.let { Note(it) }
    if (page.before.isNotBlank()) Note(page.before)
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
        Text(result.said, style = MaterialTheme.typography.headlineSmall)
        Text(result.change, style = MaterialTheme.typography.bodyLarge)
        Text(result.note, style = MaterialTheme.typography.bodySmall)
    }
}

package afterglow.app.screens

import afterglow.JournalException
import afterglow.Part
import afterglow.Search
import afterglow.SearchForm
import afterglow.Trend
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Heading
import afterglow.app.parts.ListPage
import afterglow.app.parts.Note
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Close
import androidx.compose.material.icons.filled.Search
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** Search in everything, as it is typed. */
@Composable
fun LookBackScreen(app: AppState) {
    val words = app.words
    var query by rememberSaveable { mutableStateOf("") }
    var found by remember { mutableStateOf<Search?>(null) }
    LaunchedEffect(query) {
        try {
            found = if (query.isBlank()) null else app.journal.find(SearchForm(query))
        } catch (error: JournalException) {
            app.notice = error.sentence
        }
    }
    val back = app.watched(Unit, Part.TIMELINE) { lookBack(DAYS) }
    ListPage(
        app,
        words.lookBack,
        onBack = null,
        above = {
            OutlinedTextField(
                query,
                { query = it },
                Modifier.fillMaxWidth().testTag("search"),
                label = { Text(words.searchText) },
                leadingIcon = { Icon(Icons.Default.Search, null) },
                trailingIcon = {
                    if (query.isNotEmpty()) IconButton(onClick = { query = "" }) { Icon(Icons.Default.Close, words.close) }
                },
                singleLine = true,
            )
        },
    ) {
        val search = found
        if (search == null) return@ListPage lookBack(app, back)
        if (search.hits.isEmpty()) item { Empty(words.nothingFound, words.nothingFoundText) }
        search.meant?.let { instead -> item { Note(words.meant(instead)) } }
        items(search.hits, key = { it.entry.id }) { app.EntryCard(it.entry) }
    }
}

/** What moved, what returns, and what this day recalls. */
private fun LazyListScope.lookBack(app: AppState, shown: Shown<afterglow.LookBackScreen>) {
    val view = (shown as? Shown.Ready)?.value
    if (view == null) {
        item { app.Show(shown) {} }
        return
    }
    view.nothing?.let { item { Text(it, style = MaterialTheme.typography.bodyLarge) } }
    items(view.onThisDay) { memory ->
        Block(onClick = { app.go(Place.EntryOf(memory.entry)) }) {
            Text(memory.said, style = MaterialTheme.typography.labelMedium)
            Text(memory.text, style = MaterialTheme.typography.bodyLarge)
            TextButton(onClick = { app.act { recallNoMore(memory.entry) } }) { Text(memory.notAgain) }
        }
    }
    items(view.trends) { OneTrend(it) }
    if (view.themes.isNotEmpty() || view.words.isNotEmpty()) item { Heading(app.words.returning) }
    items(view.themes + view.words) { returning ->
        Block(onClick = { app.go(Place.EntryOf(returning.lastEntry)) }) {
            Text("${returning.label} · ${returning.said}", style = MaterialTheme.typography.bodyLarge)
        }
    }
}

/** Points a day as the core gives them: gaps stay gaps, and the caption says in words what the line shows. */
@Composable
private fun OneTrend(trend: Trend) {
    val colour = MaterialTheme.colorScheme.primary
    Block {
        Text(trend.label, style = MaterialTheme.typography.titleMedium)
        Canvas(Modifier.fillMaxWidth().height(96.dp).semantics { contentDescription = "${trend.caption}. ${trend.said}" }) {
            val step = size.width / (trend.points.size - 1).coerceAtLeast(1)
            var before: Offset? = null
            trend.points.forEachIndexed { day, point ->
                val value = point.value
                val here = value?.let { Offset(day * step, size.height * (1f - it.toFloat() / HIGHEST)) }
                before?.let { from -> if (here != null) drawLine(colour, from, here, 2.dp.toPx()) }
                here?.let { drawCircle(colour, 3.dp.toPx(), it) }
                before = here
            }
        }
        Text(trend.caption, style = MaterialTheme.typography.bodyMedium)
        Text(trend.said, style = MaterialTheme.typography.bodySmall)
    }
}

private const val DAYS = 90
private const val HIGHEST = 10f

package afterglow.app.screens

import afterglow.EntryRow
import afterglow.JourneyFilter
import afterglow.JourneyRow
import afterglow.Part
import afterglow.SessionRow
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.ListPage
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** The series as a timeline: sessions as landmarks, and what was written after each. */
@Composable
fun JourneyScreen(app: AppState) {
    val words = app.words
    var filter by remember { mutableStateOf(JourneyFilter()) }
    var rows by remember(filter) { mutableIntStateOf(PAGE) }
    val themes = app.watched(Unit, Part.SETTINGS) { writeView().themes }
    val shown = app.watched(filter to rows, Part.TIMELINE) { journey(filter, limit = rows) }
    ListPage(
        app,
        words.journey,
        onBack = null,
        above = {
            Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
                Filter(words.everything, filter == JourneyFilter()) { filter = JourneyFilter() }
                Filter(words.shared, filter.shared == true) { filter = JourneyFilter(shared = true) }
                Filter(words.private, filter.shared == false) { filter = JourneyFilter(shared = false) }
                Filter(words.wantsToTalk, filter.toTalk) { filter = JourneyFilter(toTalk = true) }
                for (theme in (themes as? Shown.Ready)?.value.orEmpty()) {
                    Filter(theme.label, filter.theme == theme.value) { filter = JourneyFilter(theme = theme.value) }
                }
            }
            if (shown !is Shown.Ready) app.Show(shown) {}
        },
    ) {
        val page = (shown as? Shown.Ready)?.value ?: return@ListPage
        if (page.rows.isEmpty() && page.next == null) item { Empty(words.nothingYet, words.nothingYetText) }
        items(page.rows.size, key = { idOf(page.rows[it]) }) { index ->
            when (val row = page.rows[index]) {
                is EntryRow -> app.EntryCard(row.entry)
                is SessionRow -> Landmark(app, row)
            }
        }
        if (page.next != null) item { OutlinedButton(onClick = { rows += PAGE }) { Text(words.earlier) } }
    }
}

private fun idOf(row: JourneyRow): String = when (row) {
    is EntryRow -> row.entry.id
    is SessionRow -> row.session.id
}

@Composable
private fun Filter(label: String, on: Boolean, onClick: () -> Unit) {
    FilterChip(on, onClick, { Text(label) }, Modifier.heightIn(min = 48.dp))
}

/** Stands below what followed it: the timeline runs upwards. */
@Composable
private fun Landmark(app: AppState, row: SessionRow) {
    Block(onClick = { app.go(Place.SessionOf(row.session.number.toInt())) }) {
        Text(row.title, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge)
        Text(row.date, style = MaterialTheme.typography.bodyMedium)
    }
}

private const val PAGE = 50

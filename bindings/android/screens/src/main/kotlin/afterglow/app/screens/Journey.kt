package afterglow.app.screens

import afterglow.JourneySection
import afterglow.Part
import afterglow.Timeline
import afterglow.app.AppState
import afterglow.app.Offered
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
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.rememberScrollState
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** The series as a timeline: sessions as landmarks, and what was written after each. */
@Composable
fun JourneyScreen(app: AppState) {
    val words = app.words
    var theme by rememberSaveable { mutableStateOf<String?>(null) }
    val shown = app.watched(Unit, Part.TIMELINE) { timeline() }
    ListPage(
        app,
        words.journey,
        above = {
            Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
                for (option in listOf(null) + Offered.themes) {
                    FilterChip(
                        theme == option,
                        { theme = option },
                        { Text(option?.let(words::theme) ?: words.everything) },
                        Modifier.heightIn(min = 48.dp),
                    )
                }
            }
            if (shown !is Shown.Ready) app.Show(shown) {}
        },
    ) {
        if (shown is Shown.Ready) sections(app, shown.value, theme)
    }
}

private fun LazyListScope.sections(app: AppState, timeline: Timeline, theme: String?) {
    val empty = timeline.sections.all { it.entries.isEmpty() && it.session == null }
    if (empty) item { Empty(app.words.nothingYet, app.words.nothingYetText) }
    for (section in timeline.sections) {
        val entries = section.entries.filter { theme == null || theme in it.themes }
        items(entries.size, key = { entries[it].id }) { app.EntryCard(entries[it]) }
        item(key = section.session?.id ?: "before") { Landmark(app, section) }
    }
}

/** Stands below what followed it: the timeline runs upwards. */
@Composable
private fun Landmark(app: AppState, section: JourneySection) {
    val session = section.session
    if (session == null) {
        if (section.entries.isNotEmpty()) {
            Text(
                app.words.beforeFirst,
                Modifier.semantics { heading() },
                style = MaterialTheme.typography.labelLarge,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
        }
        return
    }
    Block(onClick = { app.go(Place.Sessions) }) {
        Text(app.words.session(session.number.toInt()), Modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge)
        Text(app.words.moment(session.at), style = MaterialTheme.typography.bodyMedium)
    }
}

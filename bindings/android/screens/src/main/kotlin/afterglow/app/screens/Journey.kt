package afterglow.app.screens

import afterglow.EntryRow
import afterglow.JourneyFilter
import afterglow.JourneyRow
import afterglow.Part
import afterglow.SessionRow
import afterglow.app.AppState
import afterglow.app.LocalDim
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.horizon
import afterglow.app.parts.Caps
import afterglow.app.parts.Chip
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.ListPage
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.settling
import afterglow.app.watched
import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** The journal as a timeline, newest first: headings for days, sessions as landmarks. */
@Composable
fun JourneyScreen(app: AppState) {
    val words = app.words
    var kept by rememberSaveable { mutableStateOf("") }
    val filter = filterOf(kept)
    var rows by rememberSaveable(kept) { mutableIntStateOf(PAGE) }
    val themes = app.watched(Unit, Part.SETTINGS) { writeView().themes }
    val shown = app.watched(filter to rows, Part.TIMELINE) { journey(filter, limit = rows) }
    ListPage(
        app,
        words.journey,
        onBack = null,
        above = {
            Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
                Chip(words.everything, kept == "") { kept = "" }
                Chip(words.shared, kept == SHARED) { kept = SHARED }
                Chip(words.private, kept == PRIVATE) { kept = PRIVATE }
                Chip(words.wantsToTalk, kept == TO_TALK) { kept = TO_TALK }
                for (theme in (themes as? Shown.Ready)?.value.orEmpty()) {
                    Chip(theme.label, filter.theme == theme.value) { kept = THEME + theme.value }
                }
            }
            if (shown !is Shown.Ready) app.Show(shown) {}
        },
    ) {
        val page = (shown as? Shown.Ready)?.value ?: return@ListPage
        if (page.rows.isEmpty() && page.next == null) item { Empty(words.nothingYet, words.nothingYetText) }
        for (day in byDay(page.rows)) {
            val first = day.first()
            if (first is SessionRow) {
                item(idOf(first)) { Settling(app, first) { Landmark(app, first) } }
                continue
            }
            val entries = day.filterIsInstance<EntryRow>()
            item(idOf(first) + "-day") { Day(entries.first()) }
            items(entries, key = ::idOf) { row -> Settling(app, row) { app.EntryCard(row.entry, byDay = true) } }
        }
        if (page.next != null) item { QuietButton(onClick = { rows += PAGE }) { Text(words.earlier) } }
    }
}

/** The row that was kept last settles in, once. */
@Composable
private fun Settling(app: AppState, row: JourneyRow, content: @Composable () -> Unit) =
    Box(Modifier.settling(idOf(row) == app.settling) { app.settling = null }) { content() }

private fun idOf(row: JourneyRow): String = when (row) {
    is EntryRow -> row.entry.id
    is SessionRow -> row.session.id
}

/** Groups rows by day. A session is its own group. */
private fun byDay(rows: List<JourneyRow>): List<List<JourneyRow>> = rows.fold(mutableListOf<MutableList<JourneyRow>>()) { days, row ->
    val before = days.lastOrNull()?.last()
    if (row is EntryRow && before is EntryRow && before.entry.date == row.entry.date) days.last().add(row) else days.add(mutableListOf(row))
    days
}

/** The heading of a day, with its position in the series. */
@Composable
private fun Day(row: EntryRow) {
    Box(Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.background)) {
        Caps(
            listOf(LocalWords.current.dayOf(row.entry.at), row.entry.placeText).filter(String::isNotBlank).joinToString(" · "),
            Modifier.padding(top = 14.dp, bottom = 6.dp).semantics { heading() },
        )
    }
}

/** Shown below the entries that followed it, because the newest are at the top. */
@Composable
private fun Landmark(app: AppState, row: SessionRow) {
    Box(Modifier.fillMaxWidth().padding(vertical = 14.dp)) {
        // White text is readable only on the first half of the horizon, so its colours are stretched.
        Column(
            Modifier.fillMaxWidth().clip(MaterialTheme.shapes.medium).background(if (LocalDim.current) SolidColor(MaterialTheme.colorScheme.surfaceContainer) else horizon())
                .clickable(role = Role.Button) { app.go(Place.SessionOf(row.session.number.toInt())) }.padding(18.dp),
            Arrangement.spacedBy(4.dp),
        ) {
            val ink = if (LocalDim.current) MaterialTheme.colorScheme.onSurface else Color.White
            Column(Modifier.fillMaxWidth(0.5f)) {
                Text(row.date, color = ink, style = MaterialTheme.typography.titleSmall)
                Text(row.title, Modifier.semantics { heading() }, ink, style = MaterialTheme.typography.headlineSmall)
            }
        }
    }
}

private const val PAGE = 50
private const val SHARED = "shared"
private const val PRIVATE = "private"
private const val TO_TALK = "to-talk"
private const val THEME = "theme:"

private fun filterOf(kept: String): JourneyFilter = when {
    kept == SHARED -> JourneyFilter(shared = true)
    kept == PRIVATE -> JourneyFilter(shared = false)
    kept == TO_TALK -> JourneyFilter(toTalk = true)
    kept.startsWith(THEME) -> JourneyFilter(theme = kept.removePrefix(THEME))
    else -> JourneyFilter()
}

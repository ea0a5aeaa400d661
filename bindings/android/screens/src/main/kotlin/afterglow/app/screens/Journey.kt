package afterglow.app.screens

import afterglow.Choice
import afterglow.Entry
import afterglow.EntryId
import afterglow.JourneyFilter
import afterglow.JourneyPage
import afterglow.JourneyRow
import afterglow.Part
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
import afterglow.app.parts.Exits
import afterglow.app.parts.ListPage
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
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

/** An empty journal, or one without what the filter asks for. */
@Composable
private fun NoEntries(filtered: Boolean, onGo: (Place) -> Unit) {
    val words = LocalWords.current
    if (filtered) {
        Empty(words.nothingFound, words.nothingFiltered)
    } else {
        Empty(words.nothingYet, words.nothingYetText) { QuietButton(onClick = { onGo(Place.Write()) }, icon = Symbols.Write) { Text(words.write) } }
    }
}

/** The journal as a timeline, newest first: headings for days, sessions as landmarks. */
@Composable
fun JourneyScreen(app: AppState) {
    var kept by rememberSaveable { mutableStateOf("") }
    var rows by rememberSaveable(kept) { mutableIntStateOf(PAGE) }
    val themes = app.watched(Unit, Part.SETTINGS) { writeView().themes }
    val filter = filterOf(kept)
    val shown = app.watched(filter to rows, Part.TIMELINE) { journey(filter, limit = rows) }
    JourneyContent(
        app.exits(canGoBack = false), shown, kept, (themes as? Shown.Ready)?.value.orEmpty(), app::again, app::go,
        onFilter = { kept = it }, onEarlier = { rows += PAGE }, settles = { app.settles(it) },
    ) { app.EntryCard(it, byDay = true) }
}

/**
 * The rows that the filter [kept] leaves. [settles] moves a row that was just kept; [entry] draws an entry with its pictures.
 */
@Composable
internal fun JourneyContent(
    exits: Exits,
    shown: Shown<JourneyPage>,
    kept: String,
    themes: List<Choice>,
    onAgain: () -> Unit,
    onGo: (Place) -> Unit,
    onFilter: (String) -> Unit,
    onEarlier: () -> Unit,
    settles: @Composable (id: EntryId) -> Modifier = { Modifier },
    entry: @Composable (Entry) -> Unit,
) {
    val words = LocalWords.current
    ListPage(
        exits,
        words.journey,
        above = {
            Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
                Chip(words.everything, kept == "") { onFilter("") }
                Chip(words.shared, kept == SHARED) { onFilter(SHARED) }
                Chip(words.private, kept == PRIVATE) { onFilter(PRIVATE) }
                Chip(words.wantsToTalk, kept == TO_TALK) { onFilter(TO_TALK) }
                for (theme in themes) {
                    Chip(theme.label, filterOf(kept).theme == theme.value) { onFilter(THEME + theme.value) }
                }
            }
            if (shown !is Shown.Ready) Show(shown, onAgain) {}
        },
    ) {
        val page = (shown as? Shown.Ready)?.value ?: return@ListPage
        if (page.rows.isEmpty() && page.next == null) item { NoEntries(filtered = kept.isNotEmpty(), onGo) }
        for (day in byDay(page.rows)) {
            val first = day.first()
            if (first is JourneyRow.Session) {
                item(idOf(first)) { Box(settles(idOf(first))) { Landmark(first, onGo) } }
                continue
            }
            val entries = day.filterIsInstance<JourneyRow.Entry>()
            item("${idOf(first)}-day") { Day(entries.first()) }
            items(entries, key = ::idOf) { row -> Box(settles(idOf(row))) { entry(row.entry) } }
        }
        if (page.next != null) item { QuietButton(onEarlier) { Text(words.earlier) } }
    }
}

/** The row that was kept last settles in, once. */
@Composable
private fun AppState.settles(id: EntryId): Modifier = Modifier.settling(id == settlingEntry) { settlingEntry = null }

private fun idOf(row: JourneyRow): EntryId = when (row) {
    is JourneyRow.Entry -> row.entry.id
    is JourneyRow.Session -> row.session.id
}

/** Groups rows by day. A session is its own group. */
private fun byDay(rows: List<JourneyRow>): List<List<JourneyRow>> = rows.fold(mutableListOf<MutableList<JourneyRow>>()) { days, row ->
    val before = days.lastOrNull()?.last()
    if (row is JourneyRow.Entry && before is JourneyRow.Entry && before.entry.date == row.entry.date) days.last().add(row) else days.add(mutableListOf(row))
    days
}

/** The heading of a day, with its position in the series. */
@Composable
private fun Day(row: JourneyRow.Entry) {
    Box(Modifier.fillMaxWidth().background(MaterialTheme.colorScheme.background)) {
        Caps(
            listOf(LocalWords.current.dayOf(row.entry.at), row.entry.placeText).filter(String::isNotBlank).joinToString(" · "),
            Modifier.padding(top = 14.dp, bottom = 6.dp).semantics { heading() },
        )
    }
}

/** Shown below the entries that followed it, because the newest are at the top. */
@Composable
private fun Landmark(row: JourneyRow.Session, onGo: (Place) -> Unit) {
    Box(Modifier.fillMaxWidth().padding(vertical = 14.dp)) {
        // White text is readable only on the first half of the horizon, so its colours are stretched.
        Column(
            Modifier.fillMaxWidth().clip(MaterialTheme.shapes.medium).background(if (LocalDim.current) SolidColor(MaterialTheme.colorScheme.surfaceContainer) else horizon())
                .clickable(role = Role.Button) { onGo(Place.SessionOf(row.session.number.toInt())) }.padding(18.dp),
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

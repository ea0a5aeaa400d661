package afterglow.app.screens

import afterglow.Entry
import afterglow.EntryId
import afterglow.JournalException
import afterglow.Part
import afterglow.Returning
import afterglow.ScaleName
import afterglow.Search
import afterglow.SearchForm
import afterglow.Trend
import afterglow.TrendPoint
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.Words
import afterglow.app.parts.Block
import afterglow.app.parts.Caps
import afterglow.app.parts.Chip
import afterglow.app.parts.Empty
import afterglow.app.parts.EntryCard
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.Heading
import afterglow.app.parts.ListPage
import afterglow.app.parts.Month
import afterglow.app.parts.Note
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.TrendChart
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import java.time.LocalDate
import java.time.YearMonth

/** Trends, recurring themes and words, and a search in everything. */
internal class Back(val view: afterglow.LookBackScreen, val ends: Map<ScaleName, Pair<String, String>>, val quotes: List<Pair<Returning, Entry>>)

/** Search in all entries, while typing. */
@Composable
fun LookBackScreen(app: AppState) {
    // Only in memory: a search query is private, and must not be stored by the platform.
    var query by app::query
    var found by remember { mutableStateOf<Search?>(null) }
    LaunchedEffect(query) {
        try {
            found = if (query.isBlank()) null else app.journal.find(SearchForm(query))
        } catch (error: JournalException) {
            app.notice = error.sentence
        }
    }
    val back = app.watched(Unit, Part.TIMELINE) {
        val view = lookBack(YEAR)
        val ends = checkInView().scales.associate { it.name to (it.low to it.high) }
        Back(view, ends, view.themes.filter { it.quote != null }.take(QUOTES).map { it to show(it.lastEntry) })
    }
    LookBackContent(
        app.exits(canGoBack = false), query, found, back, app::again, app::go,
        onQuery = { query = it }, onNotAgain = { entry -> app.act { recallNoMore(entry) } },
    ) { app.EntryCard(it) }
}

/** The results of a search, or without one what there is to look back on. [entry] draws a result with its pictures. */
@Composable
internal fun LookBackContent(
    exits: Exits,
    query: String,
    found: Search?,
    back: Shown<Back>,
    onAgain: () -> Unit,
    onGo: (Place) -> Unit,
    onQuery: (String) -> Unit,
    onNotAgain: (entry: EntryId) -> Unit,
    entry: @Composable (Entry) -> Unit,
) {
    val words = LocalWords.current
    ListPage(
        exits,
        words.lookBack,
        above = {
            Field(
                words.searchText, query, tag = "search", singleLine = true,
                trailing = {
                    if (query.isEmpty()) Icon(Symbols.Search, null) else IconButton(onClick = { onQuery("") }) { Icon(Symbols.Close, words.close) }
                },
                onChange = onQuery,
            )
        },
    ) {
        if (found == null) return@ListPage lookBack(back, words, onAgain, onGo, onNotAgain)
        if (found.hits.isEmpty()) item { Empty(words.nothingFound, words.nothingFoundText) }
        found.meant?.let { instead -> item { Note(words.meant(instead)) } }
        items(found.hits, key = { it.entry.id }) { entry(it.entry) }
    }
}

/** Memories of this day, trends, and recurring themes. */
private fun LazyListScope.lookBack(
    shown: Shown<Back>,
    words: Words,
    onAgain: () -> Unit,
    onGo: (Place) -> Unit,
    onNotAgain: (entry: EntryId) -> Unit,
) {
    val back = (shown as? Shown.Ready)?.value
    if (back == null) {
        item { Show(shown, onAgain) {} }
        return
    }
    val view = back.view
    view.nothing?.let {
        item {
            Empty(it, words.lookBackGrows) { QuietButton(onClick = { onGo(Place.CheckIn) }, icon = Symbols.Mood) { Text(words.checkIn) } }
        }
    }
    items(view.onThisDay) { memory ->
        Block(Modifier.padding(vertical = 6.dp), onClick = { onGo(Place.EntryOf(memory.entry)) }) {
            Caps(memory.said)
            Text(memory.text, style = MaterialTheme.typography.reading)
            TextButton(onClick = { onNotAgain(memory.entry) }) { Text(memory.notAgain) }
        }
    }
    if (view.trends.isNotEmpty()) item { Trends(view.trends, back.ends) }
    view.trends.firstOrNull { it.name == ScaleName.MOOD }?.let { moods -> item { Moods(moods.points, back.ends[ScaleName.MOOD]) } }
    if (back.quotes.isNotEmpty()) item { Heading(words.returning) }
    items(back.quotes) { (theme, entry) -> Quote(theme, entry, onGo) }
}

/**
 * One scale at a time over a month, three months or a year: daily ranges, the median of seven days, sessions as marks.
 */
@Composable
private fun Trends(trends: List<Trend>, ends: Map<ScaleName, Pair<String, String>>) {
    val words = LocalWords.current
    var name by rememberSaveable { mutableStateOf(trends.first().name.code) }
    var days by rememberSaveable { mutableIntStateOf(QUARTER) }
    val trend = trends.firstOrNull { it.name.code == name } ?: trends.first()
    val points = trend.points.takeLast(days)
    val valued = points.mapNotNull { point -> point.low?.let { low -> low.toInt() to (point.high ?: low).toInt() } }
    Column(Modifier.fillMaxWidth().padding(vertical = 12.dp), Arrangement.spacedBy(10.dp)) {
        Heading(words.overTime)
        Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
            for (one in trends) Chip(one.label, one.name == trend.name) { name = one.name.code }
        }
        val said = if (valued.isEmpty()) {
            words.noValues
        } else {
            words.rangeOf(trend.label, valued.minOf { it.first }, valued.maxOf { it.second }, valued.size)
        }
        val marks = points.mapNotNull { point -> point.session?.let { it.toInt() to point.date } }
        Text(said, style = MaterialTheme.typography.bodyMedium)
        val (low, high) = ends[trend.name] ?: (words.intensityLow to words.intensityHigh)
        TrendChart(points, low, high, (listOf(said) + marks.map { (number, day) -> words.sessionOn(number, day) }).joinToString(". "))
        Text(words.chartLegend, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            for (span in listOf(MONTH, QUARTER, YEAR)) Chip(words.span(span), days == span) { days = span }
        }
        for (session in trend.sessions) {
            Text(
                words.sessionTrend(session.number.toInt(), session.before, session.after, session.later),
                color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall,
            )
        }
    }
}

/** The mood of each day of a month, as a bar from its lowest to its highest. */
@Composable
private fun Moods(points: List<TrendPoint>, ends: Pair<String, String>?) {
    val words = LocalWords.current
    val moods = remember(points) { points.filter { it.low != null || it.session != null }.associateBy { it.date } }
    val last = points.last().date
    val first = moods.keys.minOrNull() ?: last
    // Not saved as a month: the platform saves plain values only.
    var ago by rememberSaveable { mutableIntStateOf(0) }
    Column(Modifier.fillMaxWidth().padding(vertical = 12.dp), Arrangement.spacedBy(6.dp)) {
        Heading(words.moodCalendar)
        val now = YearMonth.from(last)
        Month(now.minusMonths(ago.toLong()), YearMonth.from(first), now, { ago = ((now.year - it.year) * 12 + now.monthValue - it.monthValue) }) { day ->
            MoodOfDay(day, moods[day])
        }
        if (ends != null) {
            Text(words.moodLegend(ends.first, ends.second), color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
        }
    }
}

@Composable
private fun MoodOfDay(day: LocalDate, point: TrendPoint?) {
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    val low = point?.low?.toInt()
    val high = point?.high?.toInt()
    Column(
        Modifier.width(CELL).padding(vertical = 2.dp).clearAndSetSemantics {
            contentDescription = words.dayAndMood(day, low, high, point?.session?.toInt())
        },
        Arrangement.spacedBy(4.dp), Alignment.CenterHorizontally,
    ) {
        val ring = if (point?.session != null) Modifier.border(1.5.dp, colours.primary, CircleShape) else Modifier
        Box(Modifier.size(28.dp).then(ring), Alignment.Center) {
            Text("${day.dayOfMonth}", color = if (point == null) colours.onSurfaceVariant else colours.onSurface, style = MaterialTheme.typography.labelMedium)
        }
        if (low != null && high != null) {
            Box(Modifier.width(CELL).height(8.dp).clip(CircleShape).background(colours.surfaceVariant)) {
                val stop = (CELL - 8.dp) / 10
                Box(Modifier.offset(x = stop * low).width(8.dp + stop * (high - low)).fillMaxHeight().clip(CircleShape).background(colours.primary))
            }
        }
    }
}

/** A recurring theme, with the person's latest text about it. */
@Composable
private fun Quote(theme: Returning, entry: Entry, onGo: (Place) -> Unit) {
    Column(Modifier.fillMaxWidth().clickable(role = Role.Button) { onGo(Place.EntryOf(entry.id)) }) {
        Column(Modifier.padding(vertical = 12.dp), Arrangement.spacedBy(6.dp)) {
            Caps("${theme.label} · ${entry.whenText}")
            Text(entry.text, style = MaterialTheme.typography.reading, maxLines = 3, overflow = TextOverflow.Ellipsis)
        }
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    }
}

private val CELL = 36.dp
private const val MONTH = 30
private const val QUARTER = 91
private const val YEAR = 366
private const val QUOTES = 5

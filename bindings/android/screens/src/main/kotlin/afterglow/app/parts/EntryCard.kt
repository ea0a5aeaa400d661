package afterglow.app.parts

import afterglow.Entry
import afterglow.Reading
import afterglow.app.AppState
import afterglow.app.Place
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp

/** An entry in a list: when, its first lines, and who may read it. */
@Composable
fun AppState.EntryCard(entry: Entry, onClick: () -> Unit = { go(Place.EntryOf(entry.id)) }) {
    Block(onClick = onClick) {
        Text(
            headOf(entry),
            style = MaterialTheme.typography.labelMedium,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
        )
        if (entry.text.isNotBlank()) {
            Text(entry.text, style = MaterialTheme.typography.bodyLarge, maxLines = 4, overflow = TextOverflow.Ellipsis)
        }
        Marks(entry)
    }
}

/** Kind and place of an entry: "Reflection · 4 Nov · day 2 after session 1". */
fun AppState.headOf(entry: Entry): String {
    val arc = entry.session?.let { session -> words.dayOf(session.toInt(), entry.day?.toInt()) }
    return listOfNotNull(words.kind(entry.kind), words.date(entry.date), arc).joinToString(" · ")
}

/** What stands beside the words: mood, themes, and how far they have gone. */
@Composable
fun AppState.Marks(entry: Entry) {
    val marks = buildList {
        entry.mood?.let { add(words.moodOf(it.toInt())) }
        addAll(entry.figures.filter { it.name != "mood" || entry.mood == null }.map { "${words.figure(it.name)} ${it.value}" })
        entry.measure?.let { add("${words.instrument(it.instrument)} ${it.answered}/${it.items}") }
        addAll(entry.states.map(words::state))
        addAll(entry.themes.map(words::theme))
        if (entry.wantsToTalk) add(words.wantsToTalk)
    }
    val fate = buildList {
        if (entry.sharedWith.isEmpty()) add(words.private) else add(words.shared)
        if (entry.sharedWith.isNotEmpty()) reading(entry.reading)?.let(::add)
        if (entry.replies.isNotEmpty()) add(words.answered(entry.replies.size))
        if (entry.waiting && entry.sharedWith.isNotEmpty()) add(words.waitingToBeSent)
    }
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(6.dp), Arrangement.spacedBy(6.dp)) {
        for (mark in marks) Mark(mark)
        if (!entry.fromTherapist) for (mark in fate) Mark(mark, strong = entry.sharedWith.isNotEmpty())
    }
}

private fun AppState.reading(reading: Reading): String? = when (reading) {
    Reading.NEW -> words.unread
    Reading.CHANGED -> words.changedSinceRead
    Reading.OPENED -> words.opened
    Reading.REVIEWED -> words.reviewed
}

@Composable
fun Mark(text: String, strong: Boolean = false) {
    Surface(
        shape = MaterialTheme.shapes.small,
        color = if (strong) MaterialTheme.colorScheme.tertiaryContainer else MaterialTheme.colorScheme.secondaryContainer,
    ) {
        Text(text, Modifier.padding(horizontal = 8.dp, vertical = 4.dp), style = MaterialTheme.typography.labelMedium)
    }
}

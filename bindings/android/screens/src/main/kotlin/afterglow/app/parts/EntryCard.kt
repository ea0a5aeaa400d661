package afterglow.app.parts

import afterglow.Entry
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
fun AppState.EntryCard(entry: Entry, onClick: () -> Unit = { go(placeOf(entry)) }) {
    Block(onClick = onClick) {
        Text(
            headOf(entry),
            style = MaterialTheme.typography.labelMedium,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
        )
        val wordless = entry.text.isBlank()
        val line = if (wordless) entry.line else entry.text
        if (line.isNotBlank()) {
            Text(line, style = MaterialTheme.typography.bodyLarge, maxLines = 4, overflow = TextOverflow.Ellipsis)
        }
        // Without words the line is made of the scales.
        Marks(entry, scales = !wordless)
    }
}

/** Kind, time and place of an entry: "Entry · Thursday · 2 days after session 1". */
fun headOf(entry: Entry): String = listOf(entry.kindSaid, entry.whenSaid, entry.placeSaid).filter(String::isNotBlank).joinToString(" · ")

/** What stands beside the words: mood and other [scales], themes and, with [fate], how far they have gone. */
@Composable
fun AppState.Marks(entry: Entry, fate: Boolean = true, scales: Boolean = true) {
    val marks = buildList {
        entry.mood?.takeIf { scales || entry.figures.isEmpty() }?.let { add(words.moodOf(it.toInt())) }
        if (scales) entry.figures.filter { it.name != "mood" || entry.mood == null }.forEach { add("${it.label} ${it.value}") }
        addAll(entry.statesSaid)
        addAll(entry.affect)
        addAll(entry.bodySaid)
        addAll(entry.themesSaid)
        if (entry.wantsToTalk) add(words.wantsToTalk)
        if (entry.seeSoon) add(words.seeSoon)
    }
    val gone = buildList {
        if (entry.sharedWith.isEmpty()) add(words.private) else add(words.shared)
        if (entry.sharedWith.isNotEmpty() && entry.readingSaid.isNotBlank()) add(entry.readingSaid)
        if (entry.replies.isNotEmpty()) add(words.answered(entry.replies.size))
    }
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(6.dp), Arrangement.spacedBy(6.dp)) {
        for (mark in marks) Mark(mark)
        if (fate && !entry.fromTherapist) for (mark in gone) Mark(mark, strong = entry.sharedWith.isNotEmpty())
    }
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

/** Where an entry is opened: the crisis plan has a page of its own. */
private fun placeOf(entry: Entry): Place = if (entry.kind == "crisis_plan") Place.CrisisPlan else Place.EntryOf(entry.id)

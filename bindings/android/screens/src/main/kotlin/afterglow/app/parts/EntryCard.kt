package afterglow.app.parts

import afterglow.Attachment
import afterglow.Entry
import afterglow.EntryKind
import afterglow.Part
import afterglow.ScaleName
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.Words
import afterglow.app.decoded
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.Image
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.layout.ContentScale
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp

/** An entry in a list, with its pictures and a tap that opens it. */
@Composable
fun AppState.EntryCard(entry: Entry, byDay: Boolean = false, onClick: () -> Unit = { go(placeOf(entry)) }) {
    // A row of one line has none.
    val pictures = if (entry.kind in TEXTS) picturesOf(entry) else emptyList()
    EntryCard(entry, pictures, byDay, onClick)
}

/** The first pictures of an entry, if they are on this phone. */
@Composable
private fun AppState.picturesOf(entry: Entry): List<Attachment> {
    val shown = watched(entry.id, Part.TIMELINE) { attachments(entry.id).filter { it.thumbnail != null }.take(3) }
    return (shown as? Shown.Ready)?.value.orEmpty()
}

/**
 * An entry in a list: the time and who may read it, then the text. Entries without own text are rows of one line. Under the
 * heading of its day ([byDay]) it shows only the time.
 */
@Composable
fun EntryCard(entry: Entry, pictures: List<Attachment>, byDay: Boolean, onClick: () -> Unit) {
    val words = LocalWords.current
    val time = if (byDay) words.clockOf(entry.at) else entry.whenText
    if (entry.kind !in TEXTS) {
        val place = entry.placeText.takeIf { !byDay }.orEmpty()
        RowItem(
            entry.line.ifBlank { entry.kindText }, icon = iconOf(entry),
            detail = listOf(entry.kindText.takeIf { entry.line.isNotBlank() }.orEmpty(), time, place).filter(String::isNotBlank).joinToString(" · "),
            result = fateOf(entry, words), onClick = onClick,
        )
        return
    }
    Column(Modifier.fillMaxWidth().clickable(role = Role.Button, onClick = onClick)) {
        Column(Modifier.fillMaxWidth().padding(vertical = 12.dp), Arrangement.spacedBy(8.dp)) {
            Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
                val head = if (byDay) time else listOf(time, entry.placeText).filter(String::isNotBlank).joinToString(" · ")
                Text(head, Modifier.weight(1f), MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                if (!entry.fromTherapist) Fate(entry)
            }
            Thumbnails(pictures)
            val wordless = entry.text.isBlank()
            val line = if (wordless) entry.line else entry.text
            if (line.isNotBlank()) Text(line, style = MaterialTheme.typography.reading, maxLines = 6, overflow = TextOverflow.Ellipsis)
            FlowRow(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalArrangement = Arrangement.spacedBy(6.dp)) {
                for (mark in marksOf(entry, wordless, words).take(2)) Mark(mark)
                if (entry.replies.isNotEmpty()) Mark(words.answered(entry.replies.size), strong = true)
            }
        }
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    }
}

/** An icon that shows whether an entry is private. */
@Composable
private fun Fate(entry: Entry) {
    // Taken back without confirmation: the therapist may still read it.
    val shared = entry.sharedWith.isNotEmpty() || entry.leaving
    Icon(
        if (shared) Symbols.Shared else Symbols.Private,
        fateOf(entry, LocalWords.current),
        Modifier.size(18.dp),
        if (shared) MaterialTheme.colorScheme.tertiary else MaterialTheme.colorScheme.onSurfaceVariant,
    )
}

private fun fateOf(entry: Entry, words: Words): String = when {
    entry.fromTherapist -> ""
    entry.leaving -> entry.sharedText
    entry.sharedWith.isEmpty() -> words.private
    // The core says when they will see it.
    entry.waiting -> entry.sharedText
    else -> listOf(words.shared, entry.readingText).filter(String::isNotBlank).joinToString(", ")
}

@Composable
private fun Thumbnails(pictures: List<Attachment>) {
    if (pictures.isEmpty()) return
    val words = LocalWords.current
    Row(Modifier.fillMaxWidth().height(if (pictures.size == 1) 140.dp else 96.dp), Arrangement.spacedBy(8.dp)) {
        for (picture in pictures) {
            val small = remember(picture.id) { picture.thumbnail?.let(::decoded) } ?: continue
            Image(small, words.picture(picture.name), Modifier.weight(1f).fillMaxHeight().clip(MaterialTheme.shapes.small), contentScale = ContentScale.Crop)
        }
    }
}

/** The kinds with free text. */
private val TEXTS = setOf(EntryKind.REFLECTION, EntryKind.REPLY)

private fun iconOf(entry: Entry): ImageVector = if (entry.measure != null) Symbols.Form else when (entry.kind) {
    EntryKind.CHECK_IN, EntryKind.SIDE_EFFECT_CHECK -> Symbols.Mood
    EntryKind.APPOINTMENT -> Symbols.Meeting
    EntryKind.STEP -> if (entry.doneOn.isEmpty()) Symbols.Step else Symbols.Done
    EntryKind.INTENTION, EntryKind.GOAL, EntryKind.CONCERN -> Symbols.Hope
    EntryKind.CRISIS_PLAN -> Symbols.Plan
    else -> Symbols.Book
}

/** Kind, time and place of an entry: "Entry · Thursday · 2 days after session 1". */
fun headOf(entry: Entry): String = listOf(entry.kindText, entry.whenText, entry.placeText).filter(String::isNotBlank).joinToString(" · ")

/** The details of an entry: mood and other [scales], themes and, with [fate], sharing and sync. */
@Composable
fun Marks(entry: Entry, fate: Boolean = true, scales: Boolean = true) {
    val words = LocalWords.current
    val marks = marksOf(entry, wordless = !scales, words)
    val gone = buildList {
        add(
            when {
                entry.leaving -> words.takingBack
                entry.sharedWith.isEmpty() -> words.private
                entry.waiting -> words.notSent
                else -> words.shared
            },
        )
        if (entry.sharedWith.isNotEmpty() && !entry.waiting && entry.readingText.isNotBlank()) add(entry.readingText)
        if (entry.replies.isNotEmpty()) add(words.answered(entry.replies.size))
    }
    FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(6.dp), Arrangement.spacedBy(6.dp)) {
        for (mark in marks) Mark(mark)
        if (fate && !entry.fromTherapist) for (mark in gone) Mark(mark, strong = entry.sharedWith.isNotEmpty())
    }
}

/** Mood, states, body, themes and marks. Without text ([wordless]) the scales are the main line. */
private fun marksOf(entry: Entry, wordless: Boolean, words: Words): List<String> = buildList {
    entry.mood?.takeIf { !wordless || entry.figures.isEmpty() }?.let { add(words.moodOf(it.toInt())) }
    if (!wordless) entry.figures.filter { it.name != ScaleName.MOOD || entry.mood == null }.forEach { add("${it.label} ${it.value}") }
    if (entry.wantsToTalk) add(words.wantsToTalk)
    if (entry.seeSoon) add(words.seeSoon)
    addAll(entry.themesText)
    addAll(entry.statesText)
    addAll(entry.affect)
    addAll(entry.bodyText)
}

@Composable
fun Mark(text: String, strong: Boolean = false) {
    Surface(
        shape = CircleShape,
        color = if (strong) MaterialTheme.colorScheme.tertiaryContainer else MaterialTheme.colorScheme.secondaryContainer,
        contentColor = if (strong) MaterialTheme.colorScheme.onTertiaryContainer else MaterialTheme.colorScheme.onSecondaryContainer,
    ) {
        Text(text, Modifier.padding(horizontal = 10.dp, vertical = 3.dp), style = MaterialTheme.typography.labelMedium)
    }
}

/** The place that shows an entry. The crisis plan has its own page. */
private fun placeOf(entry: Entry): Place = if (entry.kind == EntryKind.CRISIS_PLAN) Place.CrisisPlan else Place.EntryOf(entry.id)

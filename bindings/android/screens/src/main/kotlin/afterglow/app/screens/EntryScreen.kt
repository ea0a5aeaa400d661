package afterglow.app.screens

import afterglow.Attachment
import afterglow.Entry
import afterglow.EntryId
import afterglow.EntryKind
import afterglow.Part
import afterglow.Step
import afterglow.TakenBack
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Attachments
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Marks
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.parts.headOf
import afterglow.app.reading
import afterglow.app.watched
import afterglow.writing
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.unit.dp

internal class EntryState(
    val entry: Entry,
    /** A text about harm by a practitioner: it is never offered for sharing. */
    val withheld: Boolean,
    val question: String?,
    val attachments: List<Attachment>,
    val steps: List<Step>,
    val result: afterglow.MeasureResult?,
    val takenBack: List<TakenBack>,
)

/** One entry: its text, its replies, who may read it, and the steps based on it. */
@Composable
fun EntryScreen(app: AppState, id: EntryId) {
    val shown = app.watched(id, Part.TIMELINE, Part.SHARING, Part.STEPS, Part.STATUS) {
        val entry = show(id)
        EntryState(
            entry,
            entry.kind == EntryKind.REFLECTION && !entry.fromTherapist && writing(id).withheld,
            entry.asked ?: entry.prompt?.let { promptWords(it) },
            attachments(id),
            if (entry.kind == EntryKind.REFLECTION) thread(id) else emptyList(),
            if (entry.measure != null) measureResult(id) else null,
            if (entry.fromTherapist) emptyList() else takenBack(id),
        )
    }
    val actions = EntryActions(
        app::go,
        toTalk = { wants -> app.act { markToTalk(id, wants) } },
        delete = {
            app.act {
                delete(id)
                app.navigator.leave(Place.EntryOf(id))
            }
        },
    )
    EntryContent(app.exits(), shown, app::again, actions, attachments = { app.Attachments(id, it) }) { Earlier(app, id) }
}

/** What a person can do with an entry. */
internal class EntryActions(val go: (Place) -> Unit = {}, val toTalk: (wants: Boolean) -> Unit = {}, val delete: () -> Unit = {})

/** An entry, drawn from its state. [attachments] and [earlier] (its versions) load by themselves. */
@Composable
internal fun EntryContent(
    exits: Exits,
    shown: Shown<EntryState>,
    onAgain: () -> Unit,
    actions: EntryActions,
    attachments: @Composable (List<Attachment>) -> Unit,
    earlier: @Composable () -> Unit,
) = Page(exits, (shown as? Shown.Ready)?.value?.entry?.kindText ?: LocalWords.current.journey) {
    Show(shown, onAgain) { whole ->
        WholeEntry(whole, actions) { attachments(whole.attachments) }
        earlier()
    }
}

@Composable
private fun WholeEntry(whole: EntryState, actions: EntryActions, attachments: @Composable () -> Unit) {
    val words = LocalWords.current
    val entry = whole.entry
    Text(headOf(entry), style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    whole.question?.let { Text(it, style = MaterialTheme.typography.titleMedium) }
    if (entry.text.isNotBlank()) {
        SelectionContainer { Text(entry.text, style = MaterialTheme.typography.reading) }
    }
    for (line in entry.effectsText) Text(line, style = MaterialTheme.typography.bodyLarge)
    attachments()
    whole.result?.let { Result(it) }
    Marks(entry)
    if (!entry.fromTherapist) {
        Text(entry.sharedText, style = MaterialTheme.typography.bodyMedium)
        for (taken in whole.takenBack) Note(taken.said)
        Acts(entry, whole.withheld, actions)
    }
    if (entry.alternatives.isNotEmpty()) {
        Block(onClick = { actions.go(Place.Conflicts) }) { Text(words.otherVersionsText, style = MaterialTheme.typography.bodyMedium) }
    }
    if (whole.steps.isNotEmpty()) {
        Heading(words.whatCameOfIt)
        for (step in whole.steps) {
            Block(onClick = { actions.go(Place.Steps) }) {
                Text(step.text, style = MaterialTheme.typography.bodyLarge)
                if (step.said.isNotBlank()) Text(step.said, style = MaterialTheme.typography.bodySmall)
            }
        }
    }
    if (entry.replies.isNotEmpty()) {
        Heading(words.replies)
        for (reply in entry.replies) {
            Block {
                Text(words.moment(reply.at), style = MaterialTheme.typography.labelMedium)
                Text(reply.text, style = MaterialTheme.typography.reading)
            }
        }
    }
}

@Composable
private fun Acts(entry: Entry, withheld: Boolean, actions: EntryActions) {
    val words = LocalWords.current
    var deleting by remember { mutableStateOf(false) }
    FlowRow(horizontalArrangement = Arrangement.spacedBy(10.dp), verticalArrangement = Arrangement.spacedBy(4.dp)) {
        if (!withheld) {
            // Taking back is as easy, but it is not the main action of the page.
            if (entry.sharedWith.isEmpty()) {
                MainButton(onClick = { actions.go(Place.Share(entry.id)) }, icon = Symbols.Share) { Text(words.share) }
            } else {
                QuietButton(onClick = { actions.go(Place.Share(entry.id)) }, icon = Symbols.Shared) { Text(words.takeBack) }
            }
        }
        if (entry.kind == EntryKind.SIDE_EFFECT_CHECK) {
            QuietButton(onClick = { actions.go(Place.EffectsAnswerOf(entry.id)) }) { Text(words.openNext) }
        }
        if (entry.kind == EntryKind.REFLECTION) {
            QuietButton(onClick = { actions.go(Place.Write(entry.id)) }) { Text(words.edit) }
            QuietButton(onClick = { actions.go(Place.NewStep(entry.id)) }) { Text(words.stepFromThis) }
        }
        if (entry.kind in TALKED_ABOUT && !withheld) {
            QuietButton(onClick = { actions.toTalk(!entry.wantsToTalk) }) {
                Text(if (entry.wantsToTalk) words.noTalk else words.wantsToTalk)
            }
        }
        TextButton(onClick = { deleting = true }) { Text(words.delete) }
    }
    if (deleting) {
        Sure(words.deleteEntry, words.deleteEntryText, words.delete, words.keep, { deleting = false }, actions.delete)
    }
}

/** The earlier versions of an entry. Once opened they stay open, and are updated with the entry. */
@Composable
private fun Earlier(app: AppState, entry: EntryId) {
    var open by rememberSaveable(entry) { mutableStateOf(false) }
    if (!open) {
        TextButton(onClick = { open = true }) { Text(app.words.earlierVersions) }
        return
    }
    Heading(app.words.earlierVersions)
    app.Show(app.watched(entry, Part.TIMELINE) { history(entry) }) { before ->
        if (before.none { it.id != null }) Note(app.words.nothingYet)
        for (version in before) {
            val id = version.id ?: continue
            Block {
                Text(version.whenText, style = MaterialTheme.typography.labelMedium)
                Text(version.text, style = MaterialTheme.typography.reading)
                QuietButton(onClick = { app.act { restore(entry, id) } }) { Text(app.words.bringBack) }
            }
        }
    }
}

/** The kinds that can be marked to talk about. */
private val TALKED_ABOUT = setOf(EntryKind.REFLECTION, EntryKind.CHECK_IN, EntryKind.SIDE_EFFECT_CHECK)

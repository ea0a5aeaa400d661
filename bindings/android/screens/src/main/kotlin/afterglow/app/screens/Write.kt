package afterglow.app.screens

import afterglow.Part
import afterglow.SensationForm
import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Scale
import afterglow.app.parts.Room
import afterglow.app.parts.Several
import afterglow.app.parts.ShowList
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.sentenceOf
import afterglow.app.stands
import afterglow.app.watched
import afterglow.writing
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.material3.TextField
import androidx.compose.material3.TextFieldDefaults
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp

/** Free text first; everything else when it is wanted. There is no button to save: every pause does. */
@Composable
fun WriteScreen(app: AppState, id: String?, prompt: String?, withheld: Boolean = false) {
    val words = app.words
    val editor = remember { Editor(app.journal, app.scope).apply { if (id == null) begin(prompt, withheld) } }
    LaunchedEffect(editor) {
        editor.load(id, prompt) {
            // It is gone, or no page: nothing to be written here.
            app.notice = app.sentenceOf(it)
            app.navigator.leave(Place.Write(id, prompt, withheld))
        }
    }
    // However the screen is left, the words become the entry.
    DisposableEffect(editor) {
        app.editor = editor
        onDispose {
            if (app.editor == editor) app.editor = null
            app.act { editor.finish() }
        }
    }
    // What is skipped comes last: that changes the day's view.
    val offers = app.watched(Unit, Part.SETTINGS, Part.TODAY) { writeView() }
    val question = app.watched(editor.writing.prompt, Part.SETTINGS) {
        editor.writing.asked ?: editor.writing.prompt?.let { promptWords(it) }.orEmpty()
    }

    // The line first: it takes words while the rest is still laid out.
    val stands = stands()

    val status = when {
        editor.problem != null -> words.notSaved
        editor.savedAt != null -> words.savedAt(words.time(editor.savedAt ?: 0))
        editor.unsaved -> words.saving
        else -> null
    }
    Page(app, if (id == null) words.newEntry else words.changeEntry, backLabel = words.done, status = status) {
        if (!editor.loaded) {
            Waiting(words.loading)
            return@Page
        }
        editor.problem?.let { Note(it.sentence, urgent = true) }
        val offered = (offers as? Shown.Ready)?.value
        (question as? Shown.Ready)?.value?.takeIf(String::isNotBlank)?.let { Text(it, style = MaterialTheme.typography.titleLarge) }
        Words(app, editor, offered?.placeholder.orEmpty())
        if (!stands) return@Page
        Attaching(app, editor)
        offered?.let {
            Note(it.notWatched)
            it.care?.let { care -> Note(care) }
            // What is kept back from every therapist answers no question of theirs.
            if (id == null && editor.writing.prompt == null && editor.writing.text.isBlank() && !editor.writing.withheld) {
                Questions(app, editor, it)
            } else {
                More(app, editor, it)
            }
        }
        if (editor.writing.prompt != null && editor.writing.text.isBlank()) {
            TextButton(onClick = {
                val skipped = editor.writing.prompt
                editor.change(editor.writing.copy(prompt = null, assignment = null, asked = null))
                if (skipped != null) app.act { skipPrompt(skipped) }
            }) { Text(words.anotherQuestion) }
        }
    }
}

@Composable
private fun Words(app: AppState, editor: Editor, placeholder: String) {
    val focus = remember { FocusRequester() }
    LaunchedEffect(Unit) { if (editor.writing.text.isEmpty()) focus.requestFocus() }
    TextField(
        editor.writing.text,
        {
            editor.change(editor.writing.copy(text = it))
            // Keys of a phone's own keyboard are not told to the window.
            app.touched()
        },
        Modifier.fillMaxWidth().heightIn(min = 180.dp).focusRequester(focus).testTag("words"),
        textStyle = MaterialTheme.typography.bodyLarge,
        placeholder = { Text(placeholder) },
        keyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
        colors = TextFieldDefaults.colors(
            focusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLow,
            unfocusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLow,
        ),
        shape = MaterialTheme.shapes.medium,
    )
}

/** What could be written about, the best first; first of all what looks through the lens that the person chose. */
@Composable
private fun Questions(app: AppState, editor: Editor, offered: afterglow.WriteScreen) {
    var lens by remember { mutableStateOf<String?>(null) }
    val found = app.watched(lens, Part.SETTINGS, Part.TODAY) { prompts(lens) }
    val lenses = offered.themes.filter { theme -> offered.prompts.any { it.theme == theme.value } }
    if (lenses.isNotEmpty()) {
        Text(app.words.throughALens, style = MaterialTheme.typography.titleSmall)
        Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
            for (theme in lenses) {
                val on = lens == theme.value
                FilterChip(on, { lens = theme.value.takeUnless { on } }, { Text(theme.label) }, Modifier.heightIn(min = 48.dp))
            }
        }
    }
    // What was begun and left, on this page or when the phone died.
    val begun = offered.drafts.mapNotNull { draft -> draft.writing?.takeIf { it.text.isNotBlank() }?.let { draft to it.text } }
    if (begun.isNotEmpty()) Heading(app.words.goOnWriting)
    for ((draft, text) in begun) {
        Block(onClick = { app.navigator.replace(Place.Write(draft.id)) }) {
            Text(app.words.moment(draft.savedAt), style = MaterialTheme.typography.labelMedium)
            Text(text, maxLines = 2, overflow = TextOverflow.Ellipsis, style = MaterialTheme.typography.bodyLarge)
        }
    }
    for (one in (found as? Shown.Ready)?.value ?: offered.prompts) {
        Block(Modifier.testTag("question"), onClick = { editor.change(editor.writing.copy(prompt = one.id, assignment = one.assignment, asked = null)) }) {
            if (one.fromSaid.isNotBlank()) Text(one.fromSaid, style = MaterialTheme.typography.labelMedium)
            Text(one.text, style = MaterialTheme.typography.bodyLarge)
        }
    }
}

@Composable
private fun More(app: AppState, editor: Editor, offered: afterglow.WriteScreen) {
    val words = app.words
    val writing = editor.writing
    val something = with(writing) { mood != null || states.isNotEmpty() || themes.isNotEmpty() || sensations.isNotEmpty() }
    var open by remember { mutableStateOf(something) }
    if (!open) {
        OutlinedButton(onClick = { open = true }) { Text(words.addMore) }
        return
    }
    Block {
        Scale(words.mood, writing.mood?.toInt(), words.moodLow, words.moodHigh) {
            editor.change(editor.writing.copy(mood = it?.toUByte()))
        }
        if ((writing.mood ?: 10u) <= 1u) {
            Note(offered.lowMood)
            OutlinedButton(onClick = { app.go(Place.Help) }) { Text(words.helpNow) }
        }
    }
    Block {
        Several(words.howIAm, offered.states, writing.states) { editor.change(editor.writing.copy(states = it)) }
        Room()
        Several(words.themes, offered.themes, writing.themes) { editor.change(editor.writing.copy(themes = it)) }
    }
    Block { InMyBody(app, offered, writing.sensations) { editor.change(editor.writing.copy(sensations = it)) } }
    if (writing.withheld) return
    Toggle(words.wantsToTalk, writing.wantsToTalk, words.wantsToTalkDetail) {
        editor.change(editor.writing.copy(wantsToTalk = it))
    }
    Toggle(words.seeSoon, writing.seeSoon, words.seeSoonDetail) { editor.change(editor.writing.copy(seeSoon = it)) }
}

/** One tap says where, a second one what it is like there. */
@Composable
private fun InMyBody(app: AppState, offered: afterglow.WriteScreen, felt: List<SensationForm>, onChange: (List<SensationForm>) -> Unit) {
    Several(app.words.inMyBody, offered.body, felt.map { it.place }.distinct()) { places ->
        onChange(felt.filter { it.place in places } + (places - felt.map { it.place }.toSet()).map { SensationForm(it) })
    }
    for ((number, one) in felt.withIndex()) {
        val place = offered.body.find { it.value == one.place }?.label ?: one.place
        Several(place, offered.sensations, listOf(one.quality).filter(String::isNotEmpty)) { chosen ->
            onChange(felt.toMutableList().also { it[number] = one.copy(quality = chosen.lastOrNull().orEmpty()) })
        }
    }
}

/** What two phones changed at once: both versions, and what is to stay. */
@Composable
fun ConflictsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE) { conflicts() }
    Page(app, words.otherVersions) {
        app.ShowList(shown, { Note(words.nothingYet) }) { conflict ->
            Block {
                Text(conflict.title, style = MaterialTheme.typography.titleMedium)
                Text(conflict.text, style = MaterialTheme.typography.bodyMedium)
                for (field in conflict.fields) {
                    Text(field.label, style = MaterialTheme.typography.labelMedium)
                    OneVersion(field.standing, words.keepThis) { app.act { resolve(conflict.entry.id, field.field, afterglow.Keep.STANDING) } }
                    OneVersion(field.other, words.keepThis) { app.act { resolve(conflict.entry.id, field.field, afterglow.Keep.OTHER) } }
                    if (field.both) {
                        OutlinedButton(onClick = { app.act { resolve(conflict.entry.id, field.field, afterglow.Keep.BOTH) } }) {
                            Text(words.keepBoth)
                        }
                    }
                }
            }
            TextButton(onClick = { app.act { dismissAlternatives(conflict.entry.id) } }) { Text(words.keepAll) }
            TextButton(onClick = { app.go(Place.EntryOf(conflict.entry.id)) }) { Text(conflict.entry.line) }
        }
    }
}

@Composable
private fun OneVersion(text: String, keep: String, onKeep: () -> Unit) {
    Text(text, style = MaterialTheme.typography.bodyLarge)
    OutlinedButton(onClick = onKeep) { Text(keep) }
}

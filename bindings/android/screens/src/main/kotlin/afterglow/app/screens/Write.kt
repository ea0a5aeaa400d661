package afterglow.app.screens

import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.sentenceOf
import afterglow.app.parts.Block
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.ShowList
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.text.KeyboardOptions
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
import androidx.compose.ui.unit.dp

/** Free text first; everything else when it is wanted. There is no button to save: every pause does. */
@Composable
fun WriteScreen(app: AppState, id: String?, prompt: String?) {
    val words = app.words
    val editor = remember { Editor(app.journal, app.scope) }
    LaunchedEffect(editor) {
        editor.load(id, prompt) {
            // It is gone, or no page: nothing to be written here.
            app.notice = app.sentenceOf(it)
            app.navigator.leave(Place.Write(id, prompt))
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
    val offers = app.watched(Unit, Part.SETTINGS) { writeView() }
    val question = app.watched(editor.writing.prompt, Part.SETTINGS) { editor.writing.prompt?.let { promptWords(it) }.orEmpty() }

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
        Attaching(app, editor)
        offered?.let {
            Note(it.notWatched)
            it.care?.let { care -> Note(care) }
            if (id == null && editor.writing.prompt == null && editor.writing.text.isBlank()) {
                for (one in it.prompts) {
                    Block(onClick = { editor.change(editor.writing.copy(prompt = one.id, assignment = one.assignment)) }) {
                        if (one.fromSaid.isNotBlank()) Text(one.fromSaid, style = MaterialTheme.typography.labelMedium)
                        Text(one.text, style = MaterialTheme.typography.bodyLarge)
                    }
                }
            } else {
                More(app, editor, it)
            }
        }
        if (editor.writing.prompt != null && editor.writing.text.isBlank()) {
            TextButton(onClick = {
                val skipped = editor.writing.prompt
                editor.change(editor.writing.copy(prompt = null))
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
        { editor.change(editor.writing.copy(text = it)) },
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

@Composable
private fun More(app: AppState, editor: Editor, offered: afterglow.WriteScreen) {
    val words = app.words
    val writing = editor.writing
    var open by remember { mutableStateOf(writing.mood != null || writing.states.isNotEmpty() || writing.themes.isNotEmpty()) }
    if (!open) {
        OutlinedButton(onClick = { open = true }) { Text(words.addMore) }
        return
    }
    Block {
        Scale(words.mood, writing.mood?.toInt(), words.moodLow, words.moodHigh) {
            editor.change(editor.writing.copy(mood = it?.toUByte()))
        }
    }
    Block {
        Several(words.howIAm, offered.states, writing.states) { editor.change(editor.writing.copy(states = it)) }
        Several(words.themes, offered.themes, writing.themes) { editor.change(editor.writing.copy(themes = it)) }
    }
    Toggle(words.wantsToTalk, writing.wantsToTalk, words.wantsToTalkDetail) {
        editor.change(editor.writing.copy(wantsToTalk = it))
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
            TextButton(onClick = { app.go(Place.EntryOf(conflict.entry.id)) }) { Text(conflict.entry.line) }
        }
    }
}

@Composable
private fun OneVersion(text: String, keep: String, onKeep: () -> Unit) {
    Text(text, style = MaterialTheme.typography.bodyLarge)
    OutlinedButton(onClick = onKeep) { Text(keep) }
}

package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.Offered
import afterglow.app.parts.Block
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.isEmpty
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
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
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.unit.dp

/** Free text first; everything else when it is wanted. There is no button to save: every pause does. */
@Composable
fun WriteScreen(app: AppState, id: String?, prompt: String?) {
    val words = app.words
    val editor = remember { Editor(app.journal, app.scope) }
    LaunchedEffect(editor) { editor.load(id, prompt) }
    // However the screen is left, and when the app goes out of sight: the words become the entry.
    DisposableEffect(editor) { onDispose { app.act { editor.finish() } } }

    val status = when {
        editor.problem != null -> words.notSaved
        editor.savedAt != null -> words.savedAt(words.time(editor.savedAt ?: 0))
        editor.loaded && !editor.writing.isEmpty -> words.saving
        else -> null
    }
    Page(app, if (id == null) words.newEntry else words.changeEntry, backLabel = words.done, status = status) {
        if (!editor.loaded) {
            Waiting(words.loading)
            return@Page
        }
        editor.problem?.let { Note(it.sentence, urgent = true) }
        Words(app, editor)
        Note(words.notWatched)
        More(app, editor)
    }
}

@Composable
private fun Words(app: AppState, editor: Editor) {
    val focus = remember { FocusRequester() }
    LaunchedEffect(Unit) { if (editor.writing.text.isEmpty()) focus.requestFocus() }
    TextField(
        editor.writing.text,
        { editor.change(editor.writing.copy(text = it)) },
        Modifier.fillMaxWidth().heightIn(min = 180.dp).focusRequester(focus).testTag("words"),
        textStyle = MaterialTheme.typography.bodyLarge,
        placeholder = { Text(app.words.writeHere) },
        keyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
        colors = TextFieldDefaults.colors(
            focusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLow,
            unfocusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLow,
        ),
        shape = MaterialTheme.shapes.medium,
    )
}

@Composable
private fun More(app: AppState, editor: Editor) {
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
        Several(words.howIAm, Offered.states, writing.states, words::state) {
            editor.change(editor.writing.copy(states = it))
        }
        Several(words.themes, Offered.themes, writing.themes, words::theme) {
            editor.change(editor.writing.copy(themes = it))
        }
    }
    Toggle(words.wantsToTalk, writing.wantsToTalk, words.wantsToTalkDetail) {
        editor.change(editor.writing.copy(wantsToTalk = it))
    }
}

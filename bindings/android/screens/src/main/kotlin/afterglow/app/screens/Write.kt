package afterglow.app.screens

import afterglow.EntryId
import afterglow.Part
import afterglow.PromptId
import afterglow.SensationForm
import afterglow.app.AppState
import afterglow.app.Editor
import afterglow.app.LocalTouch
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Sheet
import afterglow.app.Shown
import afterglow.app.parts.Attachments
import afterglow.app.parts.Block
import afterglow.app.parts.Caps
import afterglow.app.parts.Chip
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.Symbols
import afterglow.app.parts.Toggle
import afterglow.app.parts.Waiting
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.sentenceOf
import afterglow.app.stands
import afterglow.app.watched
import afterglow.app.writing
import afterglow.writing
import androidx.compose.foundation.horizontalScroll
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import java.time.Instant

/** The editor: a sheet of paper, everything else optional. It saves at every pause. */
@Composable
fun WriteScreen(app: AppState, id: EntryId?, prompt: PromptId?, withheld: Boolean = false) {
    val place = Place.Write(id, prompt, withheld)
    // It stays below help and behind the lock. Closing it turns the text into the entry: see [AppState].
    val editor = app.draftAt(place) { Editor(app.journal, app.scope, app::confirmKept).apply { if (id == null) begin(prompt, withheld) } }
    LaunchedEffect(editor) {
        app.awaitLeft()
        editor.load(id, prompt) {
            // The entry is deleted or is not a reflection, so it cannot be edited here.
            app.notice = app.sentenceOf(it)
            app.navigator.leave(place)
        }
    }
    // Skipping moves the prompt to the end, which changes the view.
    val offers = app.watched(Unit, Part.SETTINGS, Part.TODAY) { writeView() }
    val question = app.watched(editor.writing.prompt, Part.SETTINGS) {
        editor.writing.asked ?: editor.writing.prompt?.let { promptWords(it) }.orEmpty()
    }
    // Not made anew at each character.
    val actions = remember(app) {
        WriteActions({ app.navigator.back() }, { app.go(Place.Help) }, { skipped -> app.act { skipPrompt(skipped) } })
    }
    WriteContent(
        app.exits(), editor, new = id == null, (question as? Shown.Ready)?.value.orEmpty(), (offers as? Shown.Ready)?.value, actions,
        attaching = { Attaching(app, editor) },
        attachments = { editor.holder?.let { app.Attachments(it, editor.attachments) { one -> app.act { editor.remove(one) } } } },
    ) { Questions(app, editor, it) }
}

/** What a person can do in the editor, besides writing. */
internal class WriteActions(val done: () -> Unit = {}, val help: () -> Unit = {}, val skip: (prompt: PromptId) -> Unit = {})

/**
 * A sheet of paper, drawn from its state. [question] is the answered prompt, [offered] are the choices once they are loaded.
 * [attaching], [attachments] and [questions] are parts that load or change something by themselves.
 */
@Composable
internal fun WriteContent(
    exits: Exits,
    sheet: Sheet,
    new: Boolean,
    question: String,
    offered: afterglow.WriteScreen?,
    actions: WriteActions,
    attaching: @Composable RowScope.() -> Unit,
    attachments: @Composable () -> Unit,
    questions: @Composable (afterglow.WriteScreen) -> Unit,
) {
    val words = LocalWords.current
    // The text field first, so that typing works while the rest is laid out.
    val stands = stands()
    var panel by rememberSaveable { mutableStateOf<String?>(null) }
    val status = when {
        sheet.problem != null -> words.notSaved
        sheet.savedAt != null -> words.savedAt(words.time(sheet.savedAt ?: Instant.EPOCH))
        sheet.unsaved -> words.saving
        else -> null
    }
    Page(
        exits,
        if (new) words.newEntry else words.changeEntry,
        closes = true,
        status = status,
        action = { TextButton(actions.done) { Text(words.done, style = MaterialTheme.typography.labelLarge) } },
        bottom = if (sheet.loaded && stands) ({ Toolbar(panel, attaching) { panel = it.takeIf { it != panel } } }) else null,
    ) {
        if (!sheet.loaded) {
            Waiting(words.loading)
            return@Page
        }
        sheet.problem?.let { Note(it.sentence, urgent = true) }
        if (question.isNotBlank()) Prompt(sheet, question, actions.skip)
        Words(sheet, offered?.placeholder.orEmpty())
        if (!stands) return@Page
        attachments()
        offered?.let {
            val fresh = new && sheet.writing.prompt == null && sheet.writing.text.isBlank()
            More(sheet, it, panel, actions.help)
            // A text that is never shared does not answer a therapist's prompt.
            if (fresh && !sheet.writing.withheld && panel == null) questions(it)
            if (fresh) Text(it.notWatched, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
            it.care?.let { care -> Note(care) }
        }
    }
}

/** The answered prompt, above the page. It can be changed or closed while the page is empty. */
@Composable
private fun Prompt(sheet: Sheet, text: String, onSkip: (prompt: PromptId) -> Unit) {
    val words = LocalWords.current
    Surface(shape = MaterialTheme.shapes.medium, color = MaterialTheme.colorScheme.surfaceVariant) {
        Row(
            Modifier.fillMaxWidth().heightIn(min = 52.dp).padding(start = 16.dp, end = 4.dp, top = 4.dp, bottom = 4.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Text(text, Modifier.weight(1f).padding(vertical = 6.dp), style = MaterialTheme.typography.reading)
            if (sheet.writing.text.isNotBlank()) return@Row
            IconButton(onClick = {
                val skipped = sheet.writing.prompt
                sheet.change(sheet.writing.copy(prompt = null, assignment = null, asked = null))
                skipped?.let(onSkip)
            }) { Icon(Symbols.Shuffle, words.anotherQuestion) }
            IconButton(onClick = { sheet.change(sheet.writing.copy(prompt = null, assignment = null, asked = null)) }) {
                Icon(Symbols.Close, words.closePrompt)
            }
        }
    }
}

@Composable
private fun Words(sheet: Sheet, placeholder: String) {
    val touch = LocalTouch.current
    val focus = remember { FocusRequester() }
    LaunchedEffect(Unit) { if (sheet.writing.text.isEmpty()) focus.requestFocus() }
    val style = MaterialTheme.typography.writing.copy(color = MaterialTheme.colorScheme.onSurface)
    BasicTextField(
        sheet.writing.text,
        {
            sheet.change(sheet.writing.copy(text = it))
            // Keys of a soft keyboard are not reported to the window.
            touch()
        },
        Modifier.fillMaxWidth().heightIn(min = 200.dp).focusRequester(focus).testTag("words").semantics { contentDescription = placeholder },
        textStyle = style,
        cursorBrush = SolidColor(MaterialTheme.colorScheme.primary),
        keyboardOptions = KeyboardOptions(capitalization = KeyboardCapitalization.Sentences),
        decorationBox = { field ->
            Box {
                if (sheet.writing.text.isEmpty()) {
                    Text(placeholder, Modifier.clearAndSetSemantics {}, MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.writing)
                }
                field()
            }
        },
    )
}

/** The bar above the keyboard: photo, voice, mood, body, themes. */
@Composable
private fun Toolbar(panel: String?, attaching: @Composable RowScope.() -> Unit, onPanel: (String) -> Unit) {
    val words = LocalWords.current
    HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
    Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween) {
        attaching()
        for ((name, icon, label) in listOf(
            Triple(MOOD, Symbols.Mood, words.mood), Triple(BODY, Symbols.Body, words.inMyBody), Triple(THEMES, Symbols.Theme, words.themes),
        )) {
            val open = panel == name
            IconButton(onClick = { onPanel(name) }, Modifier.testTag(name).semantics { selected = open }) {
                Icon(icon, label, tint = if (open) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}

private const val MOOD = "mood-panel"
private const val BODY = "body-panel"
private const val THEMES = "themes-panel"

@Composable
private fun Questions(app: AppState, editor: Editor, offered: afterglow.WriteScreen) {
    var lens by remember { mutableStateOf<String?>(null) }
    val found = app.watched(lens, Part.SETTINGS, Part.TODAY) { prompts(lens) }
    val prompts = (found as? Shown.Ready)?.value ?: offered.prompts
    QuestionsContent(
        offered, prompts, lens, onLens = { lens = it }, onDraft = { app.navigator.replace(Place.Write(it)) },
        onPrompt = { editor.change(editor.writing.copy(prompt = it.id, assignment = it.assignment, asked = null)) },
    )
}

/** The prompts, best first; those with the selected lens come first. */
@Composable
internal fun QuestionsContent(
    offered: afterglow.WriteScreen,
    prompts: List<afterglow.Prompt>,
    lens: String?,
    onLens: (String?) -> Unit,
    onDraft: (id: EntryId) -> Unit,
    onPrompt: (afterglow.Prompt) -> Unit,
) {
    val words = LocalWords.current
    val lenses = offered.themes.filter { theme -> offered.prompts.any { it.theme == theme.value } }
    // Unfinished drafts of this screen, also after a crash.
    val begun = offered.drafts.mapNotNull { draft -> draft.writing?.takeIf { it.text.isNotBlank() }?.let { draft to it.text } }
    if (begun.isNotEmpty()) Heading(words.goOnWriting)
    for ((draft, text) in begun) {
        Block(onClick = { onDraft(draft.id) }) {
            Text(words.moment(draft.savedAt), style = MaterialTheme.typography.labelMedium)
            Text(text, maxLines = 2, overflow = TextOverflow.Ellipsis, style = MaterialTheme.typography.bodyLarge)
        }
    }
    if (lenses.isNotEmpty() && prompts.isNotEmpty()) {
        Caps(words.throughALens, Modifier.padding(top = 8.dp))
        Row(Modifier.horizontalScroll(rememberScrollState()), Arrangement.spacedBy(8.dp)) {
            for (theme in lenses) {
                val on = lens == theme.value
                Chip(theme.label, on) { onLens(theme.value.takeUnless { on }) }
            }
        }
    }
    for (one in prompts) {
        Block(Modifier.testTag("question"), onClick = { onPrompt(one) }) {
            if (one.sourceText.isNotBlank()) Caps(one.sourceText)
            Text(one.text, style = MaterialTheme.typography.reading)
        }
    }
}

/** Shows the values that are set, and the [panel] that is open. */
@Composable
private fun More(sheet: Sheet, offered: afterglow.WriteScreen, panel: String?, onHelp: () -> Unit) {
    val words = LocalWords.current
    val writing = sheet.writing
    if (panel == MOOD || writing.mood != null) {
        Scale(words.mood, writing.mood?.toInt(), words.moodLow, words.moodHigh) { sheet.change(sheet.writing.copy(mood = it?.toUByte())) }
        if ((writing.mood ?: 10u) <= 1u) {
            Note(offered.lowMood)
            QuietButton(onHelp, icon = Symbols.Help) { Text(words.helpNow) }
        }
    }
    if (panel == MOOD || writing.states.isNotEmpty()) {
        Several(words.howIAm, offered.states, writing.states) { sheet.change(sheet.writing.copy(states = it)) }
    }
    if (panel == BODY || writing.sensations.isNotEmpty()) {
        InMyBody(offered, writing.sensations) { sheet.change(sheet.writing.copy(sensations = it)) }
    }
    if (panel == THEMES || writing.themes.isNotEmpty()) {
        Several(words.themes, offered.themes, writing.themes) { sheet.change(sheet.writing.copy(themes = it)) }
    }
    if (writing.withheld || panel != THEMES && !writing.wantsToTalk && !writing.seeSoon) return
    Toggle(words.wantsToTalk, writing.wantsToTalk, words.wantsToTalkDetail) { sheet.change(sheet.writing.copy(wantsToTalk = it)) }
    Toggle(words.seeSoon, writing.seeSoon, words.seeSoonDetail) { sheet.change(sheet.writing.copy(seeSoon = it)) }
}

/** A body map: one tap for the region, a second one for the sensation. */
@Composable
private fun InMyBody(offered: afterglow.WriteScreen, felt: List<SensationForm>, onChange: (List<SensationForm>) -> Unit) {
    Several(LocalWords.current.inMyBody, offered.body, felt.map { it.place }.distinct()) { places ->
        onChange(felt.filter { it.place in places } + (places - felt.map { it.place }.toSet()).map { SensationForm(it) })
    }
    for ((number, one) in felt.withIndex()) {
        val place = offered.body.find { it.value == one.place }?.label ?: one.place
        Several(place, offered.sensations, listOf(one.quality).filter(String::isNotEmpty)) { chosen ->
            onChange(felt.toMutableList().also { it[number] = one.copy(quality = chosen.lastOrNull().orEmpty()) })
        }
    }
}

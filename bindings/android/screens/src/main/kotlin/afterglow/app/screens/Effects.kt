package afterglow.app.screens

import afterglow.CareId
import afterglow.Choice
import afterglow.EffectChoice
import afterglow.EffectLevel
import afterglow.EffectsAdvice
import afterglow.EffectsAnswerScreen
import afterglow.EntryForm
import afterglow.EntryId
import afterglow.Part
import afterglow.SideEffect
import afterglow.SideEffects
import afterglow.app.AppState
import afterglow.app.Dialler
import afterglow.app.FormDraft
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Waiting
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** The side-effect check: one tap if nothing bothers, otherwise a list. It is a draft until "Done". */
@Composable
fun EffectsScreen(app: AppState) {
    // Loaded once: the choices must not change while they are tapped.
    val shown = app.watched(Unit, Part.SETTINGS) { effectsView() }
    val view = (shown as? Shown.Ready)?.value
    if (view == null) {
        Page(app, "", closes = true) { app.Show(shown) {} }
        return
    }
    val draft = app.formAt(Place.Effects, SideEffects(session = view.session, slot = view.slot, again = view.again), { EntryForm.Effects(it) }) {
        (it as? EntryForm.Effects)?.effects
    }
    val form = draft.form
    if (form == null) {
        Page(app, view.title, closes = true) { Waiting(app.words.loading) }
        return
    }
    val said = app.watched(form, Part.SETTINGS) { effectsAdvice(form) }
    val red = (said as? Shown.Ready)?.value?.takeIf { it.level == EffectLevel.RED }
    EffectsContent(app.exits(), view, form, draft.changed, draft::change, onDone = { app.done(draft) }) {
        if (red != null) {
            app.Bright()
            Red(red) { app.go(Place.Help) }
        }
    }
}

/** The check to fill in. [red] draws what must not wait for "Done". */
@Composable
internal fun EffectsContent(
    exits: Exits,
    view: afterglow.EffectsScreen,
    form: SideEffects,
    changed: Boolean,
    onChange: (SideEffects) -> Unit,
    onDone: () -> Unit,
    red: @Composable () -> Unit,
) {
    val words = LocalWords.current
    // The last question has its own page.
    var last by rememberSaveable { mutableStateOf(false) }
    val question = view.suicidal
    Page(
        exits,
        view.title,
        closes = true,
        bottom = {
            MainButton(
                onClick = { if (question != null && !last) last = true else onDone() },
                Modifier.fillMaxWidth().testTag("done"),
                enabled = changed,
            ) { Text(if (question != null && !last) words.next else words.done) }
        },
    ) {
        red()
        if (question != null && last) {
            Text(question.question, style = MaterialTheme.typography.headlineSmall)
            OneOf(question.choices.map { it.choice to it.label }, form.suicidal) { onChange(form.copy(suicidal = it)) }
        } else {
            Marks(view, form, onChange)
        }
        Text(view.notWatched, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
    }
}

/** Turns the marks into a check, and shows the page in response. */
private fun AppState.done(draft: FormDraft<SideEffects>) = act {
    val id = draft.finish()
    navigator.leave(Place.Effects, Place.EffectsAnswerOf(id))
}

/** A red effect must not wait for "Done". */
@Composable
internal fun Red(said: EffectsAdvice, onHelp: () -> Unit) = Block {
    Column(Modifier.semantics { liveRegion = LiveRegionMode.Assertive }.testTag("red"), Arrangement.spacedBy(8.dp)) {
        Text(said.title, color = MaterialTheme.colorScheme.error, style = MaterialTheme.typography.titleLarge)
        Text(said.text, style = MaterialTheme.typography.bodyLarge)
    }
    MainButton(onHelp, Modifier.fillMaxWidth(), icon = Symbols.Help) { Text(LocalWords.current.helpNow) }
}

@Composable
private fun Marks(view: afterglow.EffectsScreen, form: SideEffects, onChange: (SideEffects) -> Unit) {
    Text(view.question, style = MaterialTheme.typography.headlineSmall)
    OneOf(listOf(false to view.no, true to view.yes), form.any) { any ->
        onChange(if (any) form.copy(any = true) else form.copy(any = false, items = emptyList(), other = ""))
    }
    if (form.any == true) {
        val tapped = form.items.map { it.effect }
        Several(view.which, view.effects.map { Choice(it.value, it.label) }, tapped) { now ->
            onChange(form.copy(items = form.items.filter { it.effect in now } + (now - tapped.toSet()).map { SideEffect(it) }))
        }
        for (item in form.items) {
            val label = view.effects.firstOrNull { it.value == item.effect }?.label ?: item.effect
            Mark(view, item, label) { changed -> onChange(form.copy(items = form.items.map { if (it.effect == item.effect) changed else it })) }
        }
        if (view.effects.any { it.worded && it.value in tapped }) {
            Field(view.otherHint, form.other, tag = "other-effect", minLines = 2, style = MaterialTheme.typography.reading) {
                onChange(form.copy(other = it.take(MOST)))
            }
        }
    }
    view.drove?.let { question ->
        Text(question, style = MaterialTheme.typography.titleSmall)
        OneOf(listOf(false to view.no, true to view.yes), form.drove) { onChange(form.copy(drove = it)) }
    }
    Text(view.lead, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
}

/** The severity of one effect, and since when it persists. Each answer is optional. */
@Composable
private fun Mark(view: afterglow.EffectsScreen, item: SideEffect, label: String, onChange: (SideEffect) -> Unit) = Block {
    Text(label, style = MaterialTheme.typography.titleMedium)
    Text(view.how, style = MaterialTheme.typography.titleSmall)
    OneOf(view.severities.map { it.value to "${it.label}: ${it.means}" }, item.severity) { onChange(item.copy(severity = it)) }
    Text(view.still, style = MaterialTheme.typography.titleSmall)
    OneOf(listOf(true to view.yes, false to view.no), item.still) { onChange(item.copy(still = it)) }
    Text(view.before, style = MaterialTheme.typography.titleSmall)
    OneOf(listOf(true to view.yes, false to view.no), item.before) { onChange(item.copy(before = it)) }
}

/** The page in response to a check: red first and above everything, with the numbers; then who may see it. */
@Composable
fun EffectsAnswerPage(app: AppState, id: EntryId) {
    val shown = app.watched(id, Part.TIMELINE, Part.SHARING, Part.HELP, Part.STATUS) { effectsAnswer(id) }
    val answer = (shown as? Shown.Ready)?.value
    // The page of a safety event comes before anything else.
    var safe by remember(id) { mutableStateOf(false) }
    val event = answer?.event?.takeIf { !safe }
    val safety = event?.let { app.watched(it, Part.HELP, Part.TODAY) { safetyPage(it) } }
    val title = ((safety as? Shown.Ready)?.value?.title ?: answer?.said?.title).orEmpty()
    Page(app, title, closes = true) {
        when {
            safety != null -> app.Show(safety) { page -> Safety(app, page) { safe = true } }
            else -> app.Show(shown) {
                if (it.said.level == EffectLevel.RED) app.Bright()
                val actions = AnswerActions(
                    help = { app.go(Place.Help) },
                    choose = { choice -> app.act { chooseEffect(id, choice) } },
                    share = { care -> app.act { share(id, care) } },
                    done = { app.navigator.back() },
                )
                Answered(it, app.platform, actions)
            }
        }
    }
}

/** What a person can do on the page in response to a check. */
internal class AnswerActions(
    val help: () -> Unit = {},
    val choose: (EffectChoice) -> Unit = {},
    val share: (care: CareId) -> Unit = {},
    val done: () -> Unit = {},
)

@Composable
internal fun Answered(answer: EffectsAnswerScreen, dialler: Dialler, actions: AnswerActions) {
    val words = LocalWords.current
    val red = answer.said.level == EffectLevel.RED
    val style = if (red) MaterialTheme.typography.titleMedium else MaterialTheme.typography.bodyLarge
    Text(answer.said.text, Modifier.semantics { liveRegion = LiveRegionMode.Assertive }.testTag("effects-answer"), style = style)
    answer.emergency?.let { Reach(dialler, it, emergency = true) { actions.choose(EffectChoice.EMERGENCY) } }
    for (line in answer.practice) Reach(dialler, line) { actions.choose(EffectChoice.PRACTICE) }
    for (line in answer.lines) Reach(dialler, line) { actions.choose(EffectChoice.OTHER) }
    for (said in answer.practiceWords) Text(said, style = MaterialTheme.typography.bodyMedium)
    answer.offer?.let { Note(it) }
    if (answer.said.level != EffectLevel.NONE || answer.offer != null) {
        QuietButton(
            onClick = {
                actions.choose(EffectChoice.HELP)
                actions.help()
            },
            icon = Symbols.Help,
        ) { Text(words.helpNow) }
    }
    for (line in answer.marked) Text(line, style = MaterialTheme.typography.bodyMedium)
    Text(answer.sharing, style = MaterialTheme.typography.bodySmall)
    for (offer in answer.share.filterNot { it.shared }) {
        QuietButton(onClick = { actions.share(offer.care) }, Modifier.testTag("let-see")) { Text(offer.label) }
        Text(offer.detail, style = MaterialTheme.typography.bodySmall)
    }
    QuietButton(actions.done) { Text(words.done) }
}

/** The longest text about something else. */
private const val MOST = 500

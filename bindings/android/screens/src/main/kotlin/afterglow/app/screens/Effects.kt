package afterglow.app.screens

import afterglow.Choice
import afterglow.EffectChoice
import afterglow.EffectLevel
import afterglow.EffectsAdvice
import afterglow.EffectsAnswerScreen
import afterglow.Part
import afterglow.SideEffect
import afterglow.SideEffects
import afterglow.SideEffectsEntry
import afterglow.app.AppState
import afterglow.app.FormDraft
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Block
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
    val draft = app.formAt(Place.Effects, SideEffects(session = view.session, slot = view.slot, again = view.again), { SideEffectsEntry(it) }) {
        (it as? SideEffectsEntry)?.effects
    }
    val form = draft.form
    if (form == null) {
        Page(app, view.title, closes = true) { Waiting(app.words.loading) }
        return
    }
    // The last question has its own page.
    var last by rememberSaveable { mutableStateOf(false) }
    val question = view.suicidal
    Page(
        app,
        view.title,
        closes = true,
        bottom = {
            MainButton(
                onClick = { if (question != null && !last) last = true else app.done(draft) },
                Modifier.fillMaxWidth().testTag("done"),
                enabled = draft.changed,
            ) { Text(if (question != null && !last) app.words.next else app.words.done) }
        },
    ) {
        val said = app.watched(form, Part.SETTINGS) { effectsAdvice(form) }
        (said as? Shown.Ready)?.value?.takeIf { it.level == EffectLevel.RED }?.let { Red(app, it) }
        if (question != null && last) {
            Text(question.question, style = MaterialTheme.typography.headlineSmall)
            OneOf(question.choices.map { it.choice to it.label }, form.suicidal) { draft.change(form.copy(suicidal = it)) }
        } else {
            Marks(view, form, draft::change)
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
private fun Red(app: AppState, said: EffectsAdvice) = Block {
    app.Bright()
    Column(Modifier.semantics { liveRegion = LiveRegionMode.Assertive }.testTag("red"), Arrangement.spacedBy(8.dp)) {
        Text(said.title, color = MaterialTheme.colorScheme.error, style = MaterialTheme.typography.titleLarge)
        Text(said.text, style = MaterialTheme.typography.bodyLarge)
    }
    MainButton(onClick = { app.go(Place.Help) }, Modifier.fillMaxWidth(), icon = Symbols.Help) { Text(app.words.helpNow) }
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
fun EffectsAnswerPage(app: AppState, id: String) {
    val shown = app.watched(id, Part.TIMELINE, Part.SHARING, Part.HELP) { effectsAnswer(id) }
    val answer = (shown as? Shown.Ready)?.value
    // The page of a safety event comes before anything else.
    var safe by remember(id) { mutableStateOf(false) }
    val event = answer?.event?.takeIf { !safe }
    val safety = event?.let { app.watched(it, Part.HELP, Part.TODAY) { safetyPage(it) } }
    val title = ((safety as? Shown.Ready)?.value?.title ?: answer?.said?.title).orEmpty()
    Page(app, title, closes = true) {
        when {
            safety != null -> app.Show(safety) { page -> Safety(app, page) { safe = true } }
            else -> app.Show(shown) { Answered(app, it) }
        }
    }
}

@Composable
private fun Answered(app: AppState, answer: EffectsAnswerScreen) {
    val red = answer.said.level == EffectLevel.RED
    if (red) app.Bright()
    val style = if (red) MaterialTheme.typography.titleMedium else MaterialTheme.typography.bodyLarge
    Text(answer.said.text, Modifier.semantics { liveRegion = LiveRegionMode.Assertive }.testTag("effects-answer"), style = style)
    fun tapped(choice: EffectChoice) = app.act { chooseEffect(answer.id, choice) }
    answer.emergency?.let { Reach(app.platform, it, emergency = true) { tapped(EffectChoice.EMERGENCY) } }
    for (line in answer.practice) Reach(app.platform, line) { tapped(EffectChoice.PRACTICE) }
    for (line in answer.lines) Reach(app.platform, line) { tapped(EffectChoice.OTHER) }
    for (words in answer.practiceWords) Text(words, style = MaterialTheme.typography.bodyMedium)
    answer.offer?.let { Note(it) }
    if (answer.said.level != EffectLevel.NONE || answer.offer != null) {
        QuietButton(
            onClick = {
                tapped(EffectChoice.HELP)
                app.go(Place.Help)
            },
            icon = Symbols.Help,
        ) { Text(app.words.helpNow) }
    }
    for (line in answer.marked) Text(line, style = MaterialTheme.typography.bodyMedium)
    Text(answer.sharing, style = MaterialTheme.typography.bodySmall)
    for (offer in answer.share.filterNot { it.shared }) {
        QuietButton(onClick = { app.act { share(answer.id, offer.care) } }, Modifier.testTag("let-see")) { Text(offer.label) }
        Text(offer.detail, style = MaterialTheme.typography.bodySmall)
    }
    QuietButton(onClick = { app.navigator.back() }) { Text(app.words.done) }
}

/** The longest text about something else. */
private const val MOST = 500

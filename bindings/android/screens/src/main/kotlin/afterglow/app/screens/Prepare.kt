package afterglow.app.screens

import afterglow.ConcernForm
import afterglow.EntryForm
import afterglow.GoalForm
import afterglow.GoalProgress
import afterglow.Hope
import afterglow.HopesScreen
import afterglow.IntentionForm
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.FormDraft
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Card
import afterglow.app.parts.CardsPage
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.reading
import afterglow.app.watched
import afterglow.app.writing
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** What a person may write down before a session: one card each. */
internal enum class Before(val tag: String) { INTENTION("intention"), CONCERN("concern"), GOAL("goal") }

/** The text on each card, null until its draft is loaded, and whether all of it is saved. */
internal class Preparing(val texts: Map<Before, String?>, val kept: Boolean) {
    val anything: Boolean get() = texts.values.any { !it.isNullOrBlank() }
}

internal class PrepareActions(
    val change: (Before, String) -> Unit = { _, _ -> },
    /** Keeps what was typed, and begins another one. */
    val add: (Before) -> Unit = {},
    val done: () -> Unit = {},
)

/** The preparation of a session: intention, concern, goal of the series, what to bring. One card each. */
@Composable
fun PrepareScreen(app: AppState) {
    val shown = app.watched(Unit, Part.TIMELINE, Part.TODAY) { hopes() }
    val hopes = (shown as? Shown.Ready)?.value
    if (hopes == null) {
        Page(app.exits(), app.words.prepare, closes = true) { app.Show(shown) {} }
        return
    }
    val next = hopes.nextSession
    val drafts = mapOf(
        Before.INTENTION to app.hoped(Before.INTENTION, { EntryForm.Intention(IntentionForm(it, next)) }) { (it as? EntryForm.Intention)?.intention?.text },
        Before.CONCERN to app.hoped(Before.CONCERN, { EntryForm.Concern(ConcernForm(it, GoalProgress.OPEN)) }) { (it as? EntryForm.Concern)?.concern?.text },
        Before.GOAL to app.hoped(Before.GOAL, { EntryForm.Goal(GoalForm(it, GoalProgress.OPEN)) }) { (it as? EntryForm.Goal)?.goal?.text },
    )
    val typed = drafts.values.filter { !it.form.isNullOrBlank() }
    val actions = PrepareActions(
        change = { card, text -> drafts.getValue(card).change(text) },
        add = { card -> app.act { drafts.getValue(card).finish() } },
        done = {
            app.act {
                val hoped = !drafts.getValue(Before.INTENTION).form.isNullOrBlank()
                typed.forEach { it.finish() }
                app.notice = if (hoped) app.words.intentionKept else app.words.saved
                app.navigator.leave(Place.Prepare)
            }
        },
    )
    PrepareContent(app.exits(), hopes, Preparing(drafts.mapValues { it.value.form }, typed.all { it.kept }), actions)
}

@Composable
private fun AppState.hoped(card: Before, entry: (String) -> EntryForm, mine: (EntryForm) -> String?): FormDraft<String> =
    formAt(Place.Prepare, "", entry, part = card.tag, mine = mine)

@Composable
internal fun PrepareContent(exits: Exits, hopes: HopesScreen, preparing: Preparing, actions: PrepareActions) {
    val words = LocalWords.current
    val next = hopes.nextSession.toInt()

    fun card(question: String, of: Before, label: String, known: List<Hope>) =
        Card(question) { Hoped(of, label, preparing.texts[of], actions, known) }
    CardsPage(
        exits,
        words.beforeSession(next),
        listOf(
            card(words.intentionText, Before.INTENTION, words.intention, hopes.intentions.filter { it.session?.toInt() == next }),
            card(words.concernText, Before.CONCERN, words.concern, hopes.concerns.filter { it.answer.isBlank() }),
            card(words.goalText, Before.GOAL, words.goal, hopes.goals.filter { it.answer.isBlank() }),
            Card(words.whatToBring) { Text(hopes.bring, style = MaterialTheme.typography.reading) },
        ),
        words.done,
        canFinish = preparing.anything,
        onDone = actions.done,
        status = words.draftKept.takeIf { preparing.anything && preparing.kept },
        closes = true,
    )
}

/** What is hoped for, or feared: one to fill in, and the [known] ones. [text] is null until its draft is loaded. */
@Composable
private fun Hoped(card: Before, label: String, text: String?, actions: PrepareActions, known: List<Hope>) {
    if (text == null) return
    Field(label, text, tag = card.tag, minLines = 4, style = MaterialTheme.typography.writing) { actions.change(card, it) }
    if (text.isNotBlank()) QuietButton(onClick = { actions.add(card) }, Modifier.testTag("add-${card.tag}")) { Text(LocalWords.current.addAnother) }
    for (hope in known) Text(hope.text, style = MaterialTheme.typography.reading)
}

package afterglow.app.screens

import afterglow.ConcernForm
import afterglow.EntryForm
import afterglow.GoalForm
import afterglow.GoalProgress
import afterglow.Hope
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

/** The preparation of a session: intention, concern, goal of the series, what to bring. One card each. */
@Composable
fun PrepareScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE, Part.TODAY) { hopes() }
    val hopes = (shown as? Shown.Ready)?.value
    if (hopes == null) {
        Page(app, words.prepare, closes = true) { app.Show(shown) {} }
        return
    }
    val next = hopes.nextSession.toInt()
    val intention = app.hoped("intention", { EntryForm.Intention(IntentionForm(it, next.toUInt())) }) { (it as? EntryForm.Intention)?.intention?.text }
    val concern = app.hoped("concern", { EntryForm.Concern(ConcernForm(it, GoalProgress.OPEN)) }) { (it as? EntryForm.Concern)?.concern?.text }
    val goal = app.hoped("goal", { EntryForm.Goal(GoalForm(it, GoalProgress.OPEN)) }) { (it as? EntryForm.Goal)?.goal?.text }
    val typed = listOf(intention, concern, goal).filter { !it.form.isNullOrBlank() }
    CardsPage(
        app.exits(),
        words.beforeSession(next),
        listOf(
            Card(words.intentionText) { Hoped("intention", words.intention, intention.form, app.adding(intention), intention::change, hopes.intentions.filter { it.session?.toInt() == next }) },
            Card(words.concernText) { Hoped("concern", words.concern, concern.form, app.adding(concern), concern::change, hopes.concerns.filter { it.answer.isBlank() }) },
            Card(words.goalText) { Hoped("goal", words.goal, goal.form, app.adding(goal), goal::change, hopes.goals.filter { it.answer.isBlank() }) },
            Card(words.whatToBring) { Text(hopes.bring, style = MaterialTheme.typography.reading) },
        ),
        words.done,
        canFinish = typed.isNotEmpty(),
        onDone = {
            app.act {
                val hoped = !intention.form.isNullOrBlank()
                typed.forEach { it.finish() }
                app.notice = if (hoped) words.intentionKept else words.saved
                app.navigator.leave(Place.Prepare)
            }
        },
        status = words.draftKept.takeIf { typed.isNotEmpty() && typed.all { it.kept } },
        closes = true,
    )
}

@Composable
private fun AppState.hoped(part: String, entry: (String) -> EntryForm, mine: (EntryForm) -> String?): FormDraft<String> =
    formAt(Place.Prepare, "", entry, part = part, mine = mine)

/** Keeps what was typed, and begins another one. */
private fun AppState.adding(draft: FormDraft<String>): () -> Unit = { act { draft.finish() } }

/** What is hoped for, or feared: one to fill in, and the [known] ones. [text] is null until its draft is loaded. */
@Composable
private fun Hoped(tag: String, label: String, text: String?, onAdd: () -> Unit, onChange: (String) -> Unit, known: List<Hope>) {
    if (text == null) return
    Field(label, text, tag = tag, minLines = 4, style = MaterialTheme.typography.writing, onChange = onChange)
    if (text.isNotBlank()) QuietButton(onAdd, Modifier.testTag("add-$tag")) { Text(LocalWords.current.addAnother) }
    for (hope in known) Text(hope.text, style = MaterialTheme.typography.reading)
}

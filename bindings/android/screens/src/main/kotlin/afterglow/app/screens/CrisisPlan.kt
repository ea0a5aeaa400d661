package afterglow.app.screens

import afterglow.CareId
import afterglow.ContactForm
import afterglow.EntryForm
import afterglow.EntryId
import afterglow.Part
import afterglow.PlanForm
import afterglow.PlanPartOf
import afterglow.PlanScreen
import afterglow.PlanSection
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
import afterglow.app.parts.Line
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
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
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp

/** The plan for a crisis: its steps in the order in which they are used, and a card for each while it is edited. */
@Composable
fun CrisisPlanScreen(app: AppState) {
    val shown = app.watched(Unit, Part.HELP, Part.SHARING, Part.STATUS) { planPage() }
    val page = (shown as? Shown.Ready)?.value
    if (page == null) {
        Page(app, app.words.myPlan) { app.Show(shown) {} }
        return
    }
    val draft = app.formAt(Place.CrisisPlan, page.form, { EntryForm.CrisisPlan(it) }, of = page.id) { (it as? EntryForm.CrisisPlan)?.plan }
    var changing by rememberSaveable { mutableStateOf(false) }
    if (page.id == null || changing || draft.changed) {
        val form = draft.form
        if (form == null) {
            Page(app, app.words.myPlan, closes = true) { Waiting(app.words.loading) }
            return
        }
        PlanForming(
            app.exits(), page, form, draft.changed, draft.kept,
            put = { how -> draft.form?.let { draft.change(it.how()) } },
            onDone = { app.keep(draft) },
        )
        return
    }
    val actions = PlanActions(
        change = { changing = true },
        review = { app.act { reviewPlan() } },
        settle = { proposal, taken -> app.act { settleProposal(proposal, taken) } },
        share = { care -> app.act { page.id?.let { share(it, care) } } },
    )
    PlanReading(app.exits(), page, actions)
}

/** Turns the draft into the plan, without contacts that have no name. */
private fun AppState.keep(draft: FormDraft<PlanForm>) = act {
    val whole = draft.form ?: return@act
    val named = whole.copy(people = whole.people.filter { it.name.isNotBlank() }, professionals = whole.professionals.filter { it.name.isNotBlank() })
    confirmKept(saveCrisisPlan(named))
    draft.discard()
    notice = words.saved
    navigator.leave(Place.CrisisPlan)
}

/** What a person can do with the plan. */
internal class PlanActions(
    val change: () -> Unit = {},
    val review: () -> Unit = {},
    /** Adds the line to the plan, or declines it with null. */
    val settle: (proposal: EntryId, taken: String?) -> Unit = { _, _ -> },
    val share: (care: CareId) -> Unit = {},
)

@Composable
internal fun PlanReading(exits: Exits, page: PlanScreen, actions: PlanActions) {
    val words = LocalWords.current
    Page(exits, words.myPlan, bottom = { MainButton(actions.change, Modifier.fillMaxWidth().testTag("change-plan"), icon = Symbols.Write) { Text(words.changePlan) } }) {
        page.made?.let { Text(it, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall) }
        page.review?.let { review ->
            Note(review)
            QuietButton(actions.review) { Text(words.stillRight) }
        }
        for (proposal in page.proposals) {
            Note(proposal.said)
            QuietButton(onClick = { actions.settle(proposal.id, proposal.text) }) { Text(words.takeIntoPlan) }
            TextButton(onClick = { actions.settle(proposal.id, null) }) { Text(words.letItBe) }
        }
        page.parts.map { it to linesOf(it, page.form) }.filter { it.second.isNotEmpty() }.forEachIndexed { index, (part, lines) ->
            Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
                Text("${index + 1} · ${part.heading}", Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
                for (line in lines) Text(line, style = MaterialTheme.typography.reading)
            }
        }
        for (offer in page.share) {
            if (offer.shared) {
                Text(offer.seen, style = MaterialTheme.typography.bodyMedium)
            } else {
                QuietButton(onClick = { actions.share(offer.care) }, Modifier.testTag("share-plan")) { Text(offer.label) }
            }
        }
    }
}

private fun linesOf(part: PlanPartOf, plan: PlanForm): List<String> = when (part.part) {
    PlanSection.SIGNS -> plan.signs
    PlanSection.COPING -> plan.coping
    PlanSection.PLACES -> plan.places
    PlanSection.PEOPLE -> plan.people.map(::lineOf)
    PlanSection.PROFESSIONALS -> plan.professionals.map(::lineOf)
    PlanSection.SAFER -> plan.safer
    else -> plan.reasons
}

private fun lineOf(person: ContactForm): String = listOf(person.name, person.phone).filter(String::isNotBlank).joinToString(" · ")

/** In the order in which it is used; labels and examples come from the core. Every part is optional. */
@Composable
internal fun PlanForming(
    exits: Exits,
    page: PlanScreen,
    plan: PlanForm,
    changed: Boolean,
    kept: Boolean,
    put: (PlanForm.() -> PlanForm) -> Unit,
    onDone: () -> Unit,
) {
    val words = LocalWords.current
    CardsPage(
        exits,
        words.myPlan,
        page.parts.map { part ->
            Card(part.heading) {
                when (part.part) {
                    PlanSection.SIGNS -> Thoughts(part, plan.signs) { put { copy(signs = it) } }
                    PlanSection.COPING -> Thoughts(part, plan.coping) { put { copy(coping = it) } }
                    PlanSection.PLACES -> Thoughts(part, plan.places) { put { copy(places = it) } }
                    PlanSection.PEOPLE -> People(part, plan.people) { put { copy(people = it) } }
                    PlanSection.PROFESSIONALS -> People(part, plan.professionals) { put { copy(professionals = it) } }
                    PlanSection.SAFER -> Thoughts(part, plan.safer) { put { copy(safer = it) } }
                    else -> Thoughts(part, plan.reasons) { put { copy(reasons = it) } }
                }
            }
        },
        words.keep,
        canFinish = changed,
        onDone = onDone,
        doneTag = "keep",
        status = words.draftKept.takeIf { kept },
        closes = true,
    )
}

@Composable
private fun Thoughts(part: PlanPartOf, lines: List<String>, onChange: (List<String>) -> Unit) {
    var text by remember(lines.isEmpty()) { mutableStateOf(lines.joinToString("\n")) }
    Text(part.hint, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    Field(LocalWords.current.oneALine, text, tag = part.part.code, minLines = 5, style = MaterialTheme.typography.reading) {
        text = it
        onChange(it.lines().map(String::trim).filter(String::isNotEmpty))
    }
}

@Composable
private fun People(part: PlanPartOf, people: List<ContactForm>, onChange: (List<ContactForm>) -> Unit) {
    val words = LocalWords.current
    Text(part.hint, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    // One empty row more than there are people.
    val rows = people + ContactForm("")
    rows.forEachIndexed { index, person ->
        fun put(changed: ContactForm) = onChange(rows.toMutableList().also { it[index] = changed }.filter { it != ContactForm("") })
        Line(words.name, person.name, "${part.part} $index") { put(person.copy(name = it)) }
        if (person.name.isNotBlank()) Line(words.phone, person.phone) { put(person.copy(phone = it)) }
    }
}

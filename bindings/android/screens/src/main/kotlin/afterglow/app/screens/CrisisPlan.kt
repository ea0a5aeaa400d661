package afterglow.app.screens

import afterglow.ContactForm
import afterglow.Part
import afterglow.PlanPartOf
import afterglow.PlanScreen
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Heading
import afterglow.app.parts.Line
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The plan for hard hours, written in a quiet one: a line a thought. */
@Composable
fun CrisisPlanScreen(app: AppState) {
    val shown = app.watched(Unit, Part.HELP) { planPage() }
    Page(app, app.words.myPlan) {
        app.Show(shown) { page ->
            page.made?.let { Text(it, style = MaterialTheme.typography.bodySmall) }
            page.review?.let { review ->
                Note(review)
                OutlinedButton(onClick = { app.act { reviewPlan() } }) { Text(app.words.stillRight) }
            }
            for (proposal in page.proposals) {
                Note(proposal.said)
                OutlinedButton(onClick = { app.act { settleProposal(proposal.id, proposal.text) } }) { Text(app.words.takeIntoPlan) }
                TextButton(onClick = { app.act { settleProposal(proposal.id) } }) { Text(app.words.letItBe) }
            }
            ThePlan(app, page)
            val id = page.id
            if (id != null) {
                for (offer in page.share) {
                    if (offer.shared) {
                        Text(offer.seen, style = MaterialTheme.typography.bodyMedium)
                    } else {
                        OutlinedButton(onClick = { app.act { share(id, offer.care) } }, Modifier.testTag("share-plan")) { Text(offer.label) }
                    }
                }
            }
        }
    }
}

@Composable
private fun ThePlan(app: AppState, page: PlanScreen) {
    val words = app.words
    val kept = page.form
    var plan by remember(kept) { mutableStateOf(kept) }
    // In the order in which it is used; the words and an example each come from the core.
    for (part in page.parts) {
        when (part.part) {
            "signs" -> Thoughts(part, plan.signs) { plan = plan.copy(signs = it) }
            "coping" -> Thoughts(part, plan.coping) { plan = plan.copy(coping = it) }
            "places" -> Thoughts(part, plan.places) { plan = plan.copy(places = it) }
            "people" -> People(app, part, plan.people) { plan = plan.copy(people = it) }
            "professionals" -> People(app, part, plan.professionals) { plan = plan.copy(professionals = it) }
            "safer" -> Thoughts(part, plan.safer) { plan = plan.copy(safer = it) }
            else -> Thoughts(part, plan.reasons) { plan = plan.copy(reasons = it) }
        }
    }
    Button(
        onClick = {
            app.act {
                saveCrisisPlan(plan.copy(people = plan.people.filter { it.name.isNotBlank() }, professionals = plan.professionals.filter { it.name.isNotBlank() }))
                app.notice = app.words.saved
                app.navigator.leave(Place.CrisisPlan)
            }
        },
        Modifier.fillMaxWidth().testTag("keep"),
        enabled = plan != kept,
    ) { Text(words.keep) }
}

@Composable
private fun Thoughts(part: PlanPartOf, lines: List<String>, onChange: (List<String>) -> Unit) {
    var text by remember(lines.isEmpty()) { mutableStateOf(lines.joinToString("\n")) }
    OutlinedTextField(
        text,
        {
            text = it
            onChange(it.lines().map(String::trim).filter(String::isNotEmpty))
        },
        Modifier.fillMaxWidth().testTag(part.part),
        label = { Text(part.heading) },
        supportingText = { Text(part.hint) },
        minLines = 2,
    )
}

@Composable
private fun People(app: AppState, part: PlanPartOf, people: List<ContactForm>, onChange: (List<ContactForm>) -> Unit) {
    Heading(part.heading)
    Text(part.hint, style = MaterialTheme.typography.bodySmall)
    // One empty line more than there are people.
    val rows = people + ContactForm("")
    rows.forEachIndexed { index, person ->
        fun put(changed: ContactForm) = onChange(rows.toMutableList().also { it[index] = changed }.filter { it != ContactForm("") })
        Line(app.words.name, person.name, "${part.part} $index") { put(person.copy(name = it)) }
        if (person.name.isNotBlank()) Line(app.words.phone, person.phone) { put(person.copy(phone = it)) }
    }
}

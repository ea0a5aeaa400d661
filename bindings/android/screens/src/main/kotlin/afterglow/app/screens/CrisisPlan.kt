package afterglow.app.screens

import afterglow.ContactForm
import afterglow.Part
import afterglow.PlanForm
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Heading
import afterglow.app.parts.Line
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
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
    val shown = app.watched(Unit, Part.HELP) { crisisPlan() ?: PlanForm() }
    Page(app, app.words.myPlan) {
        app.Show(shown) { plan -> ThePlan(app, plan) }
    }
}

@Composable
private fun ThePlan(app: AppState, kept: PlanForm) {
    val words = app.words
    var plan by remember(kept) { mutableStateOf(kept) }
    Thoughts(words.planSigns, plan.signs, "signs") { plan = plan.copy(signs = it) }
    Thoughts(words.planCoping, plan.coping, "coping") { plan = plan.copy(coping = it) }
    Thoughts(words.planPlaces, plan.places) { plan = plan.copy(places = it) }
    Thoughts(words.planReasons, plan.reasons) { plan = plan.copy(reasons = it) }
    Thoughts(words.planSafer, plan.safer) { plan = plan.copy(safer = it) }
    People(app, words.planPeople, plan.people) { plan = plan.copy(people = it) }
    People(app, words.planProfessionals, plan.professionals) { plan = plan.copy(professionals = it) }
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
private fun Thoughts(label: String, lines: List<String>, tag: String = label, onChange: (List<String>) -> Unit) {
    var text by remember(lines.isEmpty()) { mutableStateOf(lines.joinToString("\n")) }
    OutlinedTextField(
        text,
        {
            text = it
            onChange(it.lines().map(String::trim).filter(String::isNotEmpty))
        },
        Modifier.fillMaxWidth().testTag(tag),
        label = { Text(label) },
        minLines = 2,
    )
}

@Composable
private fun People(app: AppState, label: String, people: List<ContactForm>, onChange: (List<ContactForm>) -> Unit) {
    Heading(label)
    // One empty line more than there are people.
    val rows = people + ContactForm("")
    rows.forEachIndexed { index, person ->
        fun put(changed: ContactForm) = onChange(rows.toMutableList().also { it[index] = changed }.filter { it != ContactForm("") })
        Line(app.words.name, person.name, "$label $index") { put(person.copy(name = it)) }
        if (person.name.isNotBlank()) Line(app.words.phone, person.phone) { put(person.copy(phone = it)) }
    }
}

package afterglow.app.screens

import afterglow.Appointment
import afterglow.Assigned
import afterglow.CareId
import afterglow.EntryId
import afterglow.EntryKind
import afterglow.Part
import afterglow.Practice
import afterglow.ReplyLine
import afterglow.SafetyWords
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The therapists, and the safety words of each relationship that has not ended. */
internal class TherapistState(val view: afterglow.TherapistScreen, val safetyWords: Map<CareId, SafetyWords>, val compared: Set<CareId>)

/** What a person can do about the therapists and their access. */
internal class TherapistActions(
    val go: (Place) -> Unit = {},
    val call: (number: String) -> Unit = {},
    val calendar: (appointment: EntryId) -> Unit = {},
    val compared: (care: CareId) -> Unit = {},
    val end: (care: CareId) -> Unit = {},
    /** Passes the question to ask first. */
    val askRule: (kinds: List<EntryKind>, onQuestion: (String) -> Unit) -> Unit = { _, _ -> },
    val setRule: (kinds: List<EntryKind>, care: CareId) -> Unit = { _, _ -> },
    val stopRule: (care: CareId) -> Unit = {},
)

/** Replies, assignments, appointments and access. */
@Composable
fun TherapistScreen(app: AppState) {
    val shown = app.watched(Unit, Part.THERAPIST, Part.CARE, Part.SHARING, Part.TIMELINE) {
        val view = therapist()
        val open = view.care.filterNot { it.care.ended }.associate { it.care.id to safetyWords(it.care.id) }
        TherapistState(view, open, readers().readers.filter { it.compared }.map { it.care }.toSet())
    }
    // Leaving the screen marks all replies as seen.
    DisposableEffect(Unit) { onDispose { app.act { markRepliesSeen() } } }
    val actions = TherapistActions(
        app::go,
        call = app.platform::call,
        calendar = { id ->
            app.act { app.platform.shareSheet.send("appointment.ics", "text/calendar") { it.writeText(appointmentFile(id)) } }
        },
        compared = { care -> app.act { wordsCompared(care) } },
        end = { care -> app.proved { endCare(care) } },
        askRule = { kinds, onQuestion -> app.act { onQuestion(shareRuleQuestion(kinds)) } },
        setRule = { kinds, care -> app.proved { shareFromNowOn(kinds, care) } },
        stopRule = { care -> app.act { stopSharingFromNowOn(care) } },
    )
    TherapistContent(app.exits(), shown, app.offline, app::again, actions) { app.ReadersFirst() }
}

/** The therapists, drawn from their state. [readersFirst] loads by itself. */
@Composable
internal fun TherapistContent(
    exits: Exits,
    shown: Shown<TherapistState>,
    offline: Boolean,
    onAgain: () -> Unit,
    actions: TherapistActions,
    readersFirst: @Composable () -> Unit,
) {
    val words = LocalWords.current
    Page(exits, words.therapist) {
        Away(offline)
        readersFirst()
        Show(shown, onAgain) { state ->
            val view = state.view
            if (view.care.isEmpty()) {
                Empty(words.noTherapist, words.noTherapistText)
            } else {
                Heading(words.replies)
                view.noReplies?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
                for (reply in view.replies) OneReply(reply, actions.go)
            }
            for (assigned in view.assigned) OneAssigned(assigned, actions.go)
            for (appointment in view.appointments) OneAppointment(appointment, actions.calendar)
            for (access in view.care) Relationship(access, state, actions)
            for (practice in view.practice) OnePractice(practice, actions.call)
            if (view.care.isNotEmpty()) QuietButton(onClick = { actions.go(Place.Readers) }) { Text(words.readers) }
            if (view.care.isEmpty()) {
                MainButton(onClick = { actions.go(Place.Join()) }) { Text(words.join) }
            } else {
                QuietButton(onClick = { actions.go(Place.Join()) }) { Text(words.join) }
            }
        }
    }
}

@Composable
private fun OneReply(reply: ReplyLine, onGo: (Place) -> Unit) {
    Block(onClick = { onGo(Place.EntryOf(reply.entry)) }) {
        val fresh = if (reply.fresh) "${LocalWords.current.new} · " else ""
        Text("$fresh${reply.therapist} · ${reply.whenText}", style = MaterialTheme.typography.labelMedium)
        Text(reply.text, style = MaterialTheme.typography.bodyLarge)
        Text(reply.about, style = MaterialTheme.typography.bodySmall)
    }
}

@Composable
private fun OneAssigned(assigned: Assigned, onGo: (Place) -> Unit) {
    val instrument = assigned.instrument
    val prompt = assigned.prompt
    val to = when {
        instrument != null -> Place.Measure(instrument, assigned.id)
        prompt != null -> Place.Write(prompt = prompt.id)
        else -> null
    }
    Block(onClick = to?.let { { onGo(it) } }) {
        Text(assigned.said, style = MaterialTheme.typography.titleSmall)
        prompt?.let { Text(it.text, style = MaterialTheme.typography.bodyLarge) }
        if (assigned.dueText.isNotBlank()) Text(assigned.dueText, style = MaterialTheme.typography.bodySmall)
    }
}

/** An appointment. Its calendar file contains neither the therapist's name nor the purpose. */
@Composable
private fun OneAppointment(appointment: Appointment, onCalendar: (appointment: EntryId) -> Unit) = Block {
    Text(appointment.said, style = MaterialTheme.typography.titleSmall)
    QuietButton(onClick = { onCalendar(appointment.id) }, Modifier.testTag("calendar")) { Text(LocalWords.current.forYourCalendar) }
}

@Composable
private fun OnePractice(practice: Practice, onCall: (number: String) -> Unit) = Block {
    Text(practice.name, style = MaterialTheme.typography.titleMedium)
    for (text in listOf(practice.readingAgreement, practice.aftercare, practice.urgent).filter(String::isNotBlank)) {
        Text(text, style = MaterialTheme.typography.bodyMedium)
    }
    if (practice.phone.isNotBlank()) QuietButton(onClick = { onCall(practice.phone) }) { Text(practice.phone) }
}

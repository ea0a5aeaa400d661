package afterglow.app.screens

import afterglow.Access
import afterglow.Appointment
import afterglow.Assigned
import afterglow.Choice
import afterglow.Part
import afterglow.ReplyLine
import afterglow.SafetyWords
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

private class Practice(val view: afterglow.TherapistScreen, val safetyWords: Map<String, SafetyWords>, val compared: Set<String>)

/** An appointment. Its calendar file contains neither the therapist's name nor the purpose. */
@Composable
private fun OneAppointment(app: AppState, appointment: Appointment) = Block {
    Text(appointment.said, style = MaterialTheme.typography.titleSmall)
    QuietButton(
        onClick = {
            app.act {
                app.platform.shareSheet.send("appointment.ics", "text/calendar") { it.writeText(appointmentFile(appointment.id)) }
            }
        },
        Modifier.testTag("calendar"),
    ) { Text(app.words.forYourCalendar) }
}

/** Replies, assignments, appointments and access. */
@Composable
fun TherapistScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.THERAPIST, Part.CARE, Part.SHARING, Part.TIMELINE) {
        val view = therapist()
        val open = view.care.filterNot { it.care.ended }.associate { it.care.id to safetyWords(it.care.id) }
        Practice(view, open, readers().readers.filter { it.compared }.map { it.care }.toSet())
    }
    // Leaving the screen marks all replies as seen.
    DisposableEffect(Unit) { onDispose { app.act { markRepliesSeen() } } }
    Page(app, words.therapist) {
        app.Away()
        app.ReadersFirst()
        app.Show(shown) { practice ->
            val view = practice.view
            if (view.care.isEmpty()) {
                Empty(words.noTherapist, words.noTherapistText)
            } else {
                Heading(words.replies)
                view.noReplies?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
                for (reply in view.replies) OneReply(reply, app::go)
            }
            for (assigned in view.assigned) OneAssigned(assigned, app::go)
            for (appointment in view.appointments) OneAppointment(app, appointment)
            for (access in view.care) Relationship(app, access, practice, view.shareable)
            for (one in view.practice) {
                Block {
                    Text(one.name, style = MaterialTheme.typography.titleMedium)
                    for (text in listOf(one.readingAgreement, one.aftercare, one.urgent).filter(String::isNotBlank)) {
                        Text(text, style = MaterialTheme.typography.bodyMedium)
                    }
                    if (one.phone.isNotBlank()) QuietButton(onClick = { app.platform.call(one.phone) }) { Text(one.phone) }
                }
            }
            if (view.care.isNotEmpty()) QuietButton(onClick = { app.go(Place.Readers) }) { Text(words.readers) }
            if (view.care.isEmpty()) {
                MainButton(onClick = { app.go(Place.Join()) }) { Text(words.join) }
            } else {
                QuietButton(onClick = { app.go(Place.Join()) }) { Text(words.join) }
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

@Composable
private fun Relationship(app: AppState, access: Access, practice: Practice, shareable: List<Choice>) {
    val words = app.words
    val care = access.care
    val safety = practice.safetyWords[care.id]
    var ending by remember { mutableStateOf(false) }
    Block {
        Text(care.therapist, style = MaterialTheme.typography.titleLarge)
        if (care.practice.isNotBlank()) Text(care.practice, style = MaterialTheme.typography.bodyMedium)
        access.purposeText?.let { Text(it, style = MaterialTheme.typography.bodyMedium) }
        Text(access.sinceText, style = MaterialTheme.typography.bodySmall)
        if (!care.ended) Text(access.sharedText, style = MaterialTheme.typography.bodyMedium)
        TextButton(onClick = { app.go(Place.SharedWith(care.id)) }) { Text(words.whatTheyHave) }
        if (care.ended) return@Block
        Text(access.ruleText, style = MaterialTheme.typography.bodyMedium)
        if (access.rule.isEmpty()) {
            ShareFromNowOn(app, care.id, shareable)
        } else {
            TextButton(onClick = { app.act { stopSharingFromNowOn(care.id) } }) { Text(words.stopRule) }
        }
        Text(words.safetyWords, style = MaterialTheme.typography.labelMedium)
        if (safety != null) {
            Text(words.keyNumber(safety.key.toInt()), style = MaterialTheme.typography.labelMedium)
            Text(safety.words.joinToString("  "), style = MaterialTheme.typography.titleMedium)
            if (care.id in practice.compared) {
                Text(words.sameWords, style = MaterialTheme.typography.bodySmall)
            } else {
                Text(words.safetyWordsText, style = MaterialTheme.typography.bodySmall)
                TextButton(onClick = { app.act { wordsCompared(care.id) } }) { Text(words.wordsCompared) }
            }
        }
        TextButton(onClick = { ending = true }) { Text(words.endCare) }
    }
    if (ending) {
        Sure(words.endCare, words.endCareText, words.endCare, words.keep, { ending = false }) { app.proved { endCare(care.id) } }
    }
}

/** Sets a sharing rule: first the kinds, then what it means, then the confirmation. */
@Composable
private fun ShareFromNowOn(app: AppState, care: String, shareable: List<Choice>) {
    val words = app.words
    var choosing by remember { mutableStateOf(false) }
    var kinds by remember { mutableStateOf(emptyList<String>()) }
    var question by remember { mutableStateOf<String?>(null) }
    if (!choosing) {
        TextButton(onClick = { choosing = true }) { Text(words.shareRule) }
        return
    }
    Several(words.shareRuleText, shareable, kinds) { kinds = it }
    QuietButton(onClick = { app.act { question = shareRuleQuestion(kinds) } }, enabled = kinds.isNotEmpty()) { Text(words.shareRule) }
    TextButton(onClick = { choosing = false }) { Text(words.cancel) }
    question?.let {
        Sure(words.shareRule, it, words.yes, words.cancel, { question = null }) { app.proved { shareFromNowOn(kinds, care) } }
    }
}

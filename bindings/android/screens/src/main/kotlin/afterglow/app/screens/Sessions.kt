package afterglow.app.screens

import afterglow.Entry
import afterglow.Part
import afterglow.Session
import afterglow.SessionForm
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType

private class Series(val sessions: List<Session>, val intentions: List<Entry>)

/** The series: before a session its intention, afterwards how it was. */
@Composable
fun SessionsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE) {
        Series(timeline().sections.mapNotNull { it.session }, list(listOf("intention")))
    }
    Page(app, words.sessions) {
        app.Show(shown) { series ->
            NewIntention(app)
            for (intention in series.intentions.take(INTENTIONS)) {
                Block(onClick = { app.go(Place.EntryOf(intention.id)) }) {
                    Text(intention.text, style = MaterialTheme.typography.titleLarge)
                }
            }
            if (series.sessions.isEmpty()) Empty(words.noSessions, words.noSessionsText)
            for (session in series.sessions) OneSession(app, session)
            FilledTonalButton(onClick = { app.go(Place.NewSession) }) { Text(words.newSession) }
        }
    }
}

@Composable
private fun NewIntention(app: AppState) {
    var text by remember { mutableStateOf("") }
    Heading(app.words.intention)
    OutlinedTextField(text, { text = it }, Modifier.fillMaxWidth(), label = { Text(app.words.intentionText) })
    Button(
        onClick = {
            app.act {
                writeIntention(text)
                text = ""
                app.notice = app.words.intentionKept
            }
        },
        enabled = text.isNotBlank(),
    ) { Text(app.words.add) }
}

@Composable
private fun OneSession(app: AppState, session: Session) {
    val words = app.words
    Block {
        Text(words.session(session.number.toInt()), Modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge)
        Text(words.moment(session.at), style = MaterialTheme.typography.bodyMedium)
        val recorded = listOfNotNull(
            session.route.takeIf(String::isNotBlank)?.let(words::route),
            session.doseMg?.let { "${it.toString().removeSuffix(".0")} mg" },
            session.durationMin?.let { "$it min" },
        )
        if (recorded.isNotEmpty()) {
            Text(words.recordedByClinic, style = MaterialTheme.typography.labelMedium)
            Text(recorded.joinToString(" · "), style = MaterialTheme.typography.bodyLarge)
        }
        for (part in session.setting) {
            Text("${words.settingPart(part.part)}: ${part.text}", style = MaterialTheme.typography.bodyMedium)
        }
        if (session.qualities.isNotEmpty()) {
            Text(words.qualities, style = MaterialTheme.typography.labelMedium)
            Text(session.qualities.joinToString(", "), style = MaterialTheme.typography.bodyLarge)
        }
    }
}

/** A session that the clinic has not recorded: its number and its setting. The dose is the clinic's to write. */
@Composable
fun NewSessionScreen(app: AppState) {
    val words = app.words
    var form by remember { mutableStateOf(SessionForm(number = 1u)) }
    val sessions = app.watched(Unit, Part.TIMELINE) { timeline().sections.mapNotNull { it.session } }
    Page(app, words.newSession) {
        app.Show(sessions) { before ->
            val next = (before.maxOfOrNull { it.number } ?: 0u) + 1u
            var number by remember { mutableStateOf("$next") }
            OutlinedTextField(
                number,
                { number = it.filter(Char::isDigit).take(3) },
                Modifier.fillMaxWidth(),
                label = { Text(words.sessionNumber) },
                keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.Number),
            )
            Heading(words.setting)
            Line(words.settingPart("place"), form.place) { form = form.copy(place = it) }
            Line(words.settingPart("light"), form.light) { form = form.copy(light = it) }
            Line(words.settingPart("music"), form.music) { form = form.copy(music = it) }
            Line(words.settingPart("companions"), form.companions) { form = form.copy(companions = it) }
            Button(
                onClick = {
                    app.act {
                        writeSession(form.copy(number = number.toUIntOrNull() ?: next))
                        app.navigator.back()
                    }
                },
                Modifier.fillMaxWidth(),
                enabled = (number.toUIntOrNull() ?: 0u) > 0u,
            ) { Text(words.add) }
        }
    }
}

@Composable
internal fun Line(label: String, text: String, onChange: (String) -> Unit) {
    OutlinedTextField(text, onChange, Modifier.fillMaxWidth(), label = { Text(label) })
}

private const val INTENTIONS = 3

package afterglow.app.screens

import afterglow.SessionEntry
import afterglow.SessionRow
import afterglow.Hope
import afterglow.JourneyFilter
import afterglow.Part
import afterglow.SessionForm
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.Line
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.watched
import afterglow.writeIntention
import afterglow.writeSession
import androidx.compose.foundation.layout.fillMaxWidth
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
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics

private class Sessions(val rows: List<SessionRow>, val hopes: afterglow.HopesScreen)

/** The series: what is hoped for, and each session as it was. */
@Composable
fun SessionsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE, Part.TODAY) {
        val page = journey(JourneyFilter(kinds = listOf("dosing_session")), limit = ALL)
        Sessions(page.rows.filterIsInstance<SessionRow>(), hopes())
    }
    Page(app, words.sessions) {
        app.Show(shown) { sessions ->
            val next = sessions.hopes.nextSession.toInt()
            Hopes(app, sessions.hopes)
            if (sessions.rows.isEmpty()) Empty(words.noSessions, words.noSessionsText)
            for (row in sessions.rows) {
                Block(onClick = { app.go(Place.SessionOf(row.session.number.toInt())) }) {
                    Text(row.title, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleLarge)
                    Text(row.date, style = MaterialTheme.typography.bodyMedium)
                }
            }
            FilledTonalButton(onClick = { app.go(Place.SessionOf(next)) }) { Text(words.newSession) }
        }
    }
}

/** One session: before it, what was hoped; afterwards the first words, what it was like, its setting. */
@Composable
fun SessionScreen(app: AppState, number: Int) {
    val shown = app.watched(number, Part.TIMELINE) { sessionPage(number) }
    Page(app, app.words.session(number)) {
        app.Show(shown) { page ->
            if (page.`when`.isNotBlank()) Text(page.`when`, style = MaterialTheme.typography.bodyMedium)
            page.aftercare?.let { Note(it) }
            page.care?.let { Note(it) }
            for (hope in page.intentions + page.concerns) OneHope(app, hope)
            page.dose?.let { Text(it, style = MaterialTheme.typography.bodyLarge) }
            if (page.supportNote.isNotBlank()) Note(page.supportNote)
            TheForm(app, page)
        }
    }
}

@Composable
private fun TheForm(app: AppState, page: afterglow.SessionScreen) {
    val words = app.words
    var form by remember(page.form) { mutableStateOf(page.form) }
    Line(words.firstWords, form.firstWords, "first-words") { form = form.copy(firstWords = it) }
    Several(words.qualities, page.qualities, form.qualities) { form = form.copy(qualities = it) }
    Text(page.noneBetter, style = MaterialTheme.typography.bodySmall)
    Line(words.whatHelped, form.helped) { form = form.copy(helped = it) }
    Line(words.whatHindered, form.hindered) { form = form.copy(hindered = it) }
    Heading(words.setting)
    Line(words.settingPart("place"), form.place) { form = form.copy(place = it) }
    Line(words.settingPart("light"), form.light) { form = form.copy(light = it) }
    Line(words.settingPart("music"), form.music) { form = form.copy(music = it) }
    Line(words.settingPart("seating"), form.seating) { form = form.copy(seating = it) }
    Line(words.settingPart("companions"), form.companions) { form = form.copy(companions = it) }
    Heading(words.support)
    OneOf(page.support.map { it.value to it.label }, form.support) { form = form.copy(support = it) }
    Button(
        onClick = { app.act { keep(page.id, form) { app.navigator.leave(Place.SessionOf(page.form.number.toInt())) } } },
        Modifier.fillMaxWidth().testTag("keep"),
        enabled = page.id == null || form != page.form,
    ) { Text(words.keep) }
    if (page.id != null && form.ended == null) {
        FilledTonalButton(onClick = { app.act { endSession(form.number.toInt()) } }) { Text(words.iAmHome) }
    }
}

/** The dose is the clinic's to write: this form leaves it as it is. */
private suspend fun afterglow.Journal.keep(id: String?, form: SessionForm, then: () -> Unit) {
    if (id == null) writeSession(form) else edit(id, SessionEntry(form))
    then()
}

private const val ALL = 500

package afterglow.app.screens

import afterglow.Part
import afterglow.SessionEntry
import afterglow.SessionForm
import afterglow.app.AppState
import afterglow.app.FormDraft
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Card
import afterglow.app.parts.CardsPage
import afterglow.app.parts.Chip
import afterglow.app.parts.Field
import afterglow.app.parts.Heading
import afterglow.app.parts.Line
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Scale
import afterglow.app.parts.Several
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Waiting
import afterglow.app.parts.WhenItWas
import afterglow.app.watched
import afterglow.app.writing
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp

/** One session, afterwards: first words, qualities, what helped, the setting, and the time. One card each. */
@Composable
fun SessionScreen(app: AppState, number: Int) {
    val shown = app.watched(number, Part.TIMELINE) { sessionPage(number) }
    val page = (shown as? Shown.Ready)?.value
    if (page == null) {
        Page(app, app.words.session(number), closes = true) { app.Show(shown) {} }
        return
    }
    val place = Place.SessionOf(number)
    val draft = app.formAt(place, page.form, { SessionEntry(it) }, of = page.id) { entry ->
        (entry as? SessionEntry)?.session?.takeIf { it.number == page.form.number }
    }
    val form = draft.form
    if (form == null) {
        Page(app, app.words.session(number), closes = true) { Waiting(app.words.loading) }
        return
    }
    val words = app.words
    CardsPage(
        app,
        words.session(number),
        listOf(
            Card(words.firstWordsQuestion) { FirstWords(app, page, draft, form) },
            Card(words.qualities) { WhatItWasLike(app, page, draft, form) },
            Card(words.helpedQuestion) {
                Line(words.whatHelped, form.helped, "helped") { draft.put { copy(helped = it) } }
                Line(words.whatHindered, form.hindered, "hindered") { draft.put { copy(hindered = it) } }
                Heading(words.support)
                OneOf(page.support.map { it.value to it.label }, form.support) { draft.put { copy(support = it) } }
            },
            Card(words.setting) { TheRoom(app, draft, form) },
            Card(words.whenItWas) { WhenAndHow(app, page, draft, form) },
        ),
        words.keep,
        // A session without any further details can be recorded as well.
        canFinish = page.id == null || draft.changed,
        onDone = {
            app.act {
                draft.finish()
                app.notice = words.saved
                app.navigator.leave(place)
            }
        },
        doneTag = "keep",
        status = words.draftKept.takeIf { draft.kept } ?: page.`when`.ifBlank { null },
        closes = true,
    )
}

private fun FormDraft<SessionForm>.put(how: SessionForm.() -> SessionForm) {
    form?.let { change(it.how()) }
}

@Composable
private fun FirstWords(app: AppState, page: afterglow.SessionScreen, draft: FormDraft<SessionForm>, form: SessionForm) {
    val words = app.words
    page.aftercare?.let { Note(it) }
    page.care?.let { Note(it) }
    Field(words.firstWords, form.firstWords, tag = "first-words", minLines = 5, style = MaterialTheme.typography.writing) { draft.put { copy(firstWords = it) } }
    if (page.id != null && form.ended == null) {
        QuietButton(onClick = { app.act { endSession(form.number.toInt()) } }, icon = Symbols.Home) { Text(words.iAmHome) }
    }
    if (page.supportNote.isNotBlank()) Note(page.supportNote)
    for (hope in page.intentions + page.concerns) OneHope(app, hope)
}

@Composable
private fun WhatItWasLike(app: AppState, page: afterglow.SessionScreen, draft: FormDraft<SessionForm>, form: SessionForm) {
    val words = app.words
    Text(page.noneBetter, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    Several("", page.qualities, form.qualities) { draft.put { copy(qualities = it) } }
    Scale(words.intensity, form.intensity?.toInt(), words.intensityLow, words.intensityHigh) { draft.put { copy(intensity = it?.toUByte()) } }
}

@Composable
private fun TheRoom(app: AppState, draft: FormDraft<SessionForm>, form: SessionForm) {
    val words = app.words
    Line(words.settingPart("place"), form.place, "place") { draft.put { copy(place = it) } }
    Line(words.settingPart("light"), form.light, "light") { draft.put { copy(light = it) } }
    Line(words.settingPart("music"), form.music, "music") { draft.put { copy(music = it) } }
    Line(words.settingPart("seating"), form.seating, "seating") { draft.put { copy(seating = it) } }
    Line(words.settingPart("companions"), form.companions, "companions") { draft.put { copy(companions = it) } }
}

/** Day, time, and the dose as far as the person knows it. The clinic's values are read-only. */
@Composable
private fun WhenAndHow(app: AppState, page: afterglow.SessionScreen, draft: FormDraft<SessionForm>, form: SessionForm) {
    val words = app.words
    WhenItWas(form.at) { draft.put { copy(at = it) } }
    Number(words.duration, form.durationMin?.toString().orEmpty(), "duration", words.wholeMinutes, { it.toIntOrNull()?.takeIf { minutes -> minutes in 1..1440 } }) {
        draft.put { copy(durationMin = it?.toUInt()) }
    }
    Heading(words.doseAndRoute)
    val clinics = page.dose?.takeIf { form.recordedBy == "clinic" || page.form.doseMg == null }
    if (clinics != null) {
        Text(clinics, style = MaterialTheme.typography.bodyLarge)
        return
    }
    Text(words.doseText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
        for (route in page.routes) {
            val on = form.route == route.value
            Chip(route.label, on) { draft.put { copy(route = if (on) "" else route.value, recordedBy = "client") } }
        }
    }
    Number(words.doseMg, form.doseMg?.let(::plain).orEmpty(), "dose", words.wholeMilligrams, { it.replace(',', '.').toDoubleOrNull()?.takeIf { mg -> mg in 0.1..2000.0 } }) {
        draft.put { copy(doseMg = it, recordedBy = "client") }
    }
}

/** An optional number. An invalid one is reported below the field, and not stored. */
@Composable
private fun <T : Any> Number(label: String, number: String, tag: String, looksLike: String, parse: (String) -> T?, onChange: (T?) -> Unit) {
    var typed by remember { mutableStateOf(number) }
    val wrong = typed.isNotBlank() && parse(typed.trim()) == null
    Field(
        label, typed, tag = tag, singleLine = true, problem = looksLike.takeIf { wrong }, keyboard = KeyboardOptions(keyboardType = KeyboardType.Decimal),
    ) {
        typed = it
        if (it.isBlank() || parse(it.trim()) != null) onChange(parse(it.trim()))
    }
}

private fun plain(number: Double): String = if (number % 1.0 == 0.0) number.toLong().toString() else number.toString()

package afterglow.app.screens

import afterglow.EntryForm
import afterglow.Hope
import afterglow.Part
import afterglow.RecordedBy
import afterglow.SessionForm
import afterglow.SettingPart
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.formAt
import afterglow.app.parts.Card
import afterglow.app.parts.CardsPage
import afterglow.app.parts.Chip
import afterglow.app.parts.Exits
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
import afterglow.app.parts.exits
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
    val draft = app.formAt(place, page.form, { EntryForm.Session(it) }, of = page.id) { entry ->
        (entry as? EntryForm.Session)?.session?.takeIf { it.number == page.form.number }
    }
    val form = draft.form
    if (form == null) {
        Page(app, app.words.session(number), closes = true) { Waiting(app.words.loading) }
        return
    }
    SessionContent(
        app.exits(), page, form, canFinish = page.id == null || draft.changed, kept = draft.kept,
        put = { how -> draft.form?.let { draft.change(it.how()) } },
        onHome = {
            app.act {
                // What was typed is saved first, so that the draft knows the session as it was before.
                draft.save()
                endSession(number)
            }
        },
        onDone = {
            app.act {
                draft.finish()
                app.notice = app.words.saved
                app.navigator.leave(place)
            }
        },
    ) { OneHope(app, it, place) }
}

/** The cards of a session. A session without any further details can be recorded as well. [hope] draws an intention. */
@Composable
internal fun SessionContent(
    exits: Exits,
    page: afterglow.SessionScreen,
    form: SessionForm,
    canFinish: Boolean,
    kept: Boolean,
    put: (SessionForm.() -> SessionForm) -> Unit,
    onHome: () -> Unit,
    onDone: () -> Unit,
    hope: @Composable (Hope) -> Unit,
) {
    val words = LocalWords.current
    CardsPage(
        exits,
        words.session(form.number.toInt()),
        listOf(
            Card(words.firstWordsQuestion) { FirstWords(page, form, put, onHome, hope) },
            Card(words.qualities) { WhatItWasLike(page, form, put) },
            Card(words.helpedQuestion) {
                Line(words.whatHelped, form.helped, "helped") { put { copy(helped = it) } }
                Line(words.whatHindered, form.hindered, "hindered") { put { copy(hindered = it) } }
                Heading(words.support)
                OneOf(page.support.map { it.value to it.label }, form.support) { put { copy(support = it) } }
            },
            Card(words.setting) { TheRoom(form, put) },
            Card(words.whenItWas) { WhenAndHow(page, form, put) },
        ),
        words.keep,
        canFinish,
        onDone,
        doneTag = "keep",
        status = words.draftKept.takeIf { kept } ?: page.`when`.ifBlank { null },
        closes = true,
    )
}

@Composable
private fun FirstWords(
    page: afterglow.SessionScreen,
    form: SessionForm,
    put: (SessionForm.() -> SessionForm) -> Unit,
    onHome: () -> Unit,
    hope: @Composable (Hope) -> Unit,
) {
    val words = LocalWords.current
    page.aftercare?.let { Note(it) }
    page.care?.let { Note(it) }
    Field(words.firstWords, form.firstWords, tag = "first-words", minLines = 5, style = MaterialTheme.typography.writing) { put { copy(firstWords = it) } }
    if (page.id != null && form.ended == null) {
        QuietButton(onHome, icon = Symbols.Home) { Text(words.iAmHome) }
    }
    if (page.supportNote.isNotBlank()) Note(page.supportNote)
    for (one in page.intentions + page.concerns) hope(one)
}

@Composable
private fun WhatItWasLike(page: afterglow.SessionScreen, form: SessionForm, put: (SessionForm.() -> SessionForm) -> Unit) {
    val words = LocalWords.current
    Text(page.noneBetter, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    Several("", page.qualities, form.qualities) { put { copy(qualities = it) } }
    Scale(words.intensity, form.intensity?.toInt(), words.intensityLow, words.intensityHigh) { put { copy(intensity = it?.toUByte()) } }
}

@Composable
private fun TheRoom(form: SessionForm, put: (SessionForm.() -> SessionForm) -> Unit) {
    val words = LocalWords.current
    Line(words.settingPart(SettingPart.PLACE), form.place, "place") { put { copy(place = it) } }
    Line(words.settingPart(SettingPart.LIGHT), form.light, "light") { put { copy(light = it) } }
    Line(words.settingPart(SettingPart.MUSIC), form.music, "music") { put { copy(music = it) } }
    Line(words.settingPart(SettingPart.SEATING), form.seating, "seating") { put { copy(seating = it) } }
    Line(words.settingPart(SettingPart.COMPANIONS), form.companions, "companions") { put { copy(companions = it) } }
}

/** Day, time, and the dose as far as the person knows it. The clinic's values are read-only. */
@Composable
private fun WhenAndHow(page: afterglow.SessionScreen, form: SessionForm, put: (SessionForm.() -> SessionForm) -> Unit) {
    val words = LocalWords.current
    WhenItWas(form.at) { put { copy(at = it) } }
    Number(words.duration, form.durationMin?.toString().orEmpty(), "duration", words.wholeMinutes, { it.toIntOrNull()?.takeIf { minutes -> minutes in 1..1440 } }) {
        put { copy(durationMin = it?.toUInt()) }
    }
    Heading(words.doseAndRoute)
    val clinics = page.dose?.takeIf { form.recordedBy == RecordedBy.CLINIC || page.form.doseMg == null }
    if (clinics != null) {
        Text(clinics, style = MaterialTheme.typography.bodyLarge)
        return
    }
    Text(words.doseText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
    FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
        for (route in page.routes) {
            val on = form.route == route.value
            Chip(route.label, on) { put { copy(route = if (on) "" else route.value, recordedBy = RecordedBy.CLIENT) } }
        }
    }
    Number(words.doseMg, form.doseMg?.let(::plain).orEmpty(), "dose", words.wholeMilligrams, { it.replace(',', '.').toDoubleOrNull()?.takeIf { mg -> mg in 0.1..2000.0 } }) {
        put { copy(doseMg = it, recordedBy = RecordedBy.CLIENT) }
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

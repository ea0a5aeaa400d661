package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Page
import afterglow.app.parts.RowItem
import afterglow.app.parts.Symbols
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable

/** All screens that are not in the tab bar. */
@Composable
fun MoreScreen(app: AppState) {
    val words = app.words
    val places = listOf(
        Triple(Place.Therapist, Symbols.Person, words.therapist),
        Triple(Place.Sessions, Symbols.Hope, words.sessions),
        Triple(Place.Steps, Symbols.Step, words.steps),
        Triple(Place.Measures, Symbols.Form, words.measures),
        Triple(Place.Reminders, Symbols.Meeting, words.reminders),
        Triple(Place.WhatThisIs, Symbols.Book, words.whatThisIs),
        Triple(Place.Settings, Symbols.More, words.settings),
    )
    Page(app, words.more, onBack = null) {
        Column { for ((place, icon, name) in places) RowItem(name, icon = icon, onClick = { app.go(place) }) }
    }
}

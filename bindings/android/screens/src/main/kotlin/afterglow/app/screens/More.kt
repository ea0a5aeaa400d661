package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.parts.RowItem
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable

/** All screens that are not in the tab bar. */
@Composable
fun MoreScreen(app: AppState) = MoreContent(app.exits(canGoBack = false), app::go)

@Composable
internal fun MoreContent(exits: Exits, onGo: (Place) -> Unit) {
    val words = LocalWords.current
    val places = listOf(
        Triple(Place.Therapist, Symbols.Person, words.therapist),
        Triple(Place.Sessions, Symbols.Hope, words.sessions),
        Triple(Place.Steps, Symbols.Step, words.steps),
        Triple(Place.Measures, Symbols.Form, words.measures),
        Triple(Place.Reminders, Symbols.Meeting, words.reminders),
        Triple(Place.WhatThisIs, Symbols.Book, words.whatThisIs),
        Triple(Place.Settings, Symbols.More, words.settings),
    )
    Page(exits, words.more) {
        Column { for ((place, icon, name) in places) RowItem(name, icon = icon, onClick = { onGo(place) }) }
    }
}

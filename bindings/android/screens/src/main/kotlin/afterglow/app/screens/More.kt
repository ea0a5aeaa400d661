package afterglow.app.screens

import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Page
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable

/** Everything that has no place in the bar. */
@Composable
fun MoreScreen(app: AppState) {
    val words = app.words
    val places = listOf(
        Place.Therapist to words.therapist,
        Place.Sessions to words.sessions,
        Place.Steps to words.steps,
        Place.Measures to words.measures,
        Place.Reminders to words.reminders,
        Place.WhatThisIs to words.whatThisIs,
        Place.Settings to words.settings,
    )
    Page(app, words.more, onBack = null) {
        for ((place, name) in places) {
            Block(onClick = { app.go(place) }) { Text(name, style = MaterialTheme.typography.titleMedium) }
        }
    }
}

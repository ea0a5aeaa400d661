package afterglow.app.screens

import afterglow.EntryKind
import afterglow.JourneyFilter
import afterglow.Part
import afterglow.SessionRow
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

private class Sessions(val rows: List<SessionRow>, val hopes: afterglow.HopesScreen)

/** The series: the preparation of the next session, each past session, and the intentions. */
@Composable
fun SessionsScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.TIMELINE, Part.TODAY) {
        val page = journey(JourneyFilter(kinds = listOf(EntryKind.DOSING_SESSION)), limit = ALL)
        Sessions(page.rows.filterIsInstance<SessionRow>(), hopes())
    }
    Page(app, words.sessions) {
        app.Show(shown) { sessions ->
            val next = sessions.hopes.nextSession.toInt()
            Block {
                Text(words.beforeSession(next), style = MaterialTheme.typography.headlineSmall)
                Text(words.prepareText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
                MainButton(onClick = { app.go(Place.Prepare) }, Modifier.fillMaxWidth().testTag("prepare")) { Text(words.prepare) }
            }
            if (sessions.rows.isEmpty()) {
                Empty(words.noSessions, words.noSessionsText)
            } else {
                Column {
                    for (row in sessions.rows) {
                        RowItem(row.title, detail = row.date, icon = Symbols.Meeting, onClick = { app.go(Place.SessionOf(row.session.number.toInt())) })
                    }
                }
            }
            QuietButton(onClick = { app.go(Place.SessionOf(next)) }, Modifier.testTag("add-session")) { Text(words.newSession) }
            Hopes(app, sessions.hopes)
        }
    }
}

/** Intentions, goals and concerns, with their answers. */
@Composable
private fun Hopes(app: AppState, hopes: afterglow.HopesScreen) {
    val words = app.words
    val next = hopes.nextSession.toInt()
    if (hopes.intentions.isNotEmpty()) Heading(words.intention)
    for (hope in hopes.intentions) {
        // Not again, if it has been carried forward already.
        val along = hopes.intentions.any { it.session?.toInt() == next && it.text == hope.text }
        OneHope(app, hope, Place.Sessions, next.takeIf { !along && hope.session != null && hope.session!!.toInt() < next })
    }
    if (hopes.goals.isNotEmpty()) Heading(words.goal)
    for (hope in hopes.goals) OneHope(app, hope, Place.Sessions)
    if (hopes.concerns.isNotEmpty()) Heading(words.concern)
    for (hope in hopes.concerns) OneHope(app, hope, Place.Sessions)
}

private const val ALL = 500

package afterglow.app.screens

import afterglow.EntryKind
import afterglow.Hope
import afterglow.JourneyFilter
import afterglow.JourneyRow
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Empty
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The past sessions, and what is hoped for. */
internal class SessionsState(val rows: List<JourneyRow.Session>, val hopes: afterglow.HopesScreen)

/** The series: the preparation of the next session, each past session, and the intentions. */
@Composable
fun SessionsScreen(app: AppState) {
    val shown = app.watched(Unit, Part.TIMELINE, Part.TODAY) {
        val page = journey(JourneyFilter(kinds = listOf(EntryKind.DOSING_SESSION)), limit = ALL)
        SessionsState(page.rows.filterIsInstance<JourneyRow.Session>(), hopes())
    }
    SessionsContent(app.exits(), shown, app::again, app::go) { hope, next -> OneHope(app, hope, Place.Sessions, next) }
}

/** [hope] draws an intention, a goal or a concern, and the session to which it can be carried forward. */
@Composable
internal fun SessionsContent(
    exits: Exits,
    shown: Shown<SessionsState>,
    onAgain: () -> Unit,
    onGo: (Place) -> Unit,
    hope: @Composable (Hope, next: Int?) -> Unit,
) {
    val words = LocalWords.current
    Page(exits, words.sessions) {
        Show(shown, onAgain) { sessions ->
            val next = sessions.hopes.nextSession.toInt()
            Block {
                Text(words.beforeSession(next), style = MaterialTheme.typography.headlineSmall)
                Text(words.prepareText, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
                MainButton(onClick = { onGo(Place.Prepare) }, Modifier.fillMaxWidth().testTag("prepare")) { Text(words.prepare) }
            }
            if (sessions.rows.isEmpty()) {
                Empty(words.noSessions, words.noSessionsText)
            } else {
                Column {
                    for (row in sessions.rows) {
                        RowItem(row.title, detail = row.date, icon = Symbols.Meeting, onClick = { onGo(Place.SessionOf(row.session.number.toInt())) })
                    }
                }
            }
            QuietButton(onClick = { onGo(Place.SessionOf(next)) }, Modifier.testTag("add-session")) { Text(words.newSession) }
            Hopes(sessions.hopes, hope)
        }
    }
}

/** Intentions, goals and concerns, with their answers. */
@Composable
private fun Hopes(hopes: afterglow.HopesScreen, one: @Composable (Hope, next: Int?) -> Unit) {
    val words = LocalWords.current
    val next = hopes.nextSession.toInt()
    if (hopes.intentions.isNotEmpty()) Heading(words.intention)
    for (hope in hopes.intentions) {
        // Not again, if it has been carried forward already.
        val along = hopes.intentions.any { it.session?.toInt() == next && it.text == hope.text }
        val session = hope.session?.toInt()
        one(hope, next.takeIf { !along && session != null && session < next })
    }
    if (hopes.goals.isNotEmpty()) Heading(words.goal)
    for (hope in hopes.goals) one(hope, null)
    if (hopes.concerns.isNotEmpty()) Heading(words.concern)
    for (hope in hopes.concerns) one(hope, null)
}

private const val ALL = 500

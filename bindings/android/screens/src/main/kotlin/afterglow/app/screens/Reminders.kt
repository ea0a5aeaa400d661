package afterglow.app.screens

import afterglow.Part
import afterglow.app.AppState
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Page
import afterglow.app.parts.Show
import afterglow.app.parts.Toggle
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable

/** What will be said when, and what may not be said at all. */
@Composable
fun RemindersScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.REMINDERS, Part.SETTINGS) { reminders() }
    Page(app, words.reminders) {
        app.Show(shown) { reminders ->
            Text(reminders.nextSaid, style = MaterialTheme.typography.titleMedium)
            Text(reminders.quietSaid, style = MaterialTheme.typography.bodyMedium)
            OutlinedButton(onClick = {
                app.act {
                    notToday()
                    app.notice = app.words.restNow
                }
            }) { Text(words.notToday) }
            for (switch in reminders.switches) {
                Toggle(words.reminder(switch.kind), switch.on) { on ->
                    app.act {
                        val kept = preferences()
                        setPreferences(kept.copy(silent = if (on) kept.silent - switch.kind else (kept.silent + switch.kind).distinct()))
                    }
                }
            }
            if (reminders.notices.isNotEmpty()) Heading(words.planned)
            for (notice in reminders.notices) {
                Block {
                    Text(notice.title, style = MaterialTheme.typography.titleSmall)
                    Text(notice.whenSaid, style = MaterialTheme.typography.bodyMedium)
                }
            }
        }
    }
}

package afterglow.app.screens

import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Shown
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Toggle
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

/** The planned reminders, and the kinds that are off. */
@Composable
fun RemindersScreen(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.REMINDERS, Part.SETTINGS) { reminders() }
    Page(app, words.reminders) {
        app.Show(shown) { reminders ->
            if (!app.platform.reminders.allowed) Note(words.noticesDenied)
            Text(reminders.nextText, style = MaterialTheme.typography.titleMedium)
            QuietHours(app, reminders.quietText)
            QuietButton(onClick = {
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
                RowItem(notice.title, icon = Symbols.Meeting, detail = notice.whenText)
            }
        }
    }
}

@Composable
private fun QuietHours(app: AppState, said: String) {
    val words = app.words
    var open by remember { mutableStateOf(false) }
    val shown = app.watched(Unit, Part.SETTINGS) { preferences() }
    QuietButton(onClick = { open = !open }, Modifier.testTag("quiet-hours")) { Text(said) }
    // 21 and 8 are the defaults.
    val kept = (shown as? Shown.Ready)?.value?.takeIf { open } ?: return
    Heading(words.quietFrom)
    OneOf(EVENING.map { it to words.hour(it) }, kept.quietFrom?.toInt() ?: 21) { from ->
        app.act { setPreferences(preferences().copy(quietFrom = from.toUByte())) }
    }
    Heading(words.quietUntil)
    OneOf(MORNING.map { it to words.hour(it) }, kept.quietUntil?.toInt() ?: 8) { until ->
        app.act { setPreferences(preferences().copy(quietUntil = until.toUByte())) }
    }
}

private val EVENING = 18..23
private val MORNING = 5..11

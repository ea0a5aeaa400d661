package afterglow.app.screens

import afterglow.Part
import afterglow.ReminderKind
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.Toggle
import afterglow.app.parts.exits
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

/** The reminders, and the person's quiet hours; null: the defaults. */
internal class RemindersState(val view: afterglow.RemindersScreen, val quietFrom: Int?, val quietUntil: Int?)

/** What a person can do about reminders. */
internal class RemindersActions(
    val notToday: () -> Unit = {},
    val switch: (kind: ReminderKind, on: Boolean) -> Unit = { _, _ -> },
    val quietFrom: (hour: Int) -> Unit = {},
    val quietUntil: (hour: Int) -> Unit = {},
)

/** The planned reminders, and the kinds that are off. */
@Composable
fun RemindersScreen(app: AppState) {
    val shown = app.watched(Unit, Part.REMINDERS, Part.SETTINGS) {
        val kept = preferences()
        RemindersState(reminders(), kept.quietFrom?.toInt(), kept.quietUntil?.toInt())
    }
    val actions = RemindersActions(
        notToday = {
            app.act {
                notToday()
                app.notice = app.words.restNow
            }
        },
        switch = { kind, on ->
            app.act {
                val kept = preferences()
                setPreferences(kept.copy(silent = if (on) kept.silent - kind else (kept.silent + kind).distinct()))
            }
        },
        quietFrom = { hour -> app.act { setPreferences(preferences().copy(quietFrom = hour.toUByte())) } },
        quietUntil = { hour -> app.act { setPreferences(preferences().copy(quietUntil = hour.toUByte())) } },
    )
    RemindersContent(app.exits(), shown, app.platform.reminders.allowed, app::again, actions)
}

/** [allowed]: whether the phone shows notifications of the app. */
@Composable
internal fun RemindersContent(exits: Exits, shown: Shown<RemindersState>, allowed: Boolean, onAgain: () -> Unit, actions: RemindersActions) {
    val words = LocalWords.current
    Page(exits, words.reminders) {
        Show(shown, onAgain) { state ->
            val view = state.view
            if (!allowed) Note(words.noticesDenied)
            Text(view.nextText, style = MaterialTheme.typography.titleMedium)
            QuietHours(state, actions)
            QuietButton(actions.notToday) { Text(words.notToday) }
            for (switch in view.switches) {
                Toggle(words.reminder(switch.kind), switch.on) { on -> actions.switch(switch.kind, on) }
            }
            if (view.notices.isNotEmpty()) Heading(words.planned)
            for (notice in view.notices) {
                RowItem(notice.title, icon = Symbols.Meeting, detail = notice.whenText)
            }
        }
    }
}

@Composable
private fun QuietHours(state: RemindersState, actions: RemindersActions) {
    val words = LocalWords.current
    var open by remember { mutableStateOf(false) }
    QuietButton(onClick = { open = !open }, Modifier.testTag("quiet-hours")) { Text(state.view.quietText) }
    if (!open) return
    // 21 and 8 are the defaults.
    Heading(words.quietFrom)
    OneOf(EVENING.map { it to words.hour(it) }, state.quietFrom ?: 21, actions.quietFrom)
    Heading(words.quietUntil)
    OneOf(MORNING.map { it to words.hour(it) }, state.quietUntil ?: 8, actions.quietUntil)
}

private val EVENING = 18..23
private val MORNING = 5..11

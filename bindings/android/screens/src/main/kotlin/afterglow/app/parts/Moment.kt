package afterglow.app.parts

import afterglow.app.LocalWords
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import java.time.LocalDate
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.YearMonth
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/** A time to the minute: a date, whose calendar opens on a tap, and a time of day. Not in the future. */
@Composable
fun WhenItWas(at: OffsetDateTime?, now: OffsetDateTime = remember { OffsetDateTime.now() }, onChange: (OffsetDateTime) -> Unit) {
    val words = LocalWords.current
    val moment = at ?: now
    var open by remember { mutableStateOf(false) }
    var month by remember { mutableStateOf(YearMonth.from(moment)) }
    var typed by remember(at == null) { mutableStateOf(moment.format(TIME)) }

    fun put(day: LocalDate, time: LocalTime) {
        // The UTC offset of that place on that day.
        val there = day.atTime(time).atZone(ZoneId.systemDefault()).toOffsetDateTime()
        onChange((if (there.isAfter(now)) now else there).withNano(0))
    }
    val today = now.toLocalDate()
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(14.dp)) {
        QuietButton(onClick = { open = !open }, Modifier.testTag("day"), icon = Symbols.Meeting) { Text(words.dayOf(moment)) }
        if (open) {
            Month(month, null, YearMonth.from(today), { month = it }) { day ->
                Day(day, chosen = day == moment.toLocalDate(), enabled = day <= today) {
                    open = false
                    put(day, moment.toLocalTime())
                }
            }
        }
        val wrong = timeOf(typed) == null
        Field(
            words.timeOfDay, typed, tag = "time", singleLine = true, about = words.timeLooksLike, problem = words.timeLooksLike.takeIf { wrong },
            keyboard = KeyboardOptions(keyboardType = KeyboardType.Number),
        ) {
            typed = it
            timeOf(it)?.let { time -> if (time != moment.toLocalTime()) put(moment.toLocalDate(), time) }
        }
    }
}

@Composable
private fun Day(day: LocalDate, chosen: Boolean, enabled: Boolean, onClick: () -> Unit) {
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    Box(
        Modifier.size(40.dp).clip(CircleShape).background(if (chosen) colours.primaryContainer else colours.background)
            .selectable(chosen, enabled, Role.RadioButton, onClick = onClick).semantics { contentDescription = words.longDay(day) },
        Alignment.Center,
    ) {
        Text(
            "${day.dayOfMonth}",
            color = if (chosen) colours.onPrimaryContainer else if (enabled) colours.onBackground else colours.outline,
            style = MaterialTheme.typography.bodyMedium,
        )
    }
}

private val TIME = DateTimeFormatter.ofPattern("HH:mm")

/** Parses a typed time of day: 9:05, 09.05, 0905. */
internal fun timeOf(typed: String): LocalTime? {
    val digits = typed.trim().replace('.', ':')
    val whole = if (':' in digits || digits.length != 4) digits else digits.dropLast(2) + ":" + digits.takeLast(2)
    return try {
        LocalTime.parse(whole, DateTimeFormatter.ofPattern("H:mm"))
    } catch (_: DateTimeParseException) {
        null
    }
}

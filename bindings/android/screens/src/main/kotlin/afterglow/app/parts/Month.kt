package afterglow.app.parts

import afterglow.app.LocalWords
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.rotate
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import java.time.DayOfWeek
import java.time.LocalDate
import java.time.YearMonth
import java.time.format.DateTimeFormatter
import java.time.format.TextStyle
import java.time.temporal.WeekFields
import java.util.Locale

/** A month of days, one row per week, from the locale's first day of the week. [day] draws each of them. */
@Composable
fun Month(month: YearMonth, first: YearMonth?, last: YearMonth, onMonth: (YearMonth) -> Unit, day: @Composable (LocalDate) -> Unit) {
    val words = LocalWords.current
    Column(Modifier.fillMaxWidth()) {
        Row(Modifier.fillMaxWidth(), verticalAlignment = Alignment.CenterVertically) {
            IconButton({ onMonth(month.minusMonths(1)) }, Modifier.testTag("month-before"), enabled = first == null || month > first) {
                Icon(Symbols.Next, words.monthBefore, Modifier.rotate(180f))
            }
            Text(
                month.format(DateTimeFormatter.ofPattern("LLLL yyyy", words.locale)),
                Modifier.weight(1f).semantics {
                    heading()
                    liveRegion = LiveRegionMode.Polite
                },
                style = MaterialTheme.typography.titleSmall,
                textAlign = TextAlign.Center,
            )
            IconButton({ onMonth(month.plusMonths(1)) }, Modifier.testTag("month-after"), enabled = month < last) { Icon(Symbols.Next, words.monthAfter) }
        }
        // A day has a seventh of the screen's width, at any text size.
        val density = LocalDensity.current
        CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(1.3f))) {
            val begin = WeekFields.of(Locale.getDefault()).firstDayOfWeek
            Row(Modifier.fillMaxWidth().clearAndSetSemantics {}) {
                for (number in 0L..6L) WeekdayHead(begin.plus(number))
            }
            val before = Math.floorMod(month.atDay(1).dayOfWeek.value - begin.value, 7)
            for (week in 0..<(before + month.lengthOfMonth() + 6) / 7) {
                Row(Modifier.fillMaxWidth(), Arrangement.Start) {
                    for (column in 1..7) {
                        val number = week * 7 + column - before
                        Box(Modifier.weight(1f).heightIn(min = 48.dp), Alignment.Center) {
                            if (number in 1..month.lengthOfMonth()) day(month.atDay(number))
                        }
                    }
                }
            }
        }
    }
}

@Composable
private fun androidx.compose.foundation.layout.RowScope.WeekdayHead(day: DayOfWeek) {
    Text(
        day.getDisplayName(TextStyle.NARROW_STANDALONE, LocalWords.current.locale),
        Modifier.weight(1f),
        MaterialTheme.colorScheme.onSurfaceVariant,
        textAlign = TextAlign.Center,
        style = MaterialTheme.typography.labelSmall,
    )
}

package afterglow

import java.time.DateTimeException
import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter

/** Time until auto-lock: check again then. */
public val Lock.locksIn: Duration? get() = locksInS?.let { Duration.ofSeconds(it.toLong()) }

/** Time until the next PIN can be tried. */
public val Lock.wait: Duration get() = Duration.ofSeconds(waitS.toLong())

/** The weekdays for which the step is planned. */
public val CadenceForm.days: Set<DayOfWeek>
    get() = weekdays.mapNotNull { weekday -> DayOfWeek.entries.find { weekdayOf(it) == weekday } }.toSet()

/** A step on certain days of the week. */
public fun weekly(days: Set<DayOfWeek>): CadenceForm =
    CadenceForm(every = Every.WEEKDAYS, weekdays = days.sorted().map(::weekdayOf))

/** The day as the core names it. */
public fun weekdayOf(day: DayOfWeek): Weekday = Weekday.known[day.ordinal]

/** The core's text of a moment with its offset. */
internal val OffsetDateTime.rfc3339: String get() = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(this)

/*
 * Another app may have written a time that java.time does not support, such as an offset of more than 18 hours. It becomes
 * the Unix epoch, as in the core, so that the other entries of a screen can be read.
 */

/** A moment of the core with its offset. */
internal fun offsetDateTimeOf(text: String): OffsetDateTime =
    try {
        OffsetDateTime.parse(text)
    } catch (_: DateTimeException) {
        Instant.EPOCH.atOffset(ZoneOffset.UTC)
    }

/** A day of the core. */
internal fun localDateOf(text: String): LocalDate =
    try {
        LocalDate.parse(text)
    } catch (_: DateTimeException) {
        LocalDate.ofEpochDay(0)
    }

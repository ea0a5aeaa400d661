package afterglow.app

import java.text.NumberFormat
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.format.FormatStyle
import java.util.Locale

/** Numbers, dates and times as a language writes them. */
open class Formats(val locale: Locale) {
    /** The pattern of a day and its month: 25 Nov. */
    private val dayPattern = if (locale.language == "de") "d. MMM" else "d MMM"

    private val timeOnly: DateTimeFormatter get() = DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(locale)

    private val dayAndTime: DateTimeFormatter
        get() = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT).withLocale(locale)

    /** A value of a scale, with one decimal if needed. */
    fun number(value: Double): String = NumberFormat.getInstance(locale).apply { maximumFractionDigits = 1 }.format(value)

    /** A day with its weekday and year: Wednesday, November 25, 2026. */
    fun longDay(day: LocalDate): String = day.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale))

    /** A day in short form: 25 Nov. */
    fun shortDay(date: LocalDate): String = date.format(DateTimeFormatter.ofPattern(dayPattern, locale))

    /** A short date, with the year if it is not the current one: Wed 25 Nov. */
    fun dayOf(at: OffsetDateTime): String {
        val pattern = if (at.year == OffsetDateTime.now().year) "EEE $dayPattern" else "EEE $dayPattern yyyy"
        return at.format(DateTimeFormatter.ofPattern(pattern, locale))
    }

    /** Formats a moment with its own UTC offset. */
    fun moment(at: OffsetDateTime): String = at.format(dayAndTime)

    fun moment(at: Instant): String = at.atZone(ZoneId.systemDefault()).format(dayAndTime)

    /** The time of day in the moment's own time zone. */
    fun clockOf(at: OffsetDateTime): String = at.format(timeOnly)

    fun time(at: Instant): String = at.atZone(ZoneId.systemDefault()).format(timeOnly)

    /** An hour of the day: 9 PM, 21:00. */
    fun hour(hour: Int): String = LocalTime.of(hour % 24, 0).format(timeOnly)

    /** Minutes and seconds: 1:01. */
    fun clock(durationMs: Int): String = "%d:%02d".format(durationMs / 60_000, durationMs / 1_000 % 60)
}

package afterglow

import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import java.time.format.DateTimeFormatter
import java.time.format.DateTimeParseException

/*
 * The core's milliseconds, RFC 3339 texts and days as java.time. The records keep the core's fields; apps read these
 * properties instead.
 */

/** When the entry was written, or when its event took place. */
public val Entry.moment: Instant get() = Instant.ofEpochMilli(unixMs)

/** The same, with the offset of that time and place. */
public val Entry.time: OffsetDateTime? get() = parsed(at, OffsetDateTime::parse)

/** The day on the person's own calendar. */
public val Entry.localDate: LocalDate? get() = parsed(date, LocalDate::parse)

/** When the therapist read it. */
public val Entry.readMoment: Instant? get() = readAt?.let(Instant::ofEpochMilli)

/** For a step: the days on which it was done. */
public val Entry.doneDays: List<LocalDate> get() = doneOn.mapNotNull { parsed(it, LocalDate::parse) }

/** The days on which it was done. */
public val Step.doneDays: List<LocalDate> get() = doneOn.mapNotNull { parsed(it, LocalDate::parse) }

/** When the version was replaced; for the current one, the time of the entry. */
public val Version.moment: Instant get() = Instant.ofEpochMilli(unixMs)

/** When it was answered. */
public val MeasureResult.moment: Instant get() = Instant.ofEpochMilli(unixMs)

/** The time at which the notice is shown. */
public val Notice.moment: Instant get() = Instant.ofEpochMilli(unixMs)

/** The same, with the offset of that day. */
public val Notice.time: OffsetDateTime? get() = parsed(at, OffsetDateTime::parse)

/** When it is. */
public val Appointment.moment: Instant get() = Instant.ofEpochMilli(unixMs)

/** The same, with its offset. */
public val Appointment.time: OffsetDateTime? get() = parsed(at, OffsetDateTime::parse)

/** When it was. */
public val Session.time: OffsetDateTime? get() = parsed(at, OffsetDateTime::parse)

/** When it was written. */
public val Reply.time: OffsetDateTime? get() = parsed(at, OffsetDateTime::parse)

/** When it was saved. */
public val Draft.savedMoment: Instant get() = Instant.ofEpochMilli(savedAt)

/** When it signed in first. */
public val Device.createdMoment: Instant get() = Instant.ofEpochMilli(createdAt)

/** When it was last heard of. */
public val Device.seenMoment: Instant get() = Instant.ofEpochMilli(seenAt)

/** Since when it exists. */
public val Care.sinceMoment: Instant get() = Instant.ofEpochMilli(since)

/** When it ends. */
public val Invitation.expiryMoment: Instant get() = Instant.ofEpochMilli(expiresAt)

/** Since when they can read. */
public val Reader.sinceMoment: Instant get() = Instant.ofEpochMilli(since)

/** The time up to which the journal was verified. */
public val Readers.checkedMoment: Instant? get() = checkedAt?.let(Instant::ofEpochMilli)

/** When the server was restored from a backup. */
public val Readers.restorationMoments: List<Instant> get() = restorations.map(Instant::ofEpochMilli)

/** When it was noticed. */
public val Removed.moment: Instant get() = Instant.ofEpochMilli(at)

/** When the server's last backup with this data expires. */
public val Erased.backupsForgetMoment: Instant? get() = backupsForgetAt?.let(Instant::ofEpochMilli)

/** The day. */
public val TrendPoint.localDate: LocalDate? get() = parsed(date, LocalDate::parse)

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

/** Marks a step as done on a day, or removes the mark. */
public suspend fun Journal.markStep(id: String, day: LocalDate, done: Boolean = true): Unit = markStep(id, day.toString(), done)

/** Writes an appointment. Returns its id. */
public suspend fun Journal.writeAppointment(purpose: AppointmentPurpose, at: OffsetDateTime): String =
    writeAppointment(purpose, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at))

/** Parses a date of the core; null for a text of a newer core that is not a date. */
private fun <T> parsed(text: String, read: (CharSequence) -> T): T? =
    try {
        read(text)
    } catch (_: DateTimeParseException) {
        null
    }

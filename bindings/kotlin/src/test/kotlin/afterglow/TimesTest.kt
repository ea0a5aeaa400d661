package afterglow

import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.OffsetDateTime
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Moments, days and weekdays as java.time. */
class TimesTest {
    @Test
    fun `a meeting abroad keeps its hour, and is one moment`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val at = OffsetDateTime.parse("2026-11-02T14:00:00-07:00")
            val meeting = journal.show(journal.writeAppointment(AppointmentPurpose.INTEGRATION, at))
            assertEquals(at, meeting.at)
            assertEquals(at.toInstant(), meeting.moment)
            assertEquals(LocalDate.of(2026, 11, 2), meeting.date)
            assertNull(meeting.readAt)
        }
    }

    @Test
    fun `a step has its days, and is marked by a day`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val days = setOf(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)
            val step = journal.writeStep("call her", cadence = weekly(days))
            assertEquals(days, journal.steps().active.single().cadence?.days)
            val today = journal.show(step).date
            journal.markStep(step, today)
            assertEquals(listOf(today), journal.steps().active.single().doneOn)
            assertEquals(listOf(today), journal.show(step).doneOn)
        }
    }

    @Test
    fun `a time that is no time does not hide the others`() {
        assertEquals(OffsetDateTime.parse("2026-11-02T14:00:00.12-07:00"), offsetDateTimeOf("2026-11-02T14:00:00.120-07:00"))
        assertEquals(Instant.EPOCH, offsetDateTimeOf("2026-11-02T14:00:00+23:00").toInstant())
        assertEquals(LocalDate.of(2026, 11, 2), localDateOf("2026-11-02"))
        assertEquals(LocalDate.ofEpochDay(0), localDateOf("soon"))
        assertEquals("2026-11-02T14:00:00-07:00", OffsetDateTime.parse("2026-11-02T14:00-07:00").rfc3339)
    }

    @Test
    fun `a draft says when it was saved, and the lock when it locks`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val draft = journal.saveDraft(Writing("half a sentence"))
            assertTrue(Duration.between(journal.draft(draft)!!.savedAt, Instant.now()).abs() < Duration.ofMinutes(1))
            assertNull(journal.lockView().locksIn)
            assertEquals(Duration.ZERO, journal.lockView().wait)
            journal.setPin("246801")
            journal.setAutoLock(300)
            assertTrue(journal.lockView().locksIn!! <= Duration.ofMinutes(5))
        }
    }
}

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
            assertEquals(at, meeting.time)
            assertEquals(at.toInstant(), meeting.moment)
            assertEquals(LocalDate.of(2026, 11, 2), meeting.localDate)
            assertNull(meeting.readMoment)
        }
    }

    @Test
    fun `a step has its days, and is marked by a day`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val days = setOf(DayOfWeek.MONDAY, DayOfWeek.SUNDAY)
            val step = journal.writeStep("call her", cadence = weekly(days))
            assertEquals(days, journal.steps().active.single().cadence?.days)
            val today = journal.show(step).localDate!!
            journal.markStep(step, today)
            assertEquals(listOf(today), journal.steps().active.single().doneDays)
            assertEquals(listOf(today), journal.show(step).doneDays)
        }
    }

    @Test
    fun `a draft says when it was saved, and the lock when it locks`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val draft = journal.saveDraft(Writing("half a sentence"))
            assertTrue(Duration.between(journal.draft(draft)!!.savedMoment, Instant.now()).abs() < Duration.ofMinutes(1))
            assertNull(journal.lockView().locksIn)
            assertEquals(Duration.ZERO, journal.lockView().wait)
            journal.setPin("246801")
            journal.setAutoLock(300)
            assertTrue(journal.lockView().locksIn!! <= Duration.ofMinutes(5))
        }
    }
}

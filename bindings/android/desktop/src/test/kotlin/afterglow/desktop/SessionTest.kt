package afterglow.desktop

import afterglow.CheckIn
import afterglow.SessionForm
import afterglow.Writing
import afterglow.app.Place
import afterglow.checkIn
import afterglow.write
import afterglow.writeSession
import java.time.LocalDate
import java.time.OffsetDateTime
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Before and after a session, one card per question; and what is shown of it later. */
class SessionTest {
    @Test
    fun `what is hoped for is kept with a swipe, and comes back as a draft when it is left`() = onPhone {
        go(Place.Sessions)
        tapTag("prepare")
        at(Place.Prepare)
        type("intention", "To be gentle")
        until("it is a draft") { core { drafts() }.size == 1 }
        tap("Back")
        at(Place.Sessions)
        tapTag("prepare")
        see("To be gentle")
        nextCard(2)
        type("goal", "To sleep through")
        nextCard(1)
        see(core { hopes() }.bring)
        tapTag("previous")
        tapTag("previous")
        tapTag("done")
        at(Place.Sessions)
        val hopes = core { hopes() }
        assertEquals(listOf("To be gentle" to 1u), hopes.intentions.map { it.text to it.session })
        assertEquals(listOf("To sleep through"), hopes.goals.map { it.text })
        assertEquals(0, core { drafts() }.size)
    }

    @Test
    fun `a session is dated by its day and time, and what is no time or number is said and not kept`() = onPhone {
        go(Place.SessionOf(1))
        type("first-words", "green and slow")
        nextCard(4)
        type("time", "25:99")
        see("Hours and minutes, such as 14:30")
        type("duration", "a while")
        see("Please write minutes as a number")
        type("dose", "a lot")
        see("Please write milligrams as a number")
        type("duration", "90")
        type("dose", "")
        tapTag("day")
        tapTag("month-before")
        val day = LocalDate.now().minusMonths(1).withDayOfMonth(3)
        tap(app.words.longDay(day))
        type("time", "9:05")
        tapTag("keep")
        until("it is written") { core { sessionPage(1) }.id != null }
        val form = core { sessionPage(1) }.form
        val at = checkNotNull(form.at)
        assertEquals(day to "09:05", at.toLocalDate() to at.toLocalTime().toString().take(5))
        assertEquals(Triple("green and slow", 90u, null), Triple(form.firstWords, form.durationMin, form.doseMg))
    }

    @Test
    fun `left halfway, a session is a draft and not an entry`() = onPhone {
        go(Place.SessionOf(1))
        type("first-words", "green and slow")
        see(app.words.draftKept)
        tap("Back")
        kill()
        assertEquals(null, core { sessionPage(1) }.id)
        go(Place.SessionOf(1))
        see("green and slow")
    }

    /** The open form has older values, which must not be put back with the next word. */
    @Test
    fun `a session that ends while its page is open stays ended`() = onPhone {
        core { writeSession(SessionForm(number = 1u)) }
        go(Place.SessionOf(1))
        tap("I am home")
        until("it has ended") { core { sessionPage(1) }.form.ended != null }
        waitUntilGone("I am home")
        type("first-words", "green and slow")
        tapTag("keep")
        until("it is kept") { core { sessionPage(1) }.form.firstWords == "green and slow" }
        assertTrue("it has ended", core { sessionPage(1) }.form.ended != null)
    }

    @Test
    fun `looking back shows the range of each day and the sessions, and counts no words`() = onPhone(size = PHONE.copy(height = 2_400f)) {
        core {
            writeSession(SessionForm(number = 1u, at = OffsetDateTime.now().minusDays(2)))
            checkIn(CheckIn(mood = 3u))
            checkIn(CheckIn(mood = 7u))
            write(Writing("Her garden, and how she hummed", themes = listOf("relationship")))
        }
        go(Place.LookBack)
        see("Mood between 3 and 7, on 1 day")
        see("Session 1. three days after: 5")
        assertFalse("no counting of words", everything().any { "times" in it })
        tap("1 year")
        see("Mood between 3 and 7, on 1 day")
        // Read aloud, day by day.
        val today = app.words.dayAndMood(LocalDate.now(), 3, 7, null)
        assertTrue(today, described(today))
    }
}

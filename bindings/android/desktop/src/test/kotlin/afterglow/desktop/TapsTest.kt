package afterglow.desktop

import afterglow.PASSWORD
import afterglow.SessionForm
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.write
import afterglow.writeSession
import java.time.OffsetDateTime
import java.time.temporal.ChronoUnit
import org.junit.Assert.assertEquals
import org.junit.Assume.assumeTrue
import org.junit.Test

/** The most frequent ways through the app, counted in taps from Today. Typing is not counted. */
class TapsTest {
    @Test
    fun `on the day of a session the first words take one tap`() = onPhone {
        val now = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS)
        assumeTrue("right after midnight it was yesterday", now.hour > 0 || now.minute > 5)
        core { writeSession(SessionForm(number = 1u, at = now.minusMinutes(2), ended = now.minusMinutes(1))) }
        go(Place.Today)
        counted(1) {
            type("evening-words", "green and slow")
            tapTag("evening-done")
        }
        until("it is kept") { core { list() }.any { it.text == "green and slow" } }
    }

    @Test
    fun `words on any other day take one tap, and need none to be saved`() = onPhone {
        counted(1) {
            tapTag("write")
            type("words", "the light through the leaves")
            see("Saved on this phone")
        }
    }

    @Test
    fun `a check-in takes three taps`() = onPhone {
        counted(3) {
            tap(app.words.checkIn)
            rate("Mood", 6)
            tapTag("done")
        }
        until("it is kept") { core { list() }.size == 1 }
    }

    @Test
    fun `a number for help is called with two taps`() = onPhone {
        val emergency = core { help() }.emergency
        counted(2) {
            tapTag("help")
            tap(checkNotNull(emergency.callLabel))
        }
        assertEquals(listOf(emergency.call), phone.platform.called)
    }

    @Test
    fun `an entry is shared with four taps, after everything was seen`() = onPhone {
        val entry = core {
            register(World.server.url, World.somebody(), PASSWORD)
            join(World.therapist.invite("Wren"), "Wren")
            write(Writing("the lake"))
        }
        go(Place.Today)
        counted(4) {
            tap(app.words.journey)
            tap("the lake")
            tap(app.words.share)
            see("the lake")
            tapTag("share")
        }
        until("it is shared") { core { show(entry) }.sharedWith.isNotEmpty() }
    }

    private fun AppRobot.counted(most: Int, way: AppRobot.() -> Unit) {
        val before = taps
        way()
        assertEquals("taps", most, taps - before)
    }
}

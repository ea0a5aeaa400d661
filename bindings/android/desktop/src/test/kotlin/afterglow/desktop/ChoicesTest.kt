package afterglow.desktop

import afterglow.EntryKind
import afterglow.Every
import afterglow.Journal
import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.SessionForm
import afterglow.Weekday
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPhone
import afterglow.saveDraft
import afterglow.write
import afterglow.writeIntention
import afterglow.writeSession
import java.io.File
import java.io.RandomAccessFile
import java.time.OffsetDateTime
import kotlin.time.TimeSource
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Choices on the screens, and texts that the app shows without a request. */
class ChoicesTest {
    @Test
    fun `what was hoped for is answered after the session, and goes along to the next`() = onPhone {
        core {
            writeIntention("To be gentle", 1)
            writeSession(SessionForm(number = 1u, at = OffsetDateTime.parse("2026-11-02T14:00:00-07:00")))
        }
        go(Place.Sessions)
        tapTag("prepare")
        at(Place.Prepare)
        nextCard()
        type("concern", "That it is too much")
        tapTag("done")
        at(Place.Sessions)
        see("That it is too much")
        tap("What came of it?")
        type("answer", "I was slow with her")
        tapTag("keep-answer")
        // Waits until it is on the page, because the layout moves until then.
        until("the answer stands there") { "I was slow with her" in everything() }
        tap("Take along to session 2")
        until("it has gone along") { core { hopes() }.intentions.any { it.session == 2u && it.text == "To be gentle" } }
        waitUntilGone("Take along to session 2")
    }

    @Test
    fun `a step says how often it is meant`() = onPhone {
        go(Place.NewStep())
        type("step", "Walk to the river")
        tap("On certain days")
        tap("Monday")
        tap("Thursday")
        tapTag("add-step")
        at(Place.Steps)
        see("Walk to the river")
        val cadence = checkNotNull(core { steps() }.active.single().cadence)
        assertEquals(Every.WEEKDAYS to listOf(Weekday.MON, Weekday.THU), cadence.every to cadence.weekdays)
    }

    @Test
    fun `nothing is shared by itself before the question what that means is answered`() = onPhone {
        core {
            register(World.server.url, World.somebody(), PASSWORD)
            join(World.therapist.invite("Wren"), "Wren")
        }
        go(Place.Therapist)
        tap("Share new entries automatically")
        core { therapist() }.shareable.forEach { see(it.label) }
        tap("Check-ins")
        tap("Share new entries automatically")
        see("What is there already stays private.")
        assertEquals(emptyList<String>(), core { access() }.single().rule)
        tap("Yes")
        until("it is a rule") { core { access() }.single().rule == listOf(EntryKind.CHECK_IN) }
        tap("Stop sharing automatically")
        until("it is none") { core { access() }.single().rule.isEmpty() }
    }

    @Test
    fun `left alone the journal locks itself, and a touch begins the time anew`() = onPhone {
        core {
            setPin("2468")
            setAutoLock(60)
        }
        fun left() = core { lockView() }.locksInS?.toInt() ?: 0
        until("time runs") { left() <= 57 }
        val before = left()
        val since = TimeSource.Monotonic.markNow()
        tap("Journal")
        // However slow the machine is: without a touch, the time that is left and the time that has passed are never more than before.
        until("it runs anew") { since.elapsedNow().inWholeSeconds.let { passed -> left() + passed > before } }
        core { setAutoLock(1) }
        see("Locked")
        assertTrue(core { isLocked() })
    }

    @Test
    fun `what many wrong PINs cost is read before it is chosen`() = onPhone {
        core {
            write(Writing("a private magnolia"))
            setPin("2468")
        }
        go(Place.SettingsOf(SettingsPart.LOCK))
        tap(app.words.wipeAfter)
        see("Please enter your PIN above first.")
        type("set-pin", "2468")
        tap(app.words.wipeAfter)
        see(core { whatWouldBeLost() }.sentence)
        assertEquals(null, core { lockView() }.wipeAfter)
        tap("Yes")
        until("it is chosen") { core { lockView() }.wipeAfter == 10u }
    }

    @Test
    fun `what was begun and left is offered again`() = onPhone {
        val draft = core { saveDraft(Writing("half a sentence")) }
        go(Place.Write())
        tap("half a sentence")
        at(Place.Write(draft))
        until("it is loaded") { app.editor?.writing?.text == "half a sentence" }
        tap("Done")
        until("it is an entry") { core { list() }.map { it.text } == listOf("half a sentence") }
    }

    @Test
    fun `a slip of the finger is found, and said`() = onPhone {
        core { write(Writing("a shared kingfisher")) }
        go(Place.LookBack)
        type("search", "kingfihser")
        see("a shared kingfisher")
        see("Found with: kingfisher")
    }

    @Test
    fun `the quiet hours are the person's own`() = onPhone {
        go(Place.Reminders)
        tapTag("quiet-hours")
        tap(app.words.hour(22))
        until("it is quiet from ten") { core { preferences() }.quietFrom?.toInt() == 22 }
        tap(app.words.hour(9))
        until("and until nine") { core { preferences() }.quietUntil?.toInt() == 9 }
    }

    @Test
    fun `a refusal of notifications is shown where reminders are planned`() = onPhone {
        go(Place.Reminders)
        assertFalse(sees(app.words.noticesDenied))
        phone.platform.mayNotify = false
        go(Place.Today)
        go(Place.Reminders)
        see(app.words.noticesDenied)
    }

    @Test
    fun `a journal whose file was damaged says so`() {
        val hand = PhoneInHand()
        runBlocking { Journal.open(hand.home, "Test phone", hand.secrets).use { it.write(Writing("before")) } }
        RandomAccessFile(File(hand.home, "journal.sqlite3"), "rw").use {
            it.seek(100)
            it.write(ByteArray(64) { 0x5a })
        }
        // Shown for some seconds of the test's clock, which is faster than the core while the first page loads.
        onPhone(TestPhone(hand), atOnce = true) { see(app.words.salvaged) }
    }
}

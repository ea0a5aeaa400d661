package afterglow.desktop

import afterglow.NewAttachment
import afterglow.app.Arrived
import afterglow.app.Medium
import afterglow.app.Place
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** Content that another app shares becomes a page: at once, or when the journal is opened. */
class ArrivingTest {
    @Test
    fun `words from another app are a draft, and an entry once they are done with`() = onPhone {
        ui.runOnIdle { app.arrived = Arrived("a line from a book") }
        until("a page is open") { app.navigator.here is Place.Write }
        see("a line from a book")
        tap("Done")
        until("it is an entry") { core { list() }.map { it.text } == listOf("a line from a book") }
        assertEquals(emptyList<String>(), core { list() }.flatMap { it.sharedWith })
    }

    @Test
    fun `while it is locked it waits, is said to, and is on no disk`() = onPhone {
        core {
            setPin("2468")
            lock()
        }
        see(app.words.lockedText)
        ui.runOnIdle { app.arrived = Arrived("a line from a book") }
        see(app.words.waitsForUnlock)
        assertTrue("nothing is shown of it", !sees("a line from a book"))
        assertTrue(!phone.hand.keeps("a line from a book"))
        unlock("2468")
        see("a line from a book")
        assertEquals(1, core { drafts() }.size)
    }

    @Test
    fun `a picture that cannot be taken in is said to be, and leaves nothing behind`() = onPhone {
        ui.runOnIdle { app.arrived = Arrived(pictures = listOf(Medium("no picture".toByteArray(), NewAttachment("image/png")))) }
        until("it is taken up") { app.arrived == null }
        see("picture")
        assertEquals(Place.Today, app.navigator.here)
        assertEquals(0, core { drafts() }.size)
    }
}

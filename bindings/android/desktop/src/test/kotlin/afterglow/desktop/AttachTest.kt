package afterglow.desktop

import afterglow.app.Place
import androidx.compose.ui.test.onAllNodesWithTag
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import javax.imageio.ImageIO
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Test

/** Photos and voice notes, from the editor to the entry. */
class AttachTest {
    private val photo: ByteArray = ByteArrayOutputStream().also { out ->
        val image = BufferedImage(600, 400, BufferedImage.TYPE_INT_RGB)
        for (x in 0 until 600) for (y in 0 until 400) image.setRGB(x, y, (x / 3 shl 16) or (y / 2 shl 8) or 90)
        ImageIO.write(image, "png", out)
    }.toByteArray()

    private fun AppRobot.pictures() = ui.onAllNodesWithTag("picture").fetchSemanticsNodes()

    private fun AppRobot.entry() = runBlocking { phone.journal.list(emptyList()) }.single()

    @Test
    fun `a photo without a word is an entry, is seen whole, and is passed on`() = onPhone {
        phone.platform.inFrontOfTheLens = photo
        tapTag("write")
        tapTag("photo")
        tap("Choose a photo")
        until("its small picture is there") { pictures().size == 1 }
        tap("Done")
        until("it is an entry") { runBlocking { phone.journal.list(emptyList()) }.size == 1 }
        val kept = runBlocking { phone.journal.attachments(entry().id) }.single()
        assertEquals("garden.png" to (600u to 400u), kept.name to (kept.width to kept.height))

        go(Place.EntryOf(entry().id))
        tapTag("picture")
        until("it is seen whole") { ui.onAllNodesWithTag("whole").fetchSemanticsNodes().isNotEmpty() }
        tap("Share or save")
        until("it is passed on") { phone.platform.sent.isNotEmpty() }
        assertEquals("garden.png", phone.platform.sent.single().first)
        assertArrayEquals(photo, phone.platform.sent.single().second)
        tap("Close")
    }

    @Test
    fun `a photo outlives a kill, and is removed only where the person says so`() = onPhone {
        phone.platform.inFrontOfTheLens = photo
        tapTag("write")
        type("words", "the garden")
        tapTag("photo")
        tap("Take a photo")
        until("the first is there") { pictures().size == 1 }
        tapTag("photo")
        tap("Choose a photo")
        until("both are there") { pictures().size == 2 }
        kill()
        tapTag("do-it")
        until("both are there again") { pictures().size == 2 }
        tapTag("picture")
        tap("Remove")
        until("one is left") { pictures().size == 1 }
        tap("Done")
        until("it is an entry") { runBlocking { phone.journal.list(emptyList()) }.size == 1 }
        assertEquals(listOf("garden.png"), runBlocking { phone.journal.attachments(entry().id) }.map { it.name })

        // Also on an existing entry: leaving the page saves the change.
        go(Place.Write(entry().id))
        until("the photo is there") { pictures().size == 1 }
        tapTag("picture")
        tap("Remove")
        until("none is left") { pictures().isEmpty() }
        tap("Done")
        until("it is gone from the entry") { runBlocking { phone.journal.attachments(entry().id) }.isEmpty() }
        assertEquals("the garden", entry().text)
    }

    @Test
    fun `a voice note is recorded, kept and played`() = onPhone {
        tapTag("write")
        tap("Record a voice note")
        tap("Stop recording")
        see("Voice note, 1:01")
        tap("Play")
        until("it was played") { phone.platform.played == listOf("a song, hummed") }
        tap("Done")
        until("it is an entry") { runBlocking { phone.journal.list(emptyList()) }.size == 1 }
        go(Place.EntryOf(entry().id))
        tap("Play")
        until("it was played again") { phone.platform.played.size == 2 }
    }

    @Test
    fun `who may not listen says so, and nothing is left behind`() = onPhone {
        phone.platform.mayListen = false
        tapTag("write")
        tap("Record a voice note")
        see("The app has no access to the microphone")
        tap("Done")
        at(Place.Today)
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.drafts() })
    }
}

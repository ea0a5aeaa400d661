package afterglow.desktop

import afterglow.JournalException
import afterglow.NewAttachment
import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.SmallDisk
import afterglow.Tunnel
import afterglow.World
import afterglow.Writing
import afterglow.app.Arrived
import afterglow.app.Medium
import afterglow.app.Place
import afterglow.app.TestPhone
import afterglow.write
import afterglow.writing
import androidx.compose.ui.test.onAllNodesWithTag
import java.awt.image.BufferedImage
import java.io.ByteArrayOutputStream
import java.io.File
import java.nio.file.Files
import javax.imageio.ImageIO
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** What people, other apps and full phones do to the screens: a sentence at its place, and nothing lost. */
class BadInputTest {
    private val photo: ByteArray =
        ByteArrayOutputStream().also { ImageIO.write(BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB), "png", it) }.toByteArray()

    /** Waits until this sentence is where the page shows its problem. */
    private fun AppRobot.problem(sentence: String) = until("'$sentence' is said at its place") { problems() == 1 && sees(sentence) }

    private fun AppRobot.problems() = ui.onAllNodesWithTag("problem").fetchSemanticsNodes().size

    /** A phone whose storage can become full. */
    private fun onSmallPhone(story: AppRobot.(SmallDisk) -> Unit) = SmallDisk().use { disk ->
        val home = File(disk.folder, "phone").apply { mkdirs() }
        onPhone(TestPhone(PhoneInHand(home = home))) { story(disk) }
    }

    @Test
    fun `an invitation that was used or taken back says so beside its link, which stays`() = onPhone {
        val (used, revoked) = List(2) { World.therapist.invite("Wren") }
        PhoneInHand().use { other ->
            runBlocking {
                other.journal().register(World.server.url, World.somebody(), PASSWORD)
                other.journal().join(used, "Robin")
            }
        }
        World.therapist.revoke(revoked)
        for (link in listOf(used, revoked)) {
            val sentence = runBlocking { runCatching { phone.journal.readInvitation(link) }.exceptionOrNull() as JournalException }.sentence
            go(Place.Join())
            type("link", link)
            tap(app.words.readInvitation)
            problem(sentence)
            see(link)
            assertFalse("nobody invites", sees("invites you."))
            go(Place.Today)
        }
    }

    @Test
    fun `an invitation of a server that cannot be reached is read once it can be`() = Tunnel(World.server.port).use { network ->
        onPhone {
            val link = World.therapist.invite("Wren").replace(World.server.url, network.url)
            network.cut()
            val sentence = runBlocking { runCatching { phone.journal.readInvitation(link) }.exceptionOrNull() as JournalException }.sentence
            go(Place.Join())
            type("link", link)
            tap(app.words.readInvitation)
            problem(sentence)
            see(link)
            network.mend()
            tap(app.words.readInvitation)
            see("M. Osei, Harbour Street Practice, invites you.")
            assertEquals(0, problems())
        }
    }

    @Test
    fun `without permission for the camera a code is not read, what was typed stays, and the link can still be pasted`() = onPhone {
        phone.platform.mayLook = false
        go(Place.Join())
        type("link", "half a link")
        tap(app.words.scan)
        problem(app.words.mayNotSee)
        see("half a link")
        go(Place.Recover)
        type("handle", "a marsh wren")
        tapTag("scan-kit")
        problem(app.words.mayNotSee)
        see("a marsh wren")
    }

    @Test
    fun `without permission for the camera no photo is taken, and the words stay`() = onPhone {
        phone.platform.mayLook = false
        phone.platform.inFrontOfTheLens = photo
        tapTag("write")
        type("words", "a private magnolia")
        tapTag("photo")
        tap("Take a photo")
        see(app.words.mayNotSee)
        see("a private magnolia")
        // A photo that is chosen needs no permission.
        tapTag("photo")
        tap("Choose a photo")
        until("it is there") { ui.onAllNodesWithTag("picture").fetchSemanticsNodes().size == 1 }
    }

    @Test
    fun `on a full phone what is typed stays, is said not to be saved, and is saved once there is space`() = onSmallPhone { disk ->
        tapTag("write")
        type("words", "a private magnolia")
        see("Saved on this phone")
        disk.fill()
        // More than may be left in a file that is there already.
        val long = "The light came through the leaves. ".repeat(1_200)
        type("words", long)
        see(app.words.notSaved)
        see("There is no space left on the phone")
        assertEquals("what was saved before is safe", listOf("a private magnolia"), core { drafts() }.map { it.writing?.text })
        disk.free()
        type("words", "$long And on.")
        see("Saved on this phone")
        tap("Done")
        until("it is an entry") { core { list() }.map { it.text } == listOf("$long And on.") }
    }

    @Test
    fun `on a full phone a photo is refused, and the words stay`() = onSmallPhone { disk ->
        phone.platform.inFrontOfTheLens = photo
        tapTag("write")
        type("words", "a private magnolia")
        see("Saved on this phone")
        disk.fill()
        tapTag("photo")
        tap("Take a photo")
        see("There is no space left on the phone")
        assertEquals(0, ui.onAllNodesWithTag("picture").fetchSemanticsNodes().size)
        disk.free()
        tapTag("photo")
        tap("Take a photo")
        until("it is there") { ui.onAllNodesWithTag("picture").fetchSemanticsNodes().size == 1 }
        see("a private magnolia")
    }

    @Test
    fun `on a full phone an import says so at its place, and leaves nothing behind`() = onSmallPhone { disk ->
        val texts = Files.createTempDirectory("texts").toFile()
        File(texts, "2024-05-01 river.md").writeText("The river was loud.")
        phone.platform.onTheDisk = texts
        disk.fill()
        go(Place.Bring)
        tapTag("choose")
        see("1 entry found")
        tapTag("bring")
        problem("There is no space left on the phone")
        assertEquals(0, core { list() }.size)
        disk.free()
        tapTag("bring")
        see("imported. All of it is private.")
        assertEquals(0, problems())
        texts.deleteRecursively()
    }

    @Test
    fun `a file that cannot be written or read is said to be, at its place`() = SmallDisk().use { disk ->
        onPhone {
            core { write(Writing("a private magnolia")) }
            phone.platform.outbox = disk.folder
            disk.fill()
            go(Place.TakeAlong)
            // The core writes a PDF, the screen the JSON.
            for ((form, sentence) in listOf("pdf" to "There is no space left on the phone", "json" to app.words.fileFailed)) {
                tapTag(form)
                problem(sentence)
            }
            assertEquals(emptyList<Any>(), phone.platform.sent)
            disk.free()
            tapTag("json")
            until("it is handed over") { phone.platform.sent.size == 1 }
            assertEquals(0, problems())

            phone.platform.onTheDisk = File(disk.folder, "taken away")
            go(Place.Bring)
            tapTag("choose")
            problem(app.words.fileFailed)
        }
    }

    @Test
    fun `a text from another app that is too large for an entry is a draft, and says why it is no entry`() = onPhone {
        // As long as another app may hand over, and in UTF-8 larger than a server takes.
        val huge = ("\u20AC".repeat(15) + " ").repeat(6_000)
        ui.runOnIdle { app.arrived = Arrived(huge) }
        until("a page is open") { app.navigator.here is Place.Write }
        until("it is loaded") { app.editor?.loaded == true }
        tap("Done")
        see("too large to sync")
        assertEquals(0, core { list() }.size)
        assertEquals("nothing of it is lost", listOf(huge), core { drafts() }.map { it.writing?.text })
    }

    @Test
    fun `of several pictures the good ones are taken in, and the others are said not to be`() = onPhone {
        val pictures = listOf(photo, "no picture".toByteArray()).map { Medium(it, NewAttachment("image/png")) }
        ui.runOnIdle { app.arrived = Arrived("from the album", pictures) }
        until("a page is open") { app.navigator.here is Place.Write }
        see("from the album")
        until("the good one is there") { ui.onAllNodesWithTag("picture").fetchSemanticsNodes().size == 1 }
        see("from this picture, so it was not added")
    }

    @Test
    fun `on a full phone what another app hands over is refused, and the app goes on`() = onSmallPhone { disk ->
        disk.fill()
        ui.runOnIdle { app.arrived = Arrived("The light came through the leaves. ".repeat(1_200)) }
        see("There is no space left on the phone")
        assertEquals(Place.Today, app.navigator.here)
        disk.free()
        assertEquals(0, core { drafts() }.size)
        ui.runOnIdle { app.arrived = Arrived("a line from a book") }
        see("a line from a book")
        assertTrue(app.navigator.here is Place.Write)
    }
}

package afterglow.desktop

import afterglow.World
import afterglow.app.Place
import afterglow.app.TestPhone
import com.google.zxing.BarcodeFormat
import com.google.zxing.client.j2se.MatrixToImageWriter
import com.google.zxing.qrcode.QRCodeWriter
import java.io.ByteArrayOutputStream
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

private const val PASSWORD = "a long walk home"

/** From the first start to a second phone, on the screens, against the real server and the therapist's desk. */
class JourneyTest {
    @Test
    fun `first run, join by code, write offline, share, take back, reply, and recovery on a second phone`() {
        val wren = World.somebody()
        val first = TestPhone()
        lateinit var code: String
        onPhone(first) {
            // Before any account, without any network.
            tapTag("write")
            type("words", "a private magnolia")
            see("Saved on this phone")
            tap("Done")

            go(Place.Register)
            type("server", World.server.url)
            type("handle", wren)
            type("password", PASSWORD)
            tapTag("go")
            at(Place.RecoveryKit)
            see("If you lose phone and password")
            code = checkNotNull(runBlocking { phone.journal.recoveryCode() })
            see(code)
            type("typed", "not these words")
            tap("I have kept them")
            assertEquals(code, runBlocking { phone.journal.recoveryCode() })
            type("typed", code)
            tap("I have kept them")
            tap("Done")
            at(Place.Today)

            // The therapist shows the code; the camera reads it.
            val link = World.therapist.invite("Wren")
            phone.platform.inFrontOfTheCamera = readCode(picture(link))
            go(Place.Join())
            tap("Scan the code")
            see("M. Osei, Harbour Street Practice, invites you.")
            type("name", "Wren")
            tapTag("join")
            at(Place.Therapist)
            val care = runBlocking { phone.journal.care() }.single()
            runBlocking { phone.journal.safetyWords(care.id) }.forEach(::see)

            go(Place.Today)
            tapTag("write")
            type("words", "a shared kingfisher")
            tap("Done")
            see("a shared kingfisher")
            tap("a shared kingfisher")
            tap("Share")
            see("This is all that will be seen:")
            tapTag("share")
            see("Shared with M. Osei")
            sync()
            assertEquals(listOf("a shared kingfisher"), World.therapist.client(care)?.texts)
            assertFalse("magnolia" in World.therapist.client(care).toString())

            val id = runBlocking { phone.journal.list() }.single { it.text == "a shared kingfisher" }.id
            World.therapist.reply(care, id, "Tell me more about the bird.")
            World.therapist.review(care, id)
            sync()
            tap("Back")
            see("Tell me more about the bird.")
            see("Read")

            tap("Take back")
            see("They can no longer open it.")
            tapTag("take-back")
            see("This is all that will be seen:")
            sync()
            assertEquals(emptyList<String>(), World.therapist.client(care)?.texts)
        }

        onPhone {
            go(Place.Recover)
            type("server", World.server.url)
            type("handle", wren)
            type("code", code)
            type("password", "another long walk")
            tapTag("go")
            at(Place.Today)
            sync()
            see("a private magnolia")
            see("a shared kingfisher")
        }
    }

    @Test
    fun `an error is said in a sentence, and nothing is lost`() = onPhone {
        go(Place.SignIn)
        type("server", "http://localhost:1")
        type("handle", "nobody")
        type("password", PASSWORD)
        tapTag("go")
        until("a sentence is said") { sees("network") || sees("connection") || sees("reach") }
        assertTrue(app.navigator.here == Place.SignIn)
    }

    private fun Hand.sync() {
        val status = runBlocking { phone.journal.sync() }
        assertTrue("$status", status.inSync)
        ui.waitForIdle()
    }

    private fun picture(link: String): ByteArray {
        val matrix = QRCodeWriter().encode(link, BarcodeFormat.QR_CODE, 400, 400)
        return ByteArrayOutputStream().also { MatrixToImageWriter.writeToStream(matrix, "png", it) }.toByteArray()
    }
}

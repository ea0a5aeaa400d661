package afterglow.desktop

import afterglow.JournalException
import afterglow.Tunnel
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPhone
import afterglow.app.screens.threeOf
import afterglow.write
import com.google.zxing.BarcodeFormat
import com.google.zxing.client.j2se.MatrixToImageWriter
import com.google.zxing.qrcode.QRCodeWriter
import java.io.ByteArrayOutputStream
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

private const val PASSWORD = "a long walk home"

/** From the first start to a second phone, on the screens, with the real server and the therapist's desk. */
class JourneyTest {
    @Test
    fun `first run, join by code, write offline, sync, share, take back, reply, measure, lock, and recovery on a second phone`() = Tunnel(World.server.port).use { network ->
        val wren = World.somebody()
        val first = TestPhone(firstRun = true)
        lateinit var code: String
        onPhone(first) {
            // Without an account and without a network.
            at(Place.Welcome)
            tapTag("begin")
            at(Place.Today)
            tapTag("write")
            type("words", "a private magnolia")
            see("Saved on this phone")
            tap("Done")

            go(Place.Register())
            type("server", network.url)
            type("handle", wren)
            type("password", PASSWORD)
            tapTag("go")
            at(Place.RecoveryKit)
            see("If you lose your phone and your password")
            code = checkNotNull(runBlocking { phone.journal.recoveryCode() })
            val kit = code.split(' ')
            kit.forEach(::see)
            tapTag("save-kit")
            until("there is a page to print") { phone.platform.sent.singleOrNull()?.second?.decodeToString(0, 4) == "%PDF" }
            tapTag("kept")
            for (at in threeOf(kit)) type("word-${at + 1}", "no such word")
            tapTag("confirm-kit")
            see("This is not the word.")
            assertEquals(code, runBlocking { phone.journal.recoveryCode() })
            for (at in threeOf(kit)) type("word-${at + 1}", " ${kit[at].uppercase()} ")
            tapTag("confirm-kit")
            tap("Done")
            at(Place.Today)

            // The therapist shows the code; the camera reads it.
            val link = World.therapist.invite("Wren")
            phone.platform.inFrontOfTheCamera = readCode(picture(link))
            go(Place.Join())
            tap("Scan the code")
            see("M. Osei, Harbour Street Practice, invites you.")
            see("M. Osei reads what I share")
            type("name", "Wren")
            tapTag("join")
            at(Place.Therapist)
            val care = runBlocking { phone.journal.care() }.single()
            runBlocking { phone.journal.safetyWords(care.id) }.words.forEach(::see)

            // Offline, writing works, and it is synced automatically once there is a network again.
            ui.runOnIdle { app.scope.launch { app.stayInSync() } }
            until("all that was written is there") { status().inSync }
            network.cut()
            go(Place.Today)
            tapTag("write")
            type("words", "a shared kingfisher")
            see("Saved on this phone")
            tap("Done")
            go(Place.Today)
            see(app.words.offline)
            assertFalse(status().inSync)
            network.mend()
            until("it has gone out") { status().inSync }
            waitUntilGone(app.words.offline)

            go(Place.Journey)
            see("a shared kingfisher")
            tap("a shared kingfisher")
            tap("Share")
            see("This is exactly what M. Osei will see")
            tapTag("share")
            see("M. Osei")
            until("it is shared") { runBlocking { phone.journal.care().let { phone.journal.access() } }.single().shared == 1u }
            sync()
            assertEquals(listOf("a shared kingfisher"), World.therapist.client(care)?.texts)
            assertFalse("magnolia" in World.therapist.client(care).toString())

            val id = runBlocking { phone.journal.list(emptyList()) }.single { it.text == "a shared kingfisher" }.id
            World.therapist.reply(care, id, "Tell me more about the bird.")
            World.therapist.review(care, id)
            sync()
            tap("Back")
            see("Tell me more about the bird.")

            tap("Take back")
            tapTag("take-back")
            // The screen states nothing that the server has not confirmed.
            see("Taking it back. M. Osei may still open it until the server has confirmed it.")
            see("This is exactly what M. Osei will see")
            sync()
            see("Taken back. M. Osei can no longer open it. It was read")
            assertEquals(emptyList<String>(), World.therapist.client(care)?.texts)

            // A measure with a safety answer: the safety page comes first, the score after it.
            answerPhq9UntilHelp()
            tap("I can stay safe for now")
            tap("Go on")
            see("10 of 10")
            tap("Somewhat difficult")
            tap("Finish")
            see("1 of 27")

            // While the app is locked, only help is available.
            go(Place.SettingsOf(SettingsPart.LOCK))
            type("set-pin", "2468")
            type("set-pin-again", "2468")
            tap("Set PIN")
            tap("Lock now")
            see("Locked")
            assertFalse(sees("1 of 27"))
            unlock("2468")
            waitUntilGone("Locked")
            sync()
        }

        onPhone(TestPhone(firstRun = true)) {
            tap("Sign in")
            tap("Forgot password")
            at(Place.Recover)
            type("server", World.server.url)
            type("handle", wren)
            type("code", code)
            type("password", "another long walk")
            tapTag("go")
            at(Place.Today)
            sync()
            go(Place.Journey)
            see("a private magnolia")
            see("a shared kingfisher")
            go(Place.Measures)
            see("1 of 27")
        }
    }

    @Test
    fun `what one therapist has is seen whole, and goes along to the next when the person says so`() = onPhone {
        val (first, next) = runBlocking {
            phone.journal.register(World.server.url, World.somebody(), PASSWORD)
            List(2) { phone.journal.join(World.therapist.invite("Wren"), "Wren") }
        }
        val lake = runBlocking {
            phone.journal.write(Writing("only mine"))
            phone.journal.write(Writing("the lake")).also { phone.journal.share(it, first.id) }
        }
        go(Place.SharedWith(next.id))
        see("Nothing shared")
        go(Place.SharedWith(first.id))
        see("the lake")
        assertFalse(sees("only mine"))

        tap("Share with another therapist too")
        at(Place.GoAlong(first.id))
        see("This is exactly what M. Osei will see: one entry.")
        tapTag("share")
        at(Place.SharedWith(first.id))
        assertEquals(listOf(lake), runBlocking { phone.journal.sharedWith(next.id) })
        tap("Share with another therapist too")
        see("All of it is shared with them already.")

        // An ended relationship still shows what was shared.
        runBlocking { phone.journal.endCare(first.id) }
        go(Place.Therapist)
        tap("What is shared here")
        see("the lake")
        tap("the lake")
        at(Place.EntryOf(lake))
    }

    @Test
    fun `an error is said in a sentence, and nothing is lost`() = onPhone {
        val sentence = runBlocking {
            runCatching { phone.journal.signIn("http://localhost:1", "nobody", PASSWORD) }.exceptionOrNull() as JournalException
        }.sentence
        go(Place.SignIn)
        type("server", "http://localhost:1")
        type("handle", "nobody")
        type("password", PASSWORD)
        tapTag("go")
        see(sentence)
        assertTrue(app.navigator.here == Place.SignIn)
    }

    private fun AppRobot.status() = runBlocking { phone.journal.status() }

    private fun AppRobot.sync() {
        val status = runBlocking { phone.journal.sync() }
        assertTrue("$status", status.inSync)
        ui.waitForIdle()
    }

    private fun picture(link: String): ByteArray {
        val matrix = QRCodeWriter().encode(link, BarcodeFormat.QR_CODE, 400, 400)
        return ByteArrayOutputStream().also { MatrixToImageWriter.writeToStream(matrix, "png", it) }.toByteArray()
    }
}

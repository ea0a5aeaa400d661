package afterglow.desktop

import afterglow.EntryKind
import afterglow.InstrumentId
import afterglow.SessionForm
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.write
import afterglow.writeSession
import java.time.OffsetDateTime
import java.time.temporal.ChronoUnit
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Measures with the safety page, help, and the lock. */
class CareTest {
    @Test
    fun `an answer that asks for safety opens help before any score`() = onPhone {
        answerPhq9UntilHelp()
        assertFalse("a score is shown beside help", sees("of 27"))
        assertEquals("nothing is written yet", 0, runBlocking { phone.journal.measures() }.results.size)
        tap("I can stay safe for now")
        tap("Go on")
        see("10 of 10")
        tap("Somewhat difficult")
        tap("Finish")
        see("1 of 27")
        assertEquals(1, runBlocking { phone.journal.measures() }.results.size)
    }

    @Test
    fun `a safety answer stands above its number, and Today keeps a card until it is let be`() = onPhone {
        answerPhq9UntilHelp()
        tap("I can stay safe for now")
        tap("Go on")
        tap("Somewhat difficult")
        tap("Finish")
        see("That matters more than the number.")
        assertFalse("no band beside it", sees("minimal"))
        go(Place.Today)
        see("How is it now?")
        tapTag("settle")
        waitUntilGone("How is it now?")
    }

    @Test
    fun `a form that was left with a safety answer shows help again`() = onPhone {
        answerPhq9UntilHelp()
        go(Place.Today)
        see("How is it now?")
        go(Place.Measure(InstrumentId("phq-9")))
        see("You do not have to handle this alone")
    }

    @Test
    fun `a very low mood is answered with a way to help`() = onPhone {
        go(Place.CheckIn)
        assertFalse(sees("you do not need a reason"))
        rate("Mood", 0)
        see("you do not need a reason")
    }

    @Test
    fun `what a doctor should look at after a session is answered as it is tapped, and on a page with numbers`() = onPhone {
        // The check opens at eight in the morning after the session: forty hours are enough at every time of the day.
        val session = OffsetDateTime.now().minusHours(40).truncatedTo(ChronoUnit.SECONDS)
        runBlocking { phone.journal.writeSession(SessionForm(number = 1u, at = session)) }
        go(Place.CheckIn)
        rate("Mood", 6)
        tapTag("done")
        at(Place.Effects)
        see("Is anything bothering you since the session?")
        tap("Yes")
        tap("A sudden drop in mood")
        see("Is it still there?")
        assertFalse(sees("Please call somebody about this now"))
        tap("Chest pain, or short of breath")
        see("Please call somebody about this now")
        tapTag("done")
        see("looked at by a doctor today")
        val check = core { list() }.single { it.kind == EntryKind.SIDE_EFFECT_CHECK }
        at(Place.EffectsAnswerOf(check.id))
        val emergency = core { help() }.emergency
        tap(checkNotNull(emergency.callLabel))
        assertEquals(listOf(emergency.call), phone.platform.called)
        assertEquals(2, check.effectsText.size)
    }

    @Test
    fun `if nothing bothers, one tap is enough, and it is a draft until then`() = onPhone {
        go(Place.Effects)
        see("Is anything bothering you?")
        tap("No")
        go(Place.Today)
        go(Place.Effects)
        tapTag("done")
        see("If something changes, this page is always here.")
        assertEquals("Nothing bothers me", core { list() }.single().line)
        assertEquals(0, core { drafts() }.size)
    }

    @Test
    fun `a measure that is left goes on where it stopped`() = onPhone {
        go(Place.Measure(InstrumentId("gad-7")))
        see("1 of 7")
        tap("Not at all")
        see("2 of 7")
        tap("Back")
        go(Place.Measure(InstrumentId("gad-7")))
        see("2 of 7")
    }

    @Test
    fun `help is two taps away, and calls`() = onPhone {
        tapTag("help")
        at(Place.Help)
        val emergency = runBlocking { phone.journal.help() }.emergency
        tap(checkNotNull(emergency.callLabel))
        assertEquals(listOf(emergency.call), phone.platform.called)
    }

    @Test
    fun `a locked journal shows nothing but help, and opens with its PIN`() = onPhone {
        runBlocking {
            phone.journal.write(Writing("a private magnolia"))
            phone.journal.setPin("2468")
        }
        go(Place.Journey)
        see("a private magnolia")
        assertTrue(runBlocking { phone.journal.lock() })
        see("Locked")
        waitUntilGone("a private magnolia")
        tapTag("help")
        see("Emergency")
        tap(app.words.otherCountry)
        tap("Portugal")
        see("1411")
        tapTag("harm")
        see("What was done is not your fault")
        assertFalse("nothing of the open journal is offered", sees(runBlocking { phone.journal.harm() }.endAccess))
        unlock("1111")
        see("Wrong PIN.")
        unlock("2468")
        see("a private magnolia")
    }

    @Test
    fun `whoever forgot the PIN is told what that costs, and begins again`() = onPhone {
        // A page that is open on the journal is closed after it.
        go(Place.Write())
        type("words", "half a sentence")
        see("Saved on this phone")
        runBlocking {
            phone.journal.write(Writing("a private magnolia"))
            phone.journal.setPin("2468")
            phone.journal.lock()
        }
        see("Locked")
        tapTag("forgot-pin")
        see("Without an account nothing comes back.")
        tapTag("erase-locked")
        tap(app.words.cancel)
        unlock("2468")
        waitUntilGone("Locked")
        assertTrue(runBlocking { phone.journal.lock() })
        see("Locked")
        val before = phone.running
        tapTag("forgot-pin")
        tapTag("erase-locked")
        tapTag("yes")
        until("it has begun anew") { phone.app != null && phone.running != before }
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.list(emptyList()) })
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.drafts() })
        assertFalse(runBlocking { phone.journal.lockView() }.pin)
    }

    @Test
    fun `a face opens the journal beside the PIN, until faces have changed`() = onPhone {
        val sensor = phone.platform.biometrics
        runBlocking {
            phone.journal.write(Writing("a private magnolia"))
            phone.journal.setPin("2468")
        }
        go(Place.SettingsOf(SettingsPart.LOCK))
        tap("Face or fingerprint")
        see("Please enter your PIN above first.")
        type("set-pin", "2468")
        tap("Face or fingerprint")
        until("it is on") { runBlocking { phone.journal.lockView() }.biometrics }
        go(Place.Journey)

        // The sensor recognizes the person: locked and open again, without a tap.
        assertTrue(runBlocking { phone.journal.lock() })
        until("the face has opened it") { !runBlocking { phone.journal.isLocked() } }
        see("a private magnolia")

        // Another person has the phone, also after a restart.
        sensor.face = false
        kill()
        see("Locked")
        tap("Face or fingerprint")
        assertTrue(runBlocking { phone.journal.isLocked() })
        sensor.face = true
        tap("Face or fingerprint")
        go(Place.Journey)
        see("a private magnolia")

        // After another face was enrolled, only the PIN unlocks, and the person enables the sensor again.
        sensor.changed = true
        assertTrue(runBlocking { phone.journal.lock() })
        see("Locked")
        until("no face is offered") { "Face or fingerprint" !in everything() }
        unlock("2468")
        see("a private magnolia")
    }
}

package afterglow.desktop

import afterglow.Care
import afterglow.ImportForm
import afterglow.NewsKind
import afterglow.PASSWORD
import afterglow.SideEffect
import afterglow.SideEffects
import afterglow.World
import afterglow.app.Light
import afterglow.app.Place
import afterglow.checkEffects
import afterglow.writing
import androidx.compose.ui.graphics.toPixelMap
import java.io.File
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/** The data that the therapist receives of a safety answer and an assigned form, and their texts on the screens. */
class SafetyTest {
    @Test
    fun `an assigned form goes to whoever asked when that was agreed to before the first question`() = onPhone {
        val care = assigned()
        openTheForm()
        tap("M. Osei gets my answers as soon as I have finished")
        see("Your answers go to M. Osei as soon as you have finished.")
        answerAll()
        see("Shared: M. Osei gets this with the next sync.")
        assertFalse(sees("Share with M. Osei"))
        core { sync() }
        see("Shared: M. Osei can read this.")
        assertFalse(sees("with the next sync"))
        assertEquals(1, core { sharedWith(care.id) }.size)
    }

    @Test
    fun `without that it is asked after the last question, and Today keeps asking`() = onPhone {
        val care = assigned()
        openTheForm()
        see("M. Osei sees your answers only if you share them.")
        answerAll()
        see("Not shared yet: M. Osei does not see this.")
        go(Place.Today)
        tap(core { today() }.news.single { it.kind == NewsKind.UNSHARED }.said)
        see("Share with M. Osei")
        assertEquals(emptyList<String>(), core { sharedWith(care.id) })
        tapTag("share-result")
        until("it is shared") { core { sharedWith(care.id) }.size == 1 }
        go(Place.Today)
        until("nothing is asked any more") { core { today() }.news.none { it.kind == NewsKind.UNSHARED } }
    }

    @Test
    fun `an answer is shown to the therapist who is chosen, also of a form that was left`() = onPhone {
        joined()
        answerPhq9UntilHelp()
        see("This app tells nobody by itself")
        tapTag("let-see")
        see("M. Osei gets this answer with the next sync.")
        core { sync() }
        see("M. Osei can read this answer.")
        assertFalse(sees("with the next sync"))
        go(Place.Today)
        see("Not seen yet by M. Osei.")
        assertEquals("the form itself was left", 0, core { measures() }.results.size)
    }

    @Test
    fun `a check is said to be readable once the server has it`() = onPhone {
        joined()
        val check = core { checkEffects(SideEffects(any = true, items = listOf(SideEffect("chest", severity = 2u)))) }
        go(Place.EffectsAnswerOf(check))
        tapTag("let-see")
        see("M. Osei gets this with the next sync.")
        core { sync() }
        see("M. Osei can read this.")
        assertFalse(sees("with the next sync"))
    }

    @Test
    fun `who does not know is led to help as somebody who wants it`() = onPhone {
        answerPhq9UntilHelp()
        tap("I do not know")
        see("Please call or text one of these now.")
        see(checkNotNull(core { help() }.emergency.callLabel))
    }

    @Test
    fun `in dim light help is bright wherever it opens`() = onPhone {
        fun paper() = ui.captureToImage().toPixelMap()[1, 300]
        ui.runOnIdle { app.look.light = Light.DIM }
        go(Place.Help)
        val bright = paper()
        go(Place.Today)
        val dim = paper()
        assertNotEquals(bright, dim)
        go(Place.Harm)
        assertEquals("about harm", bright, paper())
        answerPhq9UntilHelp()
        assertEquals("within a form", bright, paper())
        go(Place.Today)
        assertEquals("and dim again", dim, paper())
        core {
            setPin("2468")
            lock()
        }
        see(app.words.lockedText)
        assertEquals("locked", dim, paper())
        tapTag("help")
        see("Emergency")
        assertEquals("while it is locked", bright, paper())
    }

    @Test
    fun `the plan is shared when its person says so`() = onPhone {
        joined()
        go(Place.CrisisPlan)
        nextCard()
        type("coping", "A slow walk")
        tapTag("keep")
        at(Place.Today)
        go(Place.CrisisPlan)
        tap("Share my plan with M. Osei")
        see("M. Osei will see your plan after the next sync.")
        core { sync() }
        see("M. Osei can read your plan.")
    }

    @Test
    fun `what was done to somebody is written down for nobody else`() = onPhone {
        joined()
        go(Place.Help)
        tapTag("harm")
        at(Place.Harm)
        see("What was done is not your fault")
        tap(core { harm() }.writeDown)
        type("words", "He held my hand and I had said no.")
        see("Saved on this phone")
        assertFalse(sees(app.words.seeSoon))
        tap(app.words.done)
        until("it is an entry") { core { list() }.size == 1 }
        val entry = core { list() }.single()
        assertTrue(core { writing(entry.id) }.withheld)
        go(Place.EntryOf(entry.id))
        see("He held my hand")
        assertFalse("sharing is not offered", sees(app.words.share))
        assertFalse("talking is not offered", sees(app.words.wantsToTalk))
    }

    @Test
    fun `a bad day is no memory, and a memory that is not wanted does not come again`() = onPhone {
        val today = OffsetDateTime.now().withHour(12)
        val records = listOf(Triple(1L, "The lake was still", 7), Triple(2L, "I could not go on", 1)).mapIndexed { n, (years, text, mood) ->
            val at = today.minusYears(years).truncatedTo(ChronoUnit.SECONDS)
            """{"id":"01890a5d-ac96-774b-bcce-b302099a805$n","record":{"kind":"reflection","text":"$text","mood":$mood,
                "when":{"at":"${DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at)}","zone":"${ZoneId.systemDefault()}"}}}"""
        }
        val file = File.createTempFile("years", ".json").apply { deleteOnExit() }
        file.writeText("""{"format":"afterglow-export/1","records":[${records.joinToString()}]}""")
        assertEquals(2u, core { import(file, ImportForm()) }.added)
        go(Place.LookBack)
        see("The lake was still")
        assertFalse("a bad day", sees("I could not go on"))
        tap("Do not show me this again")
        waitUntilGone("The lake was still")
        go(Place.Today)
        go(Place.LookBack)
        assertFalse("hidden for good", sees("The lake was still"))
    }

    @Test
    fun `countries are chosen by name`() = onPhone {
        go(Place.Help)
        tap(app.words.otherCountry)
        tap("Portugal")
        see("Numbers for: Portugal.")
        see("1411")
    }

    private fun AppRobot.joined(): Care = core {
        register(World.server.url, World.somebody(), PASSWORD)
        join(World.therapist.invite("Wren"), "Wren")
    }

    private fun AppRobot.assigned(): Care {
        val care = joined()
        core { sync() }
        World.therapist.assign(care, "gad-7")
        core { sync() }
        return care
    }

    private fun AppRobot.openTheForm() {
        go(Place.Measures)
        tap(core { measures() }.due.single().title)
        see("1 of 7")
    }

    private fun AppRobot.answerAll() {
        repeat(7) { question ->
            see("${question + 1} of 7")
            tap("Not at all")
        }
        tap("Finish")
    }
}

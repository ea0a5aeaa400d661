package afterglow.desktop

import afterglow.EntryKind
import afterglow.ScaleName
import afterglow.Writing
import afterglow.app.Language
import afterglow.app.Place
import afterglow.app.Words
import afterglow.app.textsOf
import afterglow.write
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.onAllNodesWithTag
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** Writing on one phone: no save button, and nothing is lost. */
class WriteTest {
    @Test
    fun `a pause saves, a kill loses nothing, and leaving makes an entry`() = onPhone {
        see("A question for today")
        tapTag("write")
        type("words", "the light through the leaves")
        see("Saved on this phone")

        kill()
        tapTag("do-it")
        see("the light through the leaves")
        type("words", "the light through the leaves, and a bird")
        tap("Done")
        go(Place.Journey)
        see("the light through the leaves, and a bird")
        val entries = runBlocking { phone.journal.list(emptyList()) }
        assertEquals(listOf("the light through the leaves, and a bird"), entries.map { it.text })
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.drafts() })
    }

    @Test
    fun `words typed right before leaving are kept, and an empty page leaves nothing`() = onPhone {
        tapTag("write")
        type("words", "quick")
        tap("Done")
        until("it is written") { runBlocking { phone.journal.list(emptyList()) }.size == 1 }
        tapTag("write")
        tap("Done")
        at(Place.Today)
        assertEquals(listOf("quick"), runBlocking { phone.journal.list(emptyList()) }.map { it.text })
    }

    @Test
    fun `an entry that was only looked at is not changed, and a change is kept`() = onPhone {
        val id = runBlocking { phone.journal.write(Writing("before", mood = 4u)) }
        go(Place.Write(id))
        see("before")
        tap("Done")
        until("no draft is left") { runBlocking { phone.journal.drafts() }.isEmpty() }
        go(Place.Write(id))
        type("words", "after")
        tapTag("mood-panel")
        rate("Mood", 7)
        tapTag("themes-panel")
        tap("Insight")
        tapTag("body-panel")
        tap("Chest")
        tap("Tight")
        tapTag("themes-panel")
        // Wherever this is offered, the screen says that nobody is watching.
        see(app.words.seeSoonDetail)
        assertTrue("Nobody is reading along right now" in app.words.seeSoonDetail)
        assertTrue("Gerade liest niemand mit" in Words(Language.GERMAN, textsOf(Language.GERMAN)).seeSoonDetail)
        tap("Please look at this soon")
        tap("Done")
        until("the change is there") { runBlocking { phone.journal.show(id) }.text == "after" }
        val entry = runBlocking { phone.journal.show(id) }
        assertEquals(7, entry.mood?.toInt())
        assertEquals(listOf("insight"), entry.themes)
        assertEquals(listOf("Chest · Tight"), entry.bodyText)
        assertTrue(entry.seeSoon)
        go(Place.EntryOf(id))
        see("Chest · Tight")
    }

    @Test
    fun `a lens brings its questions first, and a skipped one goes to the end`() = onPhone {
        val before = runBlocking { phone.journal.prompts() }
        val lens = before.mapNotNull { it.theme }.last { it != before.first().theme }
        val through = runBlocking { phone.journal.prompts(lens) }
        tapTag("write")
        see(before.first().text)
        tap(runBlocking { phone.journal.writeView() }.themes.single { it.value == lens }.label)
        until("its question is the first") { firstQuestion() == through.first().text }
        tapTag("question")
        see(through.first().text)
        // Its text appears above the page, so the layout moves until it is there.
        see(through.first().text)
        tap("Another prompt")
        until("it is no longer the first") { firstQuestion().let { it != null && it != through.first().text } }
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.list(emptyList()) })
    }

    private fun AppRobot.firstQuestion(): String? =
        ui.onAllNodesWithTag("question").fetchSemanticsNodes().firstOrNull()?.config?.getOrNull(SemanticsProperties.Text)?.last()?.text

    @Test
    fun `a check-in is two taps`() = onPhone {
        go(Place.CheckIn)
        rate("Mood", 3)
        tapTag("done")
        at(Place.Today)
        val entry = runBlocking { phone.journal.list(emptyList()) }.single()
        assertEquals(EntryKind.CHECK_IN to 3, entry.kind to entry.figures.single { it.name == ScaleName.MOOD }.value.toInt())
        assertNull(entry.prompt)
    }

    @Test
    fun `an entry becomes a step, which is ticked and let go`() = onPhone {
        val id = runBlocking { phone.journal.write(Writing("call her on Sundays")) }
        go(Place.EntryOf(id))
        tap("Turn this into a step")
        type("step", "call her")
        tap("Add")
        at(Place.Steps)
        tap("Done today")
        until("it is ticked") { runBlocking { phone.journal.steps() }.active.single().today }
        until("the week is read aloud") { described(core { steps() }.active.single().said) }
        tap(runBlocking { checkNotNull(phone.journal.steps().active.single().sourceText) })
        at(Place.EntryOf(id))
        tap("Back")
        tapTag("step-options")
        tap("Let go")
        see("Finished and let go")
        assertEquals(listOf("call her"), runBlocking { phone.journal.steps() }.ended.map { it.text })
    }

    @Test
    fun `search finds as it is typed`() = onPhone {
        runBlocking {
            phone.journal.write(Writing("a kingfisher at dusk"))
            phone.journal.write(Writing("nothing in particular"))
        }
        go(Place.LookBack)
        type("search", "kingf")
        see("a kingfisher at dusk")
        assertEquals(false, sees("nothing in particular"))
        type("search", "zebra")
        see("Nothing found")
    }

    @Test
    fun `language and light change at once`() = onPhone {
        go(Place.Settings)
        tapTag("settings-language")
        tap("Deutsch")
        see("Sprache und Hilfenummern")
        until("the core speaks it as well") { runBlocking { phone.journal.language() } == afterglow.Language.GERMAN }
        tap("Zurück")
        see("Einstellungen")
        tap("Zurück")
        see("Heute")
        see("Eine Frage für heute")
    }
}

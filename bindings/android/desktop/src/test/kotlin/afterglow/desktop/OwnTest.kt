package afterglow.desktop

import afterglow.Fit
import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.PlanSection
import afterglow.ReminderKind
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.edit
import afterglow.write
import afterglow.writeStep
import androidx.compose.ui.test.onAllNodesWithTag
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Test

/** Screens for the person's own decisions: consent, versions, steps, ending. */
class OwnTest {
    @Test
    fun `a session is written down afterwards, and ended at home`() = onPhone {
        go(Place.SessionOf(1))
        type("first-words", "green and slow")
        nextCard()
        tap("Lightness")
        nextCard(2)
        type("place", "The green chair")
        tapTag("keep")
        at(Place.Today)
        val form = core { sessionPage(1) }.form
        assertEquals(Triple("green and slow", listOf("lightness"), "The green chair"), Triple(form.firstWords, form.qualities, form.place))
        go(Place.SessionOf(1))
        tap("I am home")
        until("it has ended") { core { sessionPage(1) }.form.ended != null }
        see("green and slow")
    }

    @Test
    fun `what was agreed to is taken back as easily`() = onPhone {
        go(Place.WhatThisIs)
        tap("I agree")
        until("it is agreed") { core { consents() }.first().agreed }
        tap("Withdraw my consent")
        until("it is taken back") { !core { consents() }.first().agreed }
    }

    @Test
    fun `the plan for hard hours stands where help is`() = onPhone {
        go(Place.CrisisPlan)
        type("signs", "I stop answering\nI stay in bed")
        nextCard()
        type("coping", "A slow walk")
        nextCard(core { planPage() }.parts.indexOfFirst { it.part == PlanSection.PEOPLE } - 1)
        type("people 0", "Rook")
        tapTag("keep")
        at(Place.Today)
        assertEquals(listOf("I stop answering", "I stay in bed"), core { crisisPlan() }?.signs)
        tapTag("help")
        see("A slow walk")
        see("Rook")
    }

    @Test
    fun `a lost phone is signed out, and new keys bring a new recovery code`() = onPhone {
        val wren = World.somebody()
        val code = core { register(World.server.url, wren, PASSWORD) }
        PhoneInHand().use { lost ->
            runBlocking { lost.journal().signIn(World.server.url, wren, PASSWORD) }
            go(Place.SettingsOf(SettingsPart.ACCOUNT))
            tap("Devices")
            see("This phone")
            tap("Sign out")
            type("remove-password", PASSWORD)
            tap("Sign out")
            until("it is signed out") { core { devices() }.size == 1 }
            until("its row is gone") { ui.onAllNodesWithTag("remove-password").fetchSemanticsNodes().isEmpty() }
            tapTag("lost")
            type("lost-before", PASSWORD)
            type("lost-new", "the long way home")
            tapTag("lost-phone")
            at(Place.RecoveryKit)
            assertNotEquals(code, checkNotNull(core { recoveryCode() }))
        }
    }

    @Test
    fun `somebody signs out of this phone, and the journal stays`() = onPhone {
        core {
            write(Writing("the lake"))
            register(World.server.url, World.somebody(), PASSWORD)
        }
        go(Place.SettingsOf(SettingsPart.ACCOUNT))
        tap("Sign out")
        tapTag("yes")
        until("it is signed out") { core { account() }?.signedIn == false }
        see(app.words.signedOut)
        assertEquals(listOf("the lake"), core { list() }.map { it.text })
    }

    @Test
    fun `what two phones changed at once is seen side by side and settled`() {
        val sample = SamplePhone.create()
        onPhone(sample.phone) {
            go(Place.Conflicts)
            see("A walk in the snow")
            see("A walk in the sun")
            val field = core { conflicts() }.single().fields.single()
            tap("Keep this")
            until("it is settled") { core { conflicts() }.isEmpty() }
            assertEquals(1, core { list() }.count { it.text == field.standing })
            see("Nothing here yet")
        }
    }

    @Test
    fun `an entry is marked to be talked about, and an earlier version comes back`() = onPhone {
        val entry = core {
            write(Writing("the lake")).also { edit(it, Writing("the river")) }
        }
        go(Place.EntryOf(entry))
        tap("I want to talk about this")
        until("it is marked") { core { show(entry) }.wantsToTalk }
        tap("Earlier versions")
        tap("Restore")
        until("it is back") { core { show(entry) }.text == "the lake" }
        tap("Delete")
        tapTag("yes")
        until("it is deleted") { core { list() }.isEmpty() }
        at(Place.Today)
    }

    @Test
    fun `before the first session Today says so once`() = onPhone {
        see("Before the first session")
        assertFalse(sees("No session yet"))
    }

    @Test
    fun `a day can be left alone, and a kind of reminder silenced`() = onPhone {
        tap("Not today")
        until("nothing is asked") { core { today() }.fits.fit == Fit.REST }
        go(Place.Reminders)
        tap("Steps")
        until("it is silent") { core { preferences() }.silent == listOf(ReminderKind.STEP) }
    }

    @Test
    fun `a step is finished or let go, and stands among what was`() = onPhone {
        core { listOf("Call her", "Walk to the river").forEach { writeStep(it) } }
        go(Place.Steps)
        tapTag("step-options")
        tap("Let go")
        until("one is let go") { ui.onAllNodesWithTag("step-options").fetchSemanticsNodes().size == 1 }
        tapTag("step-options")
        tap("Finished")
        until("one is finished") { core { steps() }.active.isEmpty() }
        assertEquals(setOf("Call her", "Walk to the river"), core { steps() }.ended.map { it.text }.toSet())
    }

    @Test
    fun `a therapist has access until the person ends it`() = onPhone {
        core {
            register(World.server.url, World.somebody(), PASSWORD)
            join(World.therapist.invite("Wren"), "Wren")
        }
        go(Place.Therapist)
        tap("Stop sharing with M. Osei")
        assertFalse(core { care() }.single().ended)
        tapTag("yes")
        until("it has ended") { core { care() }.single().ended }
        waitUntilGone("Safety words")
    }
}

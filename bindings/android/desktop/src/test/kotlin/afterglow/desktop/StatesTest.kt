package afterglow.desktop

import afterglow.CareId
import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.JournalException
import afterglow.Part
import afterglow.app.AfterglowTheme
import afterglow.app.Place
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.Text
import androidx.compose.runtime.snapshots.Snapshot
import androidx.compose.ui.test.onAllNodesWithTag
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Every place in each of its states: empty, loading, offline, unreadable, locked. */
class StatesTest {
    @Test
    fun `before anything is written every place is whole`() {
        val violations = mutableListOf<String>()
        onPhone {
            for ((name, place) in SamplePhone.places { MISSING }) {
                go(place)
                violations += AccessibilityChecker(ui, 1f).violations().map { "$name: $it" }
                assertTrue("$name shows nothing", everything().size > 2)
                saveScreenshot(ui, "phone-empty", name)
            }
        }
        assertEquals(emptyList<String>(), violations)
    }

    @Test
    fun `what is on its way is said to be`() {
        // These load nothing from the journal until something is tapped.
        val atOnce = setOf("more", "write-new", "step-new", "register", "sign-in", "recover", "take-along", "bring", "settings-look", "settings-journal")
        val sample = SamplePhone.shared
        onPhone(sample.phone, keepPhone = true) {
            val missed = sample.places.filter { (name, place) -> name !in atOnce && !waits(place) }
            assertEquals(emptyList<String>(), missed.map { it.first })
        }
    }

    /** Whether the first frame of a place shows that it is loading. */
    private fun AppRobot.waits(place: Place): Boolean {
        // From a page that loads nothing, so that nothing else changes meanwhile.
        go(Place.More)
        ui.mainClock.autoAdvance = false
        // The core may respond before the first frame.
        phone.hand.calls.hold()
        val waits = try {
            ui.runOnUiThread {
                app.go(place)
                Snapshot.sendApplyNotifications()
            }
            ui.mainClock.advanceTimeByFrame()
            ui.onAllNodesWithTag("loading").fetchSemanticsNodes().isNotEmpty().also { loading ->
                if (loading) assertEquals("$place", emptyList<String>(), AccessibilityChecker(ui, 1f).violations())
            }
        } finally {
            phone.hand.calls.release()
            ui.mainClock.autoAdvance = true
        }
        settled()
        return waits
    }

    @Test
    fun `without a network every place shows what is here, and what needs one says so`() {
        val sample = SamplePhone.shared
        val violations = mutableListOf<String>()
        onPhone(sample.phone, keepPhone = true) {
            phone.platform.network.value = false
            until("it is known") { app.offline }
            val said = sample.places.associate { (name, place) ->
                go(place)
                violations += AccessibilityChecker(ui, 1f).violations().map { "$name: $it" }
                saveScreenshot(ui, "phone-offline", name)
                assertFalse("$name cannot be read", sees(app.words.tryAgain))
                name to when {
                    sees(app.words.offlineHere) -> "asks a server"
                    sees(app.words.offline) -> "goes out by itself"
                    else -> null
                }
            }
            phone.platform.network.value = true
            assertEquals(setOf("join", "register", "sign-in", "recover", "settings-account"), said.filterValues { it == "asks a server" }.keys)
            assertEquals(
                setOf("today", "share-before", "share-after", "therapist", "go-along", "readers"),
                said.filterValues { it == "goes out by itself" }.keys,
            )
        }
        assertEquals(emptyList<String>(), violations)
    }

    @Test
    fun `what cannot be read is said in a sentence, with a way to try again`() = onPhone {
        val entry = Place.EntryOf(EntryId(MISSING))
        val sentence = runBlocking { runCatching { phone.journal.show(EntryId(MISSING)) }.exceptionOrNull() as JournalException }.sentence
        for (place in listOf(entry, Place.Share(EntryId(MISSING)), Place.SharedWith(CareId("nobody")), Place.Measure(InstrumentId("no such measure")))) {
            go(place)
            see(app.words.tryAgain)
            assertEquals("$place", emptyList<String>(), AccessibilityChecker(ui, 1f).violations())
        }
        go(entry)
        see(sentence)
        val tries = app.attempt
        tap(app.words.tryAgain)
        settled()
        see(sentence)
        assertEquals(tries + 1, app.attempt)
    }

    @Test
    fun `trying again reads what can be read by then`() = onPhone {
        var there = false
        ui.setContent {
            val shown = app.watched(Unit, Part.TIMELINE) { if (there) "a private magnolia" else show(EntryId(MISSING)).text }
            AfterglowTheme(app.look) { Column { app.Show(shown) { Text(it) } } }
        }
        see(app.words.tryAgain)
        there = true
        tap(app.words.tryAgain)
        see("a private magnolia")
        waitUntilGone(app.words.tryAgain)
    }

    @Test
    fun `locked, no place shows anything of the journal, whatever was open on it`() {
        val sample = SamplePhone.create()
        onPhone(sample.phone) {
            runBlocking { phone.journal.setPin("2468") }
            go(sample.places.first { it.first == "entry-private" }.second)
            see("A night without much sleep")
            tap(app.words.delete)
            see(app.words.deleteEntryText)
            runBlocking { phone.journal.lock() }
            see(app.words.lockedText)
            val locked = everything()
            for ((name, place) in sample.places) {
                go(place)
                assertEquals(name, locked, everything())
            }
            assertEquals(emptyList<String>(), locked - (0..9).map(Int::toString).toSet() - setOf(app.words.lockedText, app.words.unlock, app.words.helpNow, app.words.keyboardInstead, app.words.forgotPin))
        }
    }

    private companion object {
        /** An id without an entry. */
        const val MISSING = "0192f0c1-2345-7000-8000-000000000000"
    }
}

package afterglow.desktop

import afterglow.app.Place
import afterglow.app.TestPhone
import afterglow.app.parts.LocalMotion
import afterglow.app.parts.PAGE_MS
import afterglow.app.parts.SETTLE_MS
import afterglow.app.parts.opening
import afterglow.app.parts.settling
import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.runtime.snapshots.Snapshot
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.hapticfeedback.HapticFeedback
import androidx.compose.ui.hapticfeedback.HapticFeedbackType
import androidx.compose.ui.platform.LocalHapticFeedback
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Test

/** What moves and for how long, and what a hand feels. All other tests run with reduced motion. */
class MotionTest {
    @Test
    fun `a page fades in for 240 ms, and the first one is there at once`() = onPaper {
        var page by mutableStateOf(1)
        setContent {
            CompositionLocalProvider(LocalMotion provides true) {
                Box(Modifier.fillMaxSize().background(Color.White)) { Box(Modifier.fillMaxSize().opening(page).background(Color.Black)) }
            }
        }
        assertEquals(Color.Black, middle())
        mainClock.autoAdvance = false
        change { page = 2 }
        assertNotEquals(Color.Black, middle())
        mainClock.advanceTimeBy(PAGE_MS - 3 * FRAME_MS)
        assertNotEquals(Color.Black, middle())
        mainClock.advanceTimeBy(6 * FRAME_MS)
        assertEquals(Color.Black, middle())
    }

    @Test
    fun `with reduced motion a page is there at once`() = onPaper {
        var page by mutableStateOf(1)
        setContent { Box(Modifier.fillMaxSize().background(Color.White)) { Box(Modifier.fillMaxSize().opening(page).background(Color.Black)) } }
        mainClock.autoAdvance = false
        change { page = 2 }
        assertEquals(Color.Black, middle())
    }

    @Test
    fun `an entry settles for 400 ms, once`() {
        assertEquals(listOf(0, 1, 1), settled(moves = true))
        assertEquals("with reduced motion at once", listOf(1, 1, 1), settled(moves = false))
    }

    /** How often an entry has settled shortly before its time, after it, and much later. */
    private fun settled(moves: Boolean): List<Int> {
        val seen = mutableListOf<Int>()
        onPaper {
            var times = 0
            var now by mutableStateOf(false)
            setContent {
                CompositionLocalProvider(LocalMotion provides moves) {
                    Box(
                        Modifier.fillMaxSize().settling(now) {
                            times++
                            now = false
                        },
                    )
                }
            }
            mainClock.autoAdvance = false
            change { now = true }
            for (wait in listOf(SETTLE_MS - 3 * FRAME_MS, 8 * FRAME_MS, 2L * SETTLE_MS)) {
                mainClock.advanceTimeBy(wait)
                seen += times
            }
        }
        return seen
    }

    @Test
    fun `what is kept is felt once, a scale at each stop, and nothing else`() {
        val felt = mutableListOf<HapticFeedbackType>()
        val hand = object : HapticFeedback {
            override fun performHapticFeedback(hapticFeedbackType: HapticFeedbackType) {
                felt += hapticFeedbackType
            }
        }
        TestPhone().use { phone ->
            runSkikoComposeUiTest(PHONE, Density(1f), testTimeout = LONGEST) {
                setContent { CompositionLocalProvider(LocalHapticFeedback provides hand) { phone.Screen() } }
                AppRobot(phone, this).apply {
                    until("the app is open") { phone.app != null }
                    go(Place.CheckIn)
                    rate("Mood", 6)
                    assertEquals(listOf(HapticFeedbackType.SegmentTick), felt)
                    tapTag("done")
                    until("it is confirmed") { felt.size > 1 }
                    go(Place.Journey)
                    until("it has settled") { app.settlingEntry == null }
                    assertEquals(listOf(HapticFeedbackType.SegmentTick, HapticFeedbackType.Confirm), felt)
                }
            }
        }
    }

    @Test
    fun `a page that moves keeps what was typed, and shows what was kept`() = onPhone(TestPhone().apply { platform.reducedMotion = false }) {
        go(Place.Write())
        type("words", "the light through the leaves")
        go(Place.Help)
        tap("Close")
        see("the light through the leaves")
        tap("Done")
        until("it is an entry") { core { list(emptyList()) }.size == 1 }
        go(Place.Journey)
        see("the light through the leaves")
        until("it has settled") { app.settlingEntry == null }
    }

    private fun onPaper(story: SkikoComposeUiTest.() -> Unit) {
        runSkikoComposeUiTest(Size(100f, 100f), Density(1f), testTimeout = LONGEST) { story() }
    }

    private fun SkikoComposeUiTest.change(how: () -> Unit) {
        runOnUiThread {
            how()
            Snapshot.sendApplyNotifications()
        }
        mainClock.advanceTimeByFrame()
    }

    private fun SkikoComposeUiTest.middle(): Color = captureToImage().toPixelMap()[50, 50]

    private companion object {
        const val FRAME_MS = 16L
    }
}

package afterglow.android

import afterglow.KeysInMemory
import afterglow.Writing
import afterglow.write
import android.content.Intent
import android.os.Looper
import android.provider.Settings.Global
import android.view.WindowManager
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.lifecycle.Lifecycle
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import java.time.Duration
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

/** The real activity with the real core. */
@RunWith(RobolectricTestRunner::class)
class AppTest {
    @get:Rule
    val compose = createEmptyComposeRule()

    private val application get() = ApplicationProvider.getApplicationContext<AfterglowApplication>()

    @Before
    fun keys() {
        // Robolectric has no phone keystore. KeystoreTest covers ours.
        application.secrets = KeysInMemory()
        Global.putFloat(application.contentResolver, Global.ANIMATOR_DURATION_SCALE, 0f)
    }

    @Test
    fun `writes on the real core, out of sight of pictures, and is there again after the activity is made anew`() {
        ActivityScenario.launch(MainActivity::class.java).use { scenario ->
            see(hasTestTag("begin"))
            compose.onNodeWithTag("begin").performClick()
            see(hasText("A question for today"))
            scenario.onActivity { activity ->
                assertTrue(activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0)
            }
            compose.onNodeWithTag("write").performClick()
            see(hasTestTag("words"))
            compose.onNodeWithTag("words").performTextInput("the light through the leaves")
            see(hasText("Saved on this phone", substring = true))
            scenario.onActivity { it.onBackPressedDispatcher.onBackPressed() }
            until { runBlocking { application.journal().drafts() }.isEmpty() }
            assertEquals(listOf("the light through the leaves"), runBlocking { application.journal().list(emptyList()) }.map { it.text })
            scenario.recreate()
            see(hasText("Journal"))
            compose.onNodeWithText("Journal").performClick()
            see(hasText("the light through the leaves"))
        }
    }

    @Test
    fun `when the app is left, what is typed is saved and the journal is locked`() {
        ActivityScenario.launch(MainActivity::class.java).use { scenario ->
            see(hasTestTag("begin"))
            compose.onNodeWithTag("begin").performClick()
            see(hasTestTag("write"))
            runBlocking {
                application.journal().setPin("246810")
                application.journal().setAutoLock(0)
            }
            compose.onNodeWithTag("write").performClick()
            see(hasTestTag("words"))
            compose.onNodeWithTag("words").performTextInput("half a sen")
            scenario.moveToState(Lifecycle.State.CREATED)
            until { runBlocking { application.journal().lockView() }.locked }
            scenario.moveToState(Lifecycle.State.RESUMED)
            see(hasTestTag("pin"))
            runBlocking { application.journal().unlock("246810") }
            see(hasTestTag("words"))
            see(hasText("half a sen"))
        }
    }

    @Test
    fun `what another app hands over waits for the lock, and becomes a page once`() {
        runBlocking { application.journal().setPin("246810") }
        runBlocking { application.journal().lock() }
        val shared = Intent(application, MainActivity::class.java).setAction(Intent.ACTION_SEND).setType("text/plain")
            .putExtra(Intent.EXTRA_TEXT, "a line from a book")
        ActivityScenario.launch<MainActivity>(shared).use { scenario ->
            see(hasTestTag("waits"))
            assertTrue(runBlocking { application.journal().lockView() }.locked)
            runBlocking { application.journal().unlock("246810") }
            see(hasText("a line from a book"))
            assertEquals(1, runBlocking { application.journal().drafts() }.size)
            scenario.recreate()
            see(hasText("a line from a book"))
            assertEquals("taken up once", 1, runBlocking { application.journal().drafts() }.size)
        }
    }

    @Test
    fun `what is too large to take in is said to be, once the journal is open, and nothing of it stays`() {
        runBlocking { application.journal().setPin("246810") }
        runBlocking { application.journal().lock() }
        val shared = Intent(application, MainActivity::class.java).setAction(Intent.ACTION_SEND).setType("text/plain")
            .putExtra(Intent.EXTRA_TEXT, "a".repeat(100_001))
        ActivityScenario.launch<MainActivity>(shared).use {
            see(hasTestTag("pin"))
            runBlocking { application.journal().unlock("246810") }
            see(hasText("This is too large to take in here."))
            assertEquals(0, runBlocking { application.journal().drafts() }.size)
        }
    }

    @Test
    fun `the shortcut opens an empty page`() {
        val write = Intent(application, MainActivity::class.java).setAction(MainActivity.WRITE)
        ActivityScenario.launch<MainActivity>(write).use { see(hasTestTag("words")) }
    }

    @Test
    fun `what was deleted is not opened again`() {
        val first = runBlocking { application.journal() }
        runBlocking {
            first.write(Writing("gone"))
            first.erasePhone()
            application.erased()
        }
        val next = runBlocking { application.journal() }
        assertEquals(emptyList<Any>(), runBlocking { next.list(emptyList()) })
        runBlocking { next.write(Writing("a new beginning")) }
    }

    private fun see(what: SemanticsMatcher) = until { compose.onAllNodes(what).fetchSemanticsNodes().isNotEmpty() }

    /** Robolectric's clock does not run, so the test advances it past the pause in typing. */
    private fun until(holds: () -> Boolean) = compose.waitUntil(180_000) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(FRAME_MS))
        holds()
    }

    private companion object {
        const val FRAME_MS = 16L
    }
}

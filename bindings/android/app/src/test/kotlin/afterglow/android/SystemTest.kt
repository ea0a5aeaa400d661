package afterglow.android

import afterglow.KeysInMemory
import afterglow.app.CameraDenied
import afterglow.app.Place
import afterglow.app.SettingsPart
import android.Manifest
import android.app.PendingIntent
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Looper
import android.provider.Settings.Global
import android.service.quicksettings.TileService
import android.text.InputType
import android.view.View
import android.view.inputmethod.EditorInfo
import androidx.activity.BackEventCompat
import androidx.activity.ComponentActivity
import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.core.graphics.Insets
import androidx.core.view.WindowInsetsCompat
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import java.lang.reflect.Proxy
import java.time.Duration
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf

/** The activity among the system's bars, keyboard, gestures, links and tiles. */
@RunWith(RobolectricTestRunner::class)
class SystemTest {
    @get:Rule
    val compose = createEmptyComposeRule()

    private val application get() = ApplicationProvider.getApplicationContext<AfterglowApplication>()

    @Before
    fun keys() {
        application.secrets = KeysInMemory()
        Global.putFloat(application.contentResolver, Global.ANIMATOR_DURATION_SCALE, 0f)
    }

    @Test
    fun `the link of an invitation opens its page, once`() {
        val link = "https://journal.invalid/join#a-code"
        val opened = Intent(application, MainActivity::class.java).setAction(Intent.ACTION_VIEW).setData(Uri.parse(link))
        ActivityScenario.launch<MainActivity>(opened).use { scenario ->
            see(hasText(link))
            scenario.onActivity { activity ->
                assertEquals(Place.Join(link), activity.app?.navigator?.here)
                activity.onBackPressedDispatcher.onBackPressed()
            }
            see(hasTestTag("begin"))
            scenario.recreate()
            see(hasTestTag("begin"))
            assertEquals(Place.Welcome, scenario.here())
        }
    }

    @Test
    fun `a back gesture that is called off changes nothing, and one that is finished goes back`() = onToday { scenario ->
        compose.onNodeWithTag("write").performClick()
        see(hasTestTag("words"))
        val event = BackEventCompat(0f, 400f, 0.4f, BackEventCompat.EDGE_LEFT)
        scenario.onActivity { activity ->
            val back = activity.onBackPressedDispatcher
            back.dispatchOnBackStarted(event)
            back.dispatchOnBackProgressed(event)
            back.dispatchOnBackCancelled()
            assertTrue(activity.app?.navigator?.here is Place.Write)
        }
        see(hasTestTag("words"))
        scenario.onActivity { activity ->
            activity.onBackPressedDispatcher.dispatchOnBackStarted(event)
            activity.onBackPressedDispatcher.onBackPressed()
        }
        until { scenario.here() == Place.Today }
    }

    @Test
    fun `nothing lies under the system's bars or the keyboard`() = onToday { scenario ->
        val height = compose.onRoot().fetchSemanticsNode().size.height
        until {
            scenario.insets(keyboard = 0)
            bounds("help").top >= TOP && bounds("write").bottom <= height - BOTTOM
        }
        compose.onNodeWithTag("write").performClick()
        see(hasTestTag("mood-panel"))
        until {
            scenario.insets(KEYBOARD)
            bounds("help").top >= TOP && bounds("mood-panel").bottom <= height - KEYBOARD
        }
    }

    @Test
    fun `keyboards learn no secret, correct no name, and take dictation for what is written`() = onToday { scenario ->
        fun told(place: Place, tag: String, mask: Int, type: Int) {
            scenario.onActivity { it.app?.go(place) }
            see(hasTestTag(tag))
            compose.onNodeWithTag(tag).performClick()
            until { scenario.inputType()?.let { it and mask == type } == true }
        }
        val (kind, corrects) = (InputType.TYPE_MASK_CLASS or InputType.TYPE_MASK_VARIATION) to InputType.TYPE_TEXT_FLAG_AUTO_CORRECT
        val text = InputType.TYPE_CLASS_TEXT
        val sentences = InputType.TYPE_TEXT_FLAG_CAP_SENTENCES
        told(Place.Register(), "password", kind, text or InputType.TYPE_TEXT_VARIATION_PASSWORD)
        told(Place.Register(), "handle", kind or corrects or sentences, text)
        told(Place.Register(), "server", kind or corrects, text or InputType.TYPE_TEXT_VARIATION_URI)
        told(Place.SettingsOf(SettingsPart.LOCK), "set-pin", kind, InputType.TYPE_CLASS_NUMBER or InputType.TYPE_NUMBER_VARIATION_PASSWORD)
        told(Place.Write(), "words", kind or corrects or sentences, text or corrects or sentences)
    }

    @Test
    fun `the tile opens an empty page, and nobody can change what it opens`() {
        val tile = Robolectric.setupService(WriteTile::class.java)
        // Robolectric knows the tile's service only up to Android 13.
        val sent = mutableListOf<PendingIntent>()
        val system = TileService::class.java.getDeclaredField("mService").apply { isAccessible = true }
        system.set(
            tile,
            Proxy.newProxyInstance(system.type.classLoader, arrayOf(system.type)) { _, _, given -> null.also { sent += given.orEmpty().filterIsInstance<PendingIntent>() } },
        )
        tile.onClick()
        val page = sent.single()
        assertTrue(page.isImmutable)
        val opened = shadowOf(page).savedIntent
        assertEquals(MainActivity.WRITE to MainActivity::class.java.name, opened.action to opened.component?.className)
        assertNull(opened.extras)
    }

    @Test
    fun `without permission for the camera no other app is opened, and that is said`() {
        for (photo in listOf(true, false)) {
            val controller = Robolectric.buildActivity(ComponentActivity::class.java).create()
            val activity = controller.get()
            // Before the start, as AndroidPlatform.
            val (taker, scanner) = PhotoTaker(activity) to CodeScanner(activity)
            val use: suspend () -> Any? = if (photo) ({ taker.take() }) else ({ scanner.scan("") })
            controller.start().resume()
            runBlocking {
                val used = async(start = CoroutineStart.UNDISPATCHED) { runCatching { use() } }
                val asked = shadowOf(activity).lastRequestedPermission
                assertEquals(listOf(Manifest.permission.CAMERA), asked.requestedPermissions.toList())
                @Suppress("DEPRECATION")
                activity.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, intArrayOf(PackageManager.PERMISSION_DENIED))
                assertTrue(used.await().exceptionOrNull() is CameraDenied)
            }
            val started = generateSequence { shadowOf(activity).nextStartedActivity }.map { it.action }.toList()
            assertEquals("only the question of the system", listOf("android.content.pm.action.REQUEST_PERMISSIONS"), started)
        }
    }

    private fun onToday(story: (ActivityScenario<MainActivity>) -> Unit) = ActivityScenario.launch(MainActivity::class.java).use { scenario ->
        see(hasTestTag("begin"))
        compose.onNodeWithTag("begin").performClick()
        see(hasTestTag("write"))
        story(scenario)
    }

    /** Tells the window how much of it the bars and the keyboard cover. */
    private fun ActivityScenario<MainActivity>.insets(keyboard: Int) {
        onActivity { activity ->
            val insets = WindowInsetsCompat.Builder()
                .setInsets(WindowInsetsCompat.Type.systemBars(), Insets.of(0, TOP, 0, BOTTOM))
                .setInsets(WindowInsetsCompat.Type.ime(), Insets.of(0, 0, 0, keyboard))
                .build()
            activity.findViewById<View>(android.R.id.content).dispatchApplyWindowInsets(checkNotNull(insets.toWindowInsets()))
        }
    }

    private fun ActivityScenario<MainActivity>.here(): Place? {
        var here: Place? = null
        onActivity { here = it.app?.navigator?.here }
        return here
    }

    private fun bounds(tag: String): Rect = compose.onNodeWithTag(tag).fetchSemanticsNode().boundsInRoot

    /** What a keyboard is told about the focused field; null without one. */
    private fun ActivityScenario<MainActivity>.inputType(): Int? {
        var type: Int? = null
        onActivity { activity ->
            val field = activity.window.decorView.findFocus() ?: return@onActivity
            if (!field.onCheckIsTextEditor()) return@onActivity
            type = EditorInfo().also(field::onCreateInputConnection).inputType
        }
        return type
    }

    private fun see(what: SemanticsMatcher) = until { compose.onAllNodes(what).fetchSemanticsNodes().isNotEmpty() }

    /** Robolectric's clock does not run, so the test advances it. */
    private fun until(holds: () -> Boolean) = compose.waitUntil(60_000) {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(FRAME_MS))
        holds()
    }

    private companion object {
        const val FRAME_MS = 16L

        /** In pixels, of 1784. */
        const val TOP = 80
        const val BOTTOM = 120
        const val KEYBOARD = 700
    }
}

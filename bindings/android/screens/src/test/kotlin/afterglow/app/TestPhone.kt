package afterglow.app

import afterglow.Journal
import afterglow.PhoneInHand
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking

/** The platform of a test: what would leave the phone is kept here, to be looked at. */
internal class TestPlatform(override val secrets: afterglow.SecretStore) : Platform {
    val sent = mutableListOf<Pair<String, ByteArray>>()
    val called = mutableListOf<String>()
    val opened = mutableListOf<String>()
    var planned: List<Notice> = emptyList()
    var inFrontOfTheCamera: String? = null
    var outOfSight = false
    var face = true

    override val device = "Test phone"
    override val settings: Settings = object : Settings {
        private val kept = mutableMapOf("language" to "en", "light" to "LIGHT", "welcomed" to "yes")

        override fun get(name: String) = kept[name]

        override fun set(name: String, value: String) {
            kept[name] = value
        }
    }
    override val biometrics: Biometrics = object : Biometrics {
        override val available = true

        override suspend fun ask(title: String, cancel: String) = face
    }
    override val shareSheet = ShareSheet { name, _, content -> sent += name to content }
    override val scanner = Scanner { inFrontOfTheCamera }
    override val camera: Camera? = null
    override val voice: Voice? = null
    override val reminders = Reminders { planned = it }

    override fun call(number: String) {
        called += number
    }

    override fun open(link: String) {
        opened += link
    }

    override fun keepOutOfSight(yes: Boolean) {
        outOfSight = yes
    }

    override fun syncSoon() = Unit
}

/** A phone with the app on it: a real journal on a real core. */
internal class TestPhone(val hand: PhoneInHand = PhoneInHand()) : AutoCloseable {
    val platform = TestPlatform(hand.secrets)

    /** The app, while it runs. */
    var app by mutableStateOf<AppState?>(null)
        private set
    private var runs by mutableStateOf(0)

    val journal: Journal get() = runBlocking { hand.journal() }
    val running: AppState get() = checkNotNull(app) { "the app does not run" }

    /** The app on the screen of a test. */
    @Composable
    fun Screen() {
        key(runs) {
            val scope = rememberCoroutineScope()
            LaunchedEffect(Unit) {
                // Of its own, so that a kill ends it at once, and what fails in it does not end the screen.
                val life = CoroutineScope(scope.coroutineContext + SupervisorJob(scope.coroutineContext.job))
                app = AppState(hand.journal(), platform, life)
            }
            app?.let { AfterglowApp(it) }
        }
    }

    /** The app is killed, with whatever was under way, and starts again. */
    fun kill() {
        app?.scope?.cancel()
        app = null
        runs++
        runBlocking { hand.restarted() }
    }

    override fun close() {
        app?.scope?.cancel()
        hand.close()
    }
}

package afterglow.app

import afterglow.BiometricsChanged
import afterglow.BiometricsRefused
import afterglow.Journal
import afterglow.NewAttachment
import afterglow.PhoneInHand
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import java.io.File
import java.io.FileNotFoundException
import java.nio.file.Files
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking

/** The platform of a test. It records everything that would leave the phone. */
internal class TestPlatform(override val secrets: afterglow.SecretStore, firstRun: Boolean = false) : Platform {
    val sent = mutableListOf<Pair<String, ByteArray>>()
    val called = mutableListOf<String>()
    val opened = mutableListOf<String>()
    var planned: List<Notice> = emptyList()
    var mayNotify = true
    var inFrontOfTheCamera: String? = null
    var inFrontOfTheLens: ByteArray? = null
    var mayLook = true
    var mayListen = true
    val played = mutableListOf<String>()
    var onTheDisk: File? = null

    /** Where files for other apps are written; the system's own folder if null. */
    var outbox: File? = null
    val returned = mutableListOf<File>()
    var outOfSight = false

    /** Tests do not wait for motion, unless they are about it. */
    override var reducedMotion = true

    override val device = "Test phone"
    override val settings: Settings = object : Settings {
        private val kept = mutableMapOf("language" to "en", "light" to "LIGHT").apply { if (!firstRun) put("welcomed", "yes") }

        override fun get(name: String) = kept[name]

        override fun set(name: String, value: String) {
            kept[name] = value
        }
    }
    override val biometrics = TestBiometrics()
    override val shareSheet = ShareSheet { name, _, write ->
        val folder = (outbox?.let { Files.createTempDirectory(it.toPath(), "sent") } ?: Files.createTempDirectory("afterglow-sent")).toFile()
        try {
            val file = File(folder, name)
            write(file)
            sent += name to file.readBytes()
            assert(folder.list().orEmpty().toList() == listOf(name)) { "something was left beside $name" }
        } finally {
            folder.deleteRecursively()
        }
    }
    override val scanner = Scanner { if (mayLook) inFrontOfTheCamera else throw CameraDenied() }
    override val camera = Camera { if (mayLook) inFrontOfTheLens?.let { Medium(it, NewAttachment("image/png")) } else throw CameraDenied() }
    override val album = Album { inFrontOfTheLens?.let { Medium(it, NewAttachment("image/png", "garden.png")) } }
    override val recorder: Recorder = object : Recorder {
        override suspend fun start() = mayListen

        override suspend fun stop() = Medium("a song, hummed".toByteArray(), NewAttachment("audio/mp4", durationMs = 61_000u))
    }
    override val player = Player { played += it.decodeToString() }
    override val bringer = Bringer {
        onTheDisk?.let { file ->
            if (!file.exists()) throw FileNotFoundException("${file.name} was taken away")
            Brought(file) { returned += file }
        }
    }
    override val reminders: Reminders = object : Reminders {
        override val allowed get() = mayNotify

        override fun plan(notices: List<Notice>) {
            planned = notices
        }
    }
    override val network = MutableStateFlow(true)

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

/** A sensor that recognizes the person while [face] is true, and releases its secret only then. */
internal class TestBiometrics : Biometrics {
    @Volatile var face = true
    @Volatile var changed = false
    @Volatile private var kept: ByteArray? = null

    override val available = true

    override fun keep(secret: ByteArray) {
        kept = secret.copyOf()
    }

    override fun release(): ByteArray = when {
        changed -> throw BiometricsChanged()
        !face -> throw BiometricsRefused()
        else -> checkNotNull(kept).copyOf()
    }

    override fun forget() {
        kept = null
    }
}

/** A phone with the app: a real journal with the real core. */
internal class TestPhone(val hand: PhoneInHand = PhoneInHand(), firstRun: Boolean = false) : AutoCloseable {
    val platform = TestPlatform(hand.secrets, firstRun)

    /** The app, while it runs. */
    var app by mutableStateOf<AppState?>(null)
        private set
    private var runs by mutableStateOf(0)
    private var shown by mutableStateOf(true)

    /** Whether no screen is there, and so no effect of one. */
    var isGone = true
        private set

    val journal: Journal get() = runBlocking { hand.journal() }
    val running: AppState get() = checkNotNull(app) { "the app does not run" }

    /** The app on the screen of a test. */
    @Composable
    fun Screen() {
        if (!shown) return
        key(runs) {
            DisposableEffect(Unit) {
                isGone = false
                onDispose { isGone = true }
            }
            val scope = rememberCoroutineScope()
            // Separate, so that a kill ends it immediately, and its failure does not end the screen.
            val life = remember { CoroutineScope(scope.coroutineContext + SupervisorJob(scope.coroutineContext.job)) }
            Opening(platform, life, { hand.journal() }, { hand.restarted() }) { app = it }
        }
    }

    /** Kills the app with all running work, and starts it again. */
    fun kill(untilGone: () -> Unit) {
        stop(untilGone)
        runBlocking { hand.restarted() }
        shown = true
    }

    /** Kills the app with all running work. [untilGone] waits until [isGone]: nothing of a killed process runs any more. */
    fun stop(untilGone: () -> Unit) {
        app?.scope?.cancel()
        app = null
        shown = false
        untilGone()
        runs++
    }

    override fun close() {
        app?.scope?.cancel()
        hand.close()
    }
}

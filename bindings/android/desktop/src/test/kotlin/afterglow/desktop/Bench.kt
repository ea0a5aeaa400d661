package afterglow.desktop

import afterglow.Journal
import afterglow.Writing
import afterglow.app.AppState
import afterglow.app.Opening
import afterglow.app.Place
import afterglow.app.TestPlatform
import afterglow.app.early
import afterglow.write
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.InternalComposeUiApi
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.unit.Density
import java.io.File
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/*
 * Benchmark of the app's perceived speed: `make bench-phone`. Each start is a process, timed until a text field on a drawn
 * screen accepts input, with the release library. The lower bounds on this machine are measured too: Java alone, and a
 * bare text field of Compose without app or core.
 */

private const val STARTS = 12
private const val ENTRIES = 1_000
private const val KEYS = 400

/** The point at which a start counts as complete. */
private enum class Until(val said: String) {
    JAVA("Java runs"),
    BARE("a bare line of Compose"),
    OPEN("the journal is open"),
    LINE("a line can be written"),
}

fun main(arguments: Array<String>) {
    when (arguments.firstOrNull()) {
        null -> measure()
        else -> start(File(arguments[0]), Until.valueOf(arguments[1]), arguments[2].toLong())
    }
}

private fun measure() {
    val home = Files.createTempDirectory("afterglow-bench").toFile()
    try {
        val keys = KeysInFiles(File(home, "keys"))
        runBlocking {
            Journal.open(File(home, "journal"), "Bench", keys).use { journal ->
                repeat(ENTRIES) { journal.write(Writing("entry $it: the light through the leaves, and a bird", mood = (it % 11).toUByte())) }
            }
        }
        val classes = inJars(home)
        // An archive of the classes that every start loads (class data sharing).
        val archive = File(home, "classes.jsa")
        process(classes, "-XX:ArchiveClassesAtExit=$archive", home, Until.LINE).run { inputStream.readAllBytes(); waitFor() }
        check(archive.isFile) { "no archive of classes was written" }
        for ((name, how) in listOf("as it comes" to "-Xshare:auto", "classes archived" to "-XX:SharedArchiveFile=$archive")) {
            // Alternating, so that other load of the machine affects all of them.
            val starts = List(STARTS) { Until.entries.associateWith { timed(classes, how, home, it) } }
            for (until in Until.entries) {
                val times = starts.map { it.getValue(until) }.sortedBy { it.values.last() }
                val steps = times[STARTS / 2].entries.joinToString { "${it.key} ${it.value}" }
                println("a start, %-17s until %-23s median %4d ms, best %4d, worst %4d  (%s)".format(
                    name, until.said, times[STARTS / 2].values.last(), times.first().values.last(), times.last().values.last(), steps,
                ))
            }
        }
        typing(home, keys)
    } finally {
        home.deleteRecursively()
    }
}

/** The class path as in a delivered app: class folders as jars. */
private fun inJars(home: File): String = System.getProperty("java.class.path").split(File.pathSeparator).withIndex()
    .filter { File(it.value).exists() }
    .joinToString(File.pathSeparator) { (number, entry) ->
        val folder = File(entry)
        if (!folder.isDirectory) return@joinToString entry
        val jar = File(home, "$number.jar")
        ZipOutputStream(jar.outputStream().buffered()).use { zip ->
            for (one in folder.walk().filter(File::isFile)) {
                zip.putNextEntry(ZipEntry(one.relativeTo(folder).invariantSeparatorsPath))
                one.inputStream().use { it.copyTo(zip) }
            }
        }
        jar.path
    }

private fun process(classes: String, option: String, home: File, until: Until): Process {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val library = "-Djna.library.path=${System.getProperty("jna.library.path")}"
    val command = listOf(java) + QUICK + listOf(option, library, "-cp", classes, "afterglow.desktop.BenchKt")
    return ProcessBuilder(command + listOf(home.path, until.name, "${System.currentTimeMillis()}")).redirectError(ProcessBuilder.Redirect.DISCARD).start()
}

/** The JVM options of `make phone`, for short-lived programs. */
private val QUICK = listOf(
    "-XX:TieredStopAtLevel=1", "-XX:Tier3InvocationThreshold=2000", "-XX:Tier3MinInvocationThreshold=1000", "-XX:Tier3CompileThreshold=10000",
    "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto", "-Xlog:disable", "-Xlog:all=off", "-Djava.awt.headless=true",
)

/** Milliseconds until each step of a start, in order. */
private fun timed(classes: String, option: String, home: File, until: Until): Map<String, Long> {
    val running = process(classes, option, home, until)
    val said = running.inputStream.bufferedReader().readLines()
    check(running.waitFor() == 0) { "the app did not start: $said" }
    return said.associate { it.substringBefore(' ') to it.substringAfter(' ').toLong() }
}

/** Reports a step and its time. */
private class Steps(private val begun: Long) {
    private val reached = java.util.Collections.synchronizedList(mutableListOf<String>())

    fun reach(step: String) {
        reached += "$step ${System.currentTimeMillis() - begun}"
    }

    fun say() = reached.forEach(::println)
}

private fun start(home: File, until: Until, begun: Long) {
    val steps = Steps(begun)
    steps.reach("java")
    val keys = KeysInFiles(File(home, "keys"))
    when (until) {
        Until.JAVA -> Unit
        Until.OPEN -> runBlocking { Journal.open(File(home, "journal"), "Bench", keys) }.also { steps.reach("core") }
        Until.BARE -> bare(steps)
        Until.LINE -> {
            val window = Window(home, keys, steps)
            window.until("a line can be written") { window.app?.editor?.loaded == true }
            steps.reach("line")
            window.type('a')
            check(window.app?.editor?.writing?.text == "a") { "the line took no letter" }
        }
    }
    steps.say()
    System.out.flush()
    Runtime.getRuntime().halt(0)
}

/** Only a text field, to measure Compose itself. */
private fun bare(steps: Steps) {
    var words by mutableStateOf("")
    val focus = FocusRequester()
    val scene = ImageComposeScene(PHONE.width.toInt(), PHONE.height.toInt(), Density(1f)) {
        BasicTextField(words, { words = it }, Modifier.fillMaxSize().focusRequester(focus))
        LaunchedEffect(Unit) { focus.requestFocus() }
    }
    scene.render(System.nanoTime()).close()
    scene.render(System.nanoTime()).close()
    steps.reach("line")
    scene.sendKeyEvent(typed('a'))
    check(words == "a") { "the line took no letter" }
}

/** A key event of the window system. */
@OptIn(InternalComposeUiApi::class)
private fun typed(letter: Char): KeyEvent {
    val told = java.awt.event.KeyEvent(object : java.awt.Component() {}, java.awt.event.KeyEvent.KEY_TYPED, 0, 0, 0, letter)
    return KeyEvent(Key.Unknown, KeyEventType.Unknown, letter.code, nativeEvent = told)
}

/** The time from key to screen, with and without drafts being saved. */
private fun typing(home: File, keys: KeysInFiles) {
    val window = Window(home, keys, Steps(0))
    window.until("a line can be written") { window.app?.editor?.loaded == true }
    val editor = checkNotNull(window.app?.editor)
    fun keys(saved: Boolean): List<Double> = List(KEYS) { key ->
        // Without pauses, so that a save is running at every key.
        if (saved) checkNotNull(window.app).scope.launchSave(editor)
        val before = System.nanoTime()
        editor.change(editor.writing.copy(text = editor.writing.text + ('a' + key % 26)))
        window.frame()
        (System.nanoTime() - before) / 1e6
    }.sorted()
    keys(saved = false)
    for ((name, times) in listOf("and nothing is saved" to keys(saved = false), "while each is saved" to keys(saved = true))) {
        println("a key on the screen, %-22s median %5.2f ms, 99 of 100 within %5.2f, worst %5.2f".format(name, times[KEYS / 2], times[KEYS * 99 / 100], times.last()))
    }
    window.until("all is saved") { editor.savedAt != null }
}

private fun CoroutineScope.launchSave(editor: afterglow.app.Editor) {
    launch(kotlinx.coroutines.Dispatchers.Default) { editor.save() }
}

/** The app in an invisible window with its own thread. */
private class Window(home: File, keys: afterglow.SecretStore, steps: Steps) {
    private val tasks = LinkedBlockingQueue<Runnable>()
    private val main = java.util.concurrent.Executor(tasks::add).asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    private val platform = TestPlatform(keys)
    private val journal = scope.also { it.beforehand(platform.settings) }
        .early { Journal.open(File(home, "journal"), "Bench", keys).also { steps.reach("core") } }
        .also { meanwhile() }
    var app: AppState? = null
        private set
    private val scene = ImageComposeScene(PHONE.width.toInt(), PHONE.height.toInt(), Density(1f), main) {
        Opening(platform, scope, journal) { opened ->
            opened.go(Place.Write())
            app = opened
        }
    }

    init {
        frame()
        steps.reach("frame")
    }

    fun type(letter: Char) {
        scene.sendKeyEvent(typed(letter))
        frame()
    }

    fun frame() {
        generateSequence(tasks::poll).forEach(Runnable::run)
        scene.render(System.nanoTime()).close()
    }

    fun until(what: String, holds: () -> Boolean) {
        val late = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (true) {
            frame()
            // The frame shows the state before it.
            if (holds()) return frame()
            check(System.nanoTime() < late) { "$what: not within a minute" }
            tasks.poll(5, TimeUnit.MILLISECONDS)?.run()
        }
    }
}

/** A keystore that outlives the process. */
private class KeysInFiles(private val folder: File) : afterglow.SecretStore {
    override fun load(name: String): ByteArray? = File(folder, name).takeIf(File::isFile)?.readBytes()

    override fun save(name: String, secret: ByteArray) {
        folder.mkdirs()
        File(folder, name).writeBytes(secret)
    }

    override fun forget(name: String) {
        File(folder, name).delete()
    }
}

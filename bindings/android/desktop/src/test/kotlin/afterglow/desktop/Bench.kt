package afterglow.desktop

import afterglow.Journal
import afterglow.Writing
import afterglow.app.AppState
import afterglow.app.Opening
import afterglow.app.Place
import afterglow.app.TestPlatform
import afterglow.write
import androidx.compose.ui.ImageComposeScene
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
 * What a person would notice of the app's speed, measured: `make bench-phone`. Each start is a process of its own,
 * timed from outside, from before it begins until a line can be written on a screen that has been drawn.
 */

private const val STARTS = 12
private const val ENTRIES = 1_000
private const val KEYS = 400

fun main(arguments: Array<String>) {
    when (arguments.firstOrNull()) {
        null -> measure()
        else -> start(File(arguments[0]), arguments[1])
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
        // Classes that every start loads, kept in the form in which the machine takes them up at once.
        val archive = File(home, "classes.jsa")
        process(classes, "-XX:ArchiveClassesAtExit=$archive", home, "write").waitFor()
        check(archive.isFile) { "no archive of classes was written" }
        for ((name, how) in listOf("a cold start" to "-Xshare:auto", "… with its classes archived" to "-XX:SharedArchiveFile=$archive")) {
            for ((what, until) in listOf("the journal is open" to "open", "a line can be written" to "write")) {
                val times = List(STARTS) { timed(classes, how, home, until) }.sorted()
                println("%-28s until %-22s median %4d ms, best %4d, worst %4d".format(name, what, times[STARTS / 2], times.first(), times.last()))
            }
        }
        typing(home, keys)
    } finally {
        home.deleteRecursively()
    }
}

/** The class path as an app is delivered: folders of classes as jars. */
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

private fun process(classes: String, option: String, home: File, until: String): Process {
    val java = File(System.getProperty("java.home"), "bin/java").path
    val options = listOf("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Xlog:disable", "-Xlog:all=off", option)
    val library = "-Djna.library.path=${System.getProperty("jna.library.path")}"
    val command = listOf(java) + options + listOf(library, "-cp", classes, "afterglow.desktop.BenchKt", home.path, until)
    return ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start()
}

/** Milliseconds until the process says that it is there. */
private fun timed(classes: String, option: String, home: File, until: String): Long {
    val before = System.nanoTime()
    val running = process(classes, option, home, until)
    val said = running.inputStream.bufferedReader().readLine()
    val took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)
    running.waitFor()
    check(said == "there") { "the app did not start: $said" }
    return took
}

private fun start(home: File, until: String) {
    val keys = KeysInFiles(File(home, "keys"))
    if (until == "open") {
        runBlocking { Journal.open(File(home, "journal"), "Bench", keys) }
    } else {
        Window(home, keys).apply { until("a line can be written") { app?.editor?.loaded == true } }
    }
    println("there")
    System.out.flush()
    System.exit(0)
}

/** How long a key takes until it stands on the screen, while drafts are saved and while nothing is. */
private fun typing(home: File, keys: KeysInFiles) {
    val window = Window(home, keys)
    window.until("a line can be written") { window.app?.editor?.loaded == true }
    val editor = checkNotNull(window.app?.editor)
    fun keys(saved: Boolean): List<Double> = List(KEYS) { key ->
        // As fast as a person types, but for the pauses; a save is under way at every key.
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

/** The app in a window that nobody sees, with a thread of its own as every window has. */
private class Window(home: File, keys: afterglow.SecretStore) {
    private val tasks = LinkedBlockingQueue<Runnable>()
    private val main = java.util.concurrent.Executor(tasks::add).asCoroutineDispatcher()
    private val scope = CoroutineScope(SupervisorJob() + main)
    var app: AppState? = null
        private set
    private val scene = ImageComposeScene(PHONE.width.toInt(), PHONE.height.toInt(), Density(1f), main) {
        Opening(TestPlatform(keys), scope, { Journal.open(File(home, "journal"), "Bench", keys) }) { opened ->
            opened.go(Place.Write())
            app = opened
        }
    }

    fun frame() {
        generateSequence(tasks::poll).forEach(Runnable::run)
        scene.render(System.nanoTime()).close()
    }

    fun until(what: String, holds: () -> Boolean) {
        val late = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (true) {
            frame()
            // What was true before the frame is drawn in it.
            if (holds()) return frame()
            check(System.nanoTime() < late) { "$what: not within a minute" }
            tasks.poll(5, TimeUnit.MILLISECONDS)?.run()
        }
    }
}

/** A key store that outlives the process. */
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

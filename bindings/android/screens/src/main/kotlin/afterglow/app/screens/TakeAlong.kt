package afterglow.app.screens

import afterglow.ExportReport
import afterglow.PdfForm
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.parts.Block
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import java.io.File
import java.time.LocalDate
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** The progress of a long task, with a button to cancel it. */
@Stable
internal class Way {
    var done by mutableStateOf(0)
        private set
    var of by mutableStateOf(0)
        private set
    var busy by mutableStateOf(false)
        private set

    @Volatile private var stopped = false

    /** The core calls it from its own thread. */
    fun step(done: Int, of: Int): Boolean {
        this.done = done
        this.of = of
        return !stopped
    }

    fun stop() {
        stopped = true
    }

    fun go(app: AppState, task: suspend afterglow.Journal.() -> Unit) = app.act {
        busy = true
        stopped = false
        done = 0
        of = 0
        try {
            task()
        } finally {
            busy = false
        }
    }
}

@Composable
internal fun OnTheWay(way: Way) {
    // Leaving the screen cancels it.
    DisposableEffect(way) { onDispose(way::stop) }
    if (!way.busy) return
    Block {
        if (way.of == 0) {
            LinearProgressIndicator(Modifier.fillMaxWidth())
        } else {
            LinearProgressIndicator({ way.done.toFloat() / way.of }, Modifier.fillMaxWidth())
        }
        QuietButton(onClick = way::stop) { Text(LocalWords.current.stop) }
    }
}

/** Exports the whole journal in the core's formats. */
@Composable
fun TakeAlongScreen(app: AppState) {
    val words = app.words
    val way = remember { Way() }
    var report by remember { mutableStateOf<ExportReport?>(null) }
    var weeks by remember { mutableStateOf<Int?>(null) }
    var passphrase by remember { mutableStateOf("") }

    fun send(name: String, mediaType: String, write: suspend afterglow.Journal.(File) -> ExportReport?) = app.proved {
        way.go(app) {
            report = null
            app.platform.shareSheet.send(name, mediaType) { file -> report = write(file) }
        }
    }

    Page(app, words.export) {
        Text(words.exportText, style = MaterialTheme.typography.bodyLarge)
        OnTheWay(way)
        report?.let { Note(words.exported(it), Modifier.testTag("report")) }
        Block {
            Text(words.exportPdf, style = MaterialTheme.typography.titleMedium)
            OneOf(listOf(null to words.everything, 4 to words.lastWeeks(4), 12 to words.lastWeeks(12)), weeks) { weeks = it }
            MainButton(
                onClick = {
                    val form = PdfForm(from = weeks?.let { LocalDate.now().minusWeeks(it.toLong()) })
                    send("journal.pdf", "application/pdf") { exportPdf(it, form, way::step) }
                },
                Modifier.testTag("pdf"),
                enabled = !way.busy,
            ) { Text(words.makeIt) }
        }
        Block {
            Text(words.exportMarkdown, style = MaterialTheme.typography.titleMedium)
            MainButton(
                onClick = { send("journal-texts.zip", "application/zip") { file -> packed(file) { exportMarkdown(it, way::step) } } },
                Modifier.testTag("markdown"),
                enabled = !way.busy,
            ) { Text(words.makeIt) }
        }
        Block {
            Text(words.exportArchive, style = MaterialTheme.typography.titleMedium)
            Secret(words.passphrase, passphrase, "passphrase", words.passphraseText) { passphrase = it }
            MainButton(
                onClick = {
                    val secret = passphrase.ifEmpty { null }
                    val name = if (secret == null) "journal.zip" else "journal.afterglow"
                    send(name, if (secret == null) "application/zip" else "application/octet-stream") {
                        exportArchive(it, secret, way::step)
                    }
                },
                Modifier.testTag("archive"),
                enabled = !way.busy,
            ) { Text(if (passphrase.isEmpty()) words.makeOpen else words.makeIt) }
        }
        Block {
            Text(words.exportJson, style = MaterialTheme.typography.titleMedium)
            MainButton(
                onClick = {
                    send("journal.json", "application/json") {
                        it.writeText(exportJson())
                        null
                    }
                },
                Modifier.testTag("json"),
                enabled = !way.busy,
            ) { Text(words.makeIt) }
        }
    }
}

/** Packs a folder into one file, and deletes the folder in any case. */
private suspend fun <T> packed(file: File, write: suspend (File) -> T): T {
    val folder = File("${file.path}.folder")
    try {
        val result = write(folder)
        withContext(Dispatchers.IO) {
            ZipOutputStream(file.outputStream().buffered()).use { zip ->
                for (one in folder.walk().filter(File::isFile).sorted()) {
                    zip.putNextEntry(ZipEntry(one.relativeTo(folder).invariantSeparatorsPath))
                    one.inputStream().use { it.copyTo(zip) }
                    zip.closeEntry()
                }
            }
        }
        return result
    } finally {
        withContext(kotlinx.coroutines.NonCancellable + Dispatchers.IO) { folder.deleteRecursively() }
    }
}

package afterglow.app.screens

import afterglow.ExportReport
import afterglow.Journal
import afterglow.PdfForm
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Secret
import afterglow.app.parts.exits
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import java.io.File
import java.time.LocalDate
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/** The forms in which the whole journal is exported. */
internal enum class ExportForm(val tag: String) { PDF("pdf"), MARKDOWN("markdown"), ARCHIVE("archive"), JSON("json") }

/** What a person has chosen, and what has become of the last export. */
internal class Exporting(
    /** Weeks back from today, for a PDF; null: everything. */
    val weeks: Int? = null,
    val passphrase: String = "",
    val underway: Underway? = null,
    val report: ExportReport? = null,
    val problem: String? = null,
)

internal class ExportActions(
    val weeks: (Int?) -> Unit = {},
    val passphrase: (String) -> Unit = {},
    val make: (ExportForm) -> Unit = {},
    val stop: () -> Unit = {},
)

/** Exports the whole journal in the core's formats. */
@Composable
fun TakeAlongScreen(app: AppState) {
    val way = rememberWay()
    var report by remember { mutableStateOf<ExportReport?>(null) }
    var weeks by remember { mutableStateOf<Int?>(null) }
    var passphrase by remember { mutableStateOf("") }

    fun send(name: String, mediaType: String, write: suspend Journal.(File) -> ExportReport?) {
        app.proved {
            way.go(app) {
                report = null
                app.platform.shareSheet.send(name, mediaType) { file -> report = write(file) }
            }
        }
    }

    fun make(form: ExportForm) = when (form) {
        ExportForm.PDF -> {
            val pages = PdfForm(from = weeks?.let { LocalDate.now().minusWeeks(it.toLong()) })
            send("journal.pdf", "application/pdf") { exportPdf(it, pages, way::step) }
        }
        ExportForm.MARKDOWN -> send("journal-texts.zip", "application/zip") { file -> packed(file) { exportMarkdown(it, way::step) } }
        ExportForm.ARCHIVE -> {
            val secret = passphrase.ifEmpty { null }
            val name = if (secret == null) "journal.zip" else "journal.afterglow"
            send(name, if (secret == null) "application/zip" else "application/octet-stream") { exportArchive(it, secret, way::step) }
        }
        ExportForm.JSON -> send("journal.json", "application/json") {
            it.writeText(exportJson())
            null
        }
    }
    val actions = ExportActions({ weeks = it }, { passphrase = it }, ::make, way::stop)
    TakeAlongContent(app.exits(), Exporting(weeks, passphrase, way.underway, report, way.problem), actions)
}

@Composable
internal fun TakeAlongContent(exits: Exits, exporting: Exporting, actions: ExportActions) {
    val words = LocalWords.current
    Page(exits, words.export) {
        Text(words.exportText, style = MaterialTheme.typography.bodyLarge)
        OnTheWay(exporting.underway, actions.stop)
        exporting.problem?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }.testTag("problem"), urgent = true) }
        exporting.report?.let { Note(words.exported(it), Modifier.testTag("report")) }
        Export(ExportForm.PDF, words.exportPdf, words.makeIt, exporting, actions) {
            OneOf(listOf(null to words.everything, 4 to words.lastWeeks(4), 12 to words.lastWeeks(12)), exporting.weeks, actions.weeks)
        }
        Export(ExportForm.MARKDOWN, words.exportMarkdown, words.makeIt, exporting, actions)
        Export(ExportForm.ARCHIVE, words.exportArchive, if (exporting.passphrase.isEmpty()) words.makeOpen else words.makeIt, exporting, actions) {
            Secret(words.passphrase, exporting.passphrase, "passphrase", words.passphraseText, onChange = actions.passphrase)
        }
        Export(ExportForm.JSON, words.exportJson, words.makeIt, exporting, actions)
    }
}

/** One form, with what can be chosen for it. */
@Composable
private fun Export(
    form: ExportForm,
    title: String,
    make: String,
    exporting: Exporting,
    actions: ExportActions,
    choices: @Composable ColumnScope.() -> Unit = {},
) = Block {
    Text(title, style = MaterialTheme.typography.titleMedium)
    choices()
    MainButton(onClick = { actions.make(form) }, Modifier.testTag(form.tag), enabled = exporting.underway == null) { Text(make) }
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
        withContext(NonCancellable + Dispatchers.IO) { folder.deleteRecursively() }
    }
}

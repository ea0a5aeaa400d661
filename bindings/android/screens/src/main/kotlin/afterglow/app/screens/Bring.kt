package afterglow.app.screens

import afterglow.ImportForm
import afterglow.ImportReport
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.Brought
import afterglow.app.LocalWords
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.Toggle
import afterglow.app.parts.exits
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import java.io.IOException

/** The chosen file, and what has become of its import. */
internal class Importing(
    /** Whether the file is encrypted, so that its passphrase is asked for. */
    val locked: Boolean = false,
    val passphrase: String = "",
    val keepPlaces: Boolean = false,
    val underway: Underway? = null,
    val found: ImportReport? = null,
    val imported: ImportReport? = null,
    val problem: String? = null,
)

internal class ImportActions(
    val choose: () -> Unit = {},
    val passphrase: (String) -> Unit = {},
    val look: () -> Unit = {},
    val keepPlaces: (Boolean) -> Unit = {},
    val bring: () -> Unit = {},
    val stop: () -> Unit = {},
)

/** Import: first a preview, then the confirmation, then the report. */
@Composable
fun BringScreen(app: AppState) {
    val way = rememberWay()
    var brought by remember { mutableStateOf<Brought?>(null) }
    var looked by remember { mutableStateOf<ImportReport?>(null) }
    var came by remember { mutableStateOf<ImportReport?>(null) }
    var locked by remember { mutableStateOf(false) }
    var passphrase by remember { mutableStateOf("") }
    var places by remember { mutableStateOf(false) }
    DisposableEffect(Unit) { onDispose { brought?.close() } }

    fun form(look: Boolean) = ImportForm(passphrase = passphrase.ifEmpty { null }, onlyLook = look, keepPlaces = places)

    fun look() {
        way.go(app) {
            val file = brought?.file ?: return@go
            try {
                looked = import(file, form(look = true), way::step)
                locked = false
            } catch (error: JournalException) {
                // The passphrase is requested once; the message is shown only if it was wrong.
                if (error.code != "passphrase" || locked) throw error
                locked = true
            }
        }
    }

    fun choose() {
        app.act {
            val chosen = try {
                app.platform.bringer.bring() ?: return@act
            } catch (_: IOException) {
                // The copy of it did not fit, or the other app took it away.
                way.problem = app.words.fileFailed
                return@act
            }
            brought?.close()
            brought = chosen
            looked = null
            came = null
            locked = false
            passphrase = ""
            look()
        }
    }

    fun bring() {
        way.go(app) { brought?.let { came = import(it.file, form(look = false), way::step) } }
    }
    val actions = ImportActions(::choose, { passphrase = it }, ::look, { places = it }, ::bring, way::stop)
    BringContent(app.exits(), Importing(locked, passphrase, places, way.underway, looked, came, way.problem), actions)
}

@Composable
internal fun BringContent(exits: Exits, importing: Importing, actions: ImportActions) {
    val words = LocalWords.current
    val busy = importing.underway != null
    Page(exits, words.bring) {
        Text(words.bringText, style = MaterialTheme.typography.bodyLarge)
        QuietButton(actions.choose, Modifier.fillMaxWidth().testTag("choose"), enabled = !busy) { Text(words.chooseFile) }
        OnTheWay(importing.underway, actions.stop)
        importing.problem?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }.testTag("problem"), urgent = true) }
        if (importing.locked) {
            Secret(words.passphrase, importing.passphrase, "passphrase", onChange = actions.passphrase)
            MainButton(actions.look, Modifier.testTag("look"), enabled = importing.passphrase.isNotEmpty() && !busy) { Text(words.lookInside) }
        }
        val found = importing.found
        val imported = importing.imported
        val report = imported ?: found ?: return@Page
        Block(Modifier.testTag("report")) {
            Text(if (imported == null) words.wouldCome(report) else words.hasCome(report), style = MaterialTheme.typography.bodyLarge)
        }
        if (imported == null && report.found > report.known) {
            if (report.from == "day_one") Toggle(words.keepPlaces, importing.keepPlaces, words.keepPlacesDetail, actions.keepPlaces)
            MainButton(actions.bring, Modifier.fillMaxWidth().testTag("bring"), enabled = !busy) { Text(words.bringIn) }
        }
        if (report.leftOutCount > 0u) {
            Heading(words.leftOut(report.leftOutCount.toInt()))
            for (one in report.leftOut.take(NAMED)) Note("${one.item}: ${one.sentence}")
        }
    }
}

/** The maximum number of omitted items that are listed. */
private const val NAMED = 20

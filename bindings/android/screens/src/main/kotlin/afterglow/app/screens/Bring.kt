package afterglow.app.screens

import afterglow.ImportForm
import afterglow.ImportReport
import afterglow.JournalException
import afterglow.app.AppState
import afterglow.app.Brought
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.Toggle
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

/** The maximum number of omitted items that are listed. */
private const val NAMED = 20

/** Import: first a preview, then the confirmation, then the report. */
@Composable
fun BringScreen(app: AppState) {
    val words = app.words
    val way = remember { Way() }
    var brought by remember { mutableStateOf<Brought?>(null) }
    var looked by remember { mutableStateOf<ImportReport?>(null) }
    var came by remember { mutableStateOf<ImportReport?>(null) }
    var locked by remember { mutableStateOf(false) }
    var passphrase by remember { mutableStateOf("") }
    var places by remember { mutableStateOf(false) }
    DisposableEffect(Unit) { onDispose { brought?.close() } }

    fun form(look: Boolean) = ImportForm(passphrase = passphrase.ifEmpty { null }, onlyLook = look, keepPlaces = places)

    fun look() = way.go(app) {
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

    Page(app, words.bring) {
        Text(words.bringText, style = MaterialTheme.typography.bodyLarge)
        QuietButton(
            onClick = {
                app.act {
                    val chosen = app.platform.bringer.bring() ?: return@act
                    brought?.close()
                    brought = chosen
                    looked = null
                    came = null
                    locked = false
                    passphrase = ""
                    look()
                }
            },
            Modifier.fillMaxWidth().testTag("choose"),
            enabled = !way.busy,
        ) { Text(words.chooseFile) }
        OnTheWay(way)
        if (locked) {
            Secret(words.passphrase, passphrase, "passphrase") { passphrase = it }
            MainButton(onClick = { look() }, Modifier.testTag("look"), enabled = passphrase.isNotEmpty() && !way.busy) { Text(words.lookInside) }
        }
        val report = came ?: looked ?: return@Page
        Block(Modifier.testTag("report")) {
            Text(if (came == null) words.wouldCome(report) else words.hasCome(report), style = MaterialTheme.typography.bodyLarge)
        }
        if (came == null && report.found > report.known) {
            if (report.from == "day_one") Toggle(words.keepPlaces, places, words.keepPlacesDetail) { places = it }
            MainButton(
                onClick = { way.go(app) { brought?.let { came = import(it.file, form(look = false), way::step) } } },
                Modifier.fillMaxWidth().testTag("bring"),
                enabled = !way.busy,
            ) { Text(words.bringIn) }
        }
        if (report.leftOutCount > 0u) {
            Heading(words.leftOut(report.leftOutCount.toInt()))
            for (one in report.leftOut.take(NAMED)) Note("${one.item}: ${one.sentence}")
        }
    }
}

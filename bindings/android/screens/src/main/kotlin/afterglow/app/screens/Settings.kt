package afterglow.app.screens

import afterglow.JournalException
import afterglow.Loss
import afterglow.Part
import afterglow.Status
import afterglow.app.AppState
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.Place
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.watched
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag

private val sizes = listOf(1f, 1.25f, 1.5f, 2f)

/** How the app looks and speaks, the account and its devices, and taking everything along. */
@Composable
fun SettingsScreen(app: AppState) {
    val words = app.words
    val look = app.look
    Page(app, words.settings) {
        Heading(words.light)
        OneOf(
            listOf(
                Light.SYSTEM to words.asSystem,
                Light.LIGHT to words.lightOn,
                Light.DARK to words.dark,
                Light.DIM to "${words.dim}. ${words.dimDetail}",
            ),
            look.light,
        ) { look.light = it }
        Heading(words.textSize)
        OneOf(sizes.map { it to "${(it * 100).toInt()} %" }, look.textSize) { look.textSize = it }
        Spoken(app)
        LockPart(app)
        AccountPart(app)
        SyncPart(app)
        Heading(words.yourJournal)
        OutlinedButton(onClick = { app.go(Place.TakeAlong) }) { Text(words.export) }
        OutlinedButton(onClick = { app.go(Place.Bring) }) { Text(words.bring) }
        Erase(app)
    }
}

/** Language and region: the journal's own, on each of the person's phones. */
@Composable
private fun Spoken(app: AppState) {
    val shown = app.watched(Unit, Part.SETTINGS) { settings() }
    Heading(app.words.language)
    app.Show(shown) { settings ->
        OneOf(Language.entries.map { it to it.own }, app.look.language) { language ->
            app.look.language = language
            app.act { setPreferences(preferences().copy(language = language.ofTheCore)) }
        }
        if (settings.regions.isNotEmpty()) {
            var open by remember { mutableStateOf(false) }
            Heading(app.words.region)
            val region = settings.regions.firstOrNull { it.value == settings.preferences.region }
            OutlinedButton(onClick = { open = !open }) { Text(region?.label ?: app.words.asSystem) }
            if (open) {
                OneOf(settings.regions.map { it.value to it.label }, settings.preferences.region) { chosen ->
                    open = false
                    app.act { setPreferences(preferences().copy(region = chosen)) }
                }
            }
        }
    }
}

/** First what would be lost; then the password, and everything is gone. */
@Composable
private fun Erase(app: AppState) {
    val words = app.words
    var loss by remember { mutableStateOf<Loss?>(null) }
    var password by remember { mutableStateOf("") }
    Heading(words.deleteEverything)
    val said = loss
    if (said == null) {
        TextButton(onClick = { app.act { loss = whatWouldBeLost() } }, Modifier.testTag("what-would-be-lost")) { Text(words.deleteEverything) }
        return
    }
    Note(said.sentence, urgent = true)
    if (said.account) Secret(words.password, password) { password = it }
    Button(
        onClick = {
            app.act {
                val erased = if (said.account) eraseEverything(password) else erasePhone()
                app.onErased(erased.sentence)
            }
        },
        Modifier.testTag("delete-everything"),
        enabled = !said.account || password.isNotEmpty(),
    ) { Text(words.deleteEverything) }
    TextButton(onClick = { loss = null }) { Text(words.cancel) }
}

@Composable
private fun SyncPart(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.STATUS, Part.TIMELINE, Part.ACCOUNT) { status() }
    Heading(words.sync)
    app.Show(shown) { status: Status ->
        if (status.inSync) Text(words.inSync, style = MaterialTheme.typography.bodyLarge)
        for (reason in status.reasons) Note(reason.sentence)
        OutlinedButton(onClick = {
            app.act {
                try {
                    sync()
                } catch (later: JournalException.Later) {
                    app.notice = later.sentence
                }
            }
        }) { Text(words.syncNow) }
    }
}

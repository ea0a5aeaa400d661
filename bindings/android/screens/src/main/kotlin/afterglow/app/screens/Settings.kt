package afterglow.app.screens

import afterglow.JournalException
import afterglow.Loss
import afterglow.Part
import afterglow.Status
import afterglow.app.AppState
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.Shown
import afterglow.app.Words
import afterglow.app.parts.Exits
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag

private val sizes = listOf(1f, 1.25f, 1.5f, 2f)

/** The current values beside the subjects. */
internal data class SettingsState(val pin: Boolean, val handle: String?, val inSync: Boolean)

/** The settings, one page per subject, with the current value beside its name. */
@Composable
fun SettingsScreen(app: AppState) {
    val look = app.look
    val shown = app.watched(Unit, Part.LOCK, Part.ACCOUNT, Part.STATUS) { SettingsState(lockView().pin, account()?.handle, status().inSync) }
    SettingsContent(app.exits(), shown, look.light, look.textSize, look.language, app::again, app::go)
}

@Composable
internal fun SettingsContent(
    exits: Exits,
    shown: Shown<SettingsState>,
    light: Light,
    textSize: Float,
    language: Language,
    onAgain: () -> Unit,
    onGo: (Place) -> Unit,
) {
    val words = LocalWords.current
    Page(exits, words.settings) {
        Show(shown, onAgain) { state ->
            Column {
                Subject(SettingsPart.LOOK, Symbols.Dim, "${lightOf(words, light)} · ${percent(textSize)}", onGo)
                Subject(SettingsPart.LANGUAGE, Symbols.Message, language.own, onGo)
                Subject(SettingsPart.LOCK, Symbols.Private, if (state.pin) words.pinIsSetShort else words.noPinShort, onGo)
                Subject(SettingsPart.ACCOUNT, Symbols.Person, state.handle ?: words.noAccount, onGo)
                Subject(SettingsPart.SYNC, Symbols.Web, if (state.inSync) words.inSync else "", onGo)
                Subject(SettingsPart.JOURNAL, Symbols.Book, "", onGo)
            }
        }
    }
}

@Composable
private fun Subject(part: SettingsPart, icon: ImageVector, now: String, onGo: (Place) -> Unit) =
    RowItem(nameOf(LocalWords.current, part), Modifier.testTag("settings-${part.name.lowercase()}"), icon = icon, detail = now, onClick = { onGo(Place.SettingsOf(part)) })

private fun nameOf(words: Words, part: SettingsPart): String = when (part) {
    SettingsPart.LOOK -> words.lookAndText
    SettingsPart.LANGUAGE -> words.languageAndRegion
    SettingsPart.LOCK -> words.lock
    SettingsPart.ACCOUNT -> words.accountAndDevices
    SettingsPart.SYNC -> words.sync
    SettingsPart.JOURNAL -> words.yourJournal
}

/** One subject of the settings. */
@Composable
fun SettingsPage(app: AppState, part: SettingsPart) {
    val words = app.words
    Page(app, nameOf(words, part)) {
        when (part) {
            SettingsPart.LOOK -> LookPart(app)
            SettingsPart.LANGUAGE -> Spoken(app)
            SettingsPart.LOCK -> LockPart(app)
            SettingsPart.ACCOUNT -> AccountPart(app)
            SettingsPart.SYNC -> SyncPart(app)
            SettingsPart.JOURNAL -> {
                Column {
                    RowItem(words.export, icon = Symbols.Share, onClick = { app.go(Place.TakeAlong) })
                    RowItem(words.bring, icon = Symbols.Book, onClick = { app.go(Place.Bring) })
                    RowItem(words.recentlyRemoved, icon = Symbols.Reply, onClick = { app.go(Place.RecentlyRemoved) })
                }
                Erase(app)
            }
        }
    }
}

@Composable
private fun LookPart(app: AppState) {
    val words = app.words
    val look = app.look
    Heading(words.light)
    OneOf(Light.entries.map { it to if (it == Light.DIM) "${words.dim}. ${words.dimDetail}" else lightOf(words, it) }, look.light) { look.light = it }
    Heading(words.textSize)
    OneOf(sizes.map { it to percent(it) }, look.textSize) { look.textSize = it }
}

private fun lightOf(words: Words, light: Light): String = when (light) {
    Light.SYSTEM -> words.asSystem
    Light.LIGHT -> words.lightOn
    Light.DARK -> words.dark
    Light.DIM -> words.dim
}

private fun percent(size: Float): String = "${(size * 100).toInt()} %"

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
            QuietButton(onClick = { open = !open }) { Text(region?.label ?: app.words.asSystem) }
            if (open) {
                OneOf(settings.regions.map { it.value to it.label }, settings.preferences.region) { chosen ->
                    open = false
                    app.act { setPreferences(preferences().copy(region = chosen)) }
                }
            }
        }
    }
}

/** First what would be lost; then the password; then everything is deleted. */
@Composable
private fun Erase(app: AppState) {
    val words = app.words
    var loss by remember { mutableStateOf<Loss?>(null) }
    var password by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    Heading(words.deleteEverything)
    val said = loss
    if (said == null) {
        TextButton(onClick = { app.act { loss = whatWouldBeLost() } }, Modifier.testTag("what-would-be-lost")) { Text(words.deleteEverything) }
        return
    }
    Note(said.sentence, urgent = true)
    if (said.account) {
        Secret(words.password, password, problem = problem, content = ContentType.Password) {
            password = it
            problem = null
        }
    }
    MainButton(
        onClick = {
            app.act {
                val erased = try {
                    if (said.account) eraseEverything(password) else erasePhone()
                } catch (error: JournalException) {
                    problem = error.sentence
                    return@act
                }
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
    app.Show(shown) { status: Status ->
        if (status.inSync) Text(words.inSync, style = MaterialTheme.typography.bodyLarge)
        for (reason in status.reasons) Note(reason.sentence)
        QuietButton(onClick = {
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

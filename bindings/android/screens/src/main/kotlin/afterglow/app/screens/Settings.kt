package afterglow.app.screens

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
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.RowItem
import afterglow.app.parts.Show
import afterglow.app.parts.Symbols
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
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
    Page(app.exits(), nameOf(app.words, part)) {
        when (part) {
            SettingsPart.LOOK -> LookContent(app.look.light, app.look.textSize, { app.look.light = it }, { app.look.textSize = it })
            SettingsPart.LANGUAGE -> Spoken(app)
            SettingsPart.LOCK -> LockPart(app)
            SettingsPart.ACCOUNT -> AccountPart(app)
            SettingsPart.SYNC -> SyncPart(app)
            SettingsPart.JOURNAL -> {
                JournalContent(app::go)
                Erase(app)
            }
        }
    }
}

@Composable
internal fun LookContent(light: Light, textSize: Float, onLight: (Light) -> Unit, onTextSize: (Float) -> Unit) {
    val words = LocalWords.current
    Heading(words.light)
    OneOf(Light.entries.map { it to if (it == Light.DIM) "${words.dim}. ${words.dimDetail}" else lightOf(words, it) }, light, onLight)
    Heading(words.textSize)
    OneOf(sizes.map { it to percent(it) }, textSize, onTextSize)
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
    SpokenContent(
        shown, app.look.language, app::again,
        onLanguage = { language ->
            app.look.language = language
            app.act { setPreferences(preferences().copy(language = language.ofTheCore)) }
        },
        onRegion = { region -> app.act { setPreferences(preferences().copy(region = region)) } },
    )
}

@Composable
internal fun SpokenContent(
    shown: Shown<afterglow.SettingsScreen>,
    language: Language,
    onAgain: () -> Unit,
    onLanguage: (Language) -> Unit,
    onRegion: (String) -> Unit,
) {
    val words = LocalWords.current
    Heading(words.language)
    Show(shown, onAgain) { settings ->
        OneOf(Language.entries.map { it to it.own }, language, onLanguage)
        if (settings.regions.isNotEmpty()) {
            var open by remember { mutableStateOf(false) }
            Heading(words.region)
            val region = settings.regions.firstOrNull { it.value == settings.preferences.region }
            QuietButton(onClick = { open = !open }) { Text(region?.label ?: words.asSystem) }
            if (open) {
                OneOf(settings.regions.map { it.value to it.label }, settings.preferences.region) { chosen ->
                    open = false
                    onRegion(chosen)
                }
            }
        }
    }
}

@Composable
private fun SyncPart(app: AppState) {
    val shown = app.watched(Unit, Part.STATUS, Part.TIMELINE, Part.ACCOUNT) { status() }
    SyncContent(shown, app::again) { app.act { sync() } }
}

/** What is synced, and what is not and why: a failed attempt is a reason as well. */
@Composable
internal fun SyncContent(shown: Shown<Status>, onAgain: () -> Unit, onSync: () -> Unit) = Show(shown, onAgain) { status ->
    val words = LocalWords.current
    if (status.inSync) Text(words.inSync, style = MaterialTheme.typography.bodyLarge)
    for (reason in status.reasons) Note(reason.sentence)
    QuietButton(onSync) { Text(words.syncNow) }
}

@Composable
internal fun JournalContent(onGo: (Place) -> Unit) {
    val words = LocalWords.current
    Column {
        RowItem(words.export, icon = Symbols.Share, onClick = { onGo(Place.TakeAlong) })
        RowItem(words.bring, icon = Symbols.Book, onClick = { onGo(Place.Bring) })
        RowItem(words.recentlyRemoved, icon = Symbols.Reply, onClick = { onGo(Place.RecentlyRemoved) })
    }
}

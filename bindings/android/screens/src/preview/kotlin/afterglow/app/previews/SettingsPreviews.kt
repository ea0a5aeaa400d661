package afterglow.app.previews

import afterglow.Choice
import afterglow.Lock
import afterglow.Loss
import afterglow.Preferences
import afterglow.Reason
import afterglow.SettingsScreen
import afterglow.SyncReason
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.Words
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.screens.EraseActions
import afterglow.app.screens.EraseContent
import afterglow.app.screens.JournalContent
import afterglow.app.screens.LockActions
import afterglow.app.screens.LockPartContent
import afterglow.app.screens.LookContent
import afterglow.app.screens.SpokenContent
import afterglow.app.screens.SyncContent
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.runtime.Composable

// The pages of the settings.

@OnPhone
@Composable
internal fun LookPreview() = Setting({ it.lookAndText }) { LookContent(Light.SYSTEM, 1.25f, {}, {}) }

@OnPhone
@Composable
internal fun SpokenPreview() = Setting({ it.languageAndRegion }) { SpokenContent(Shown.Ready(settings), Language.ENGLISH, {}, {}, {}) }

@OnPhone
@Composable
internal fun LockPartPreview() = Setting({ it.lock }) { LockPartContent(Shown.Ready(lock), sensor = true, {}, LockActions()) }

@OnPhone
@Composable
internal fun LockPartWithoutPinPreview() =
    Setting({ it.lock }) { LockPartContent(Shown.Ready(lock.copy(pin = false, autoLockS = null)), sensor = false, {}, LockActions()) }

@OnPhone
@Composable
internal fun SyncPreview() = Setting({ it.sync }) { SyncContent(Shown.Ready(inSync), {}) {} }

@OnPhone
@Composable
internal fun SyncWaitingPreview() = Setting({ it.sync }) {
    val reasons = listOf(
        Reason(SyncReason.OFFLINE, "The server cannot be reached just now. This phone tries again by itself."),
        Reason(SyncReason.WAITING, "What you wrote is kept here and waits to be sent."),
    )
    SyncContent(Shown.Ready(inSync.copy(inSync = false, waiting = 2u, reasons = reasons)), {}) {}
}

@OnPhone
@Composable
internal fun JournalPartPreview() = Setting({ it.yourJournal }) {
    JournalContent {}
    EraseContent(loss = null, EraseActions())
}

@OnPhone
@Composable
internal fun ErasePreview() = Setting({ it.yourJournal }) {
    EraseContent(
        Loss(records = 87u, onlyHere = 2u, account = true, recoveryKept = true, sentence = "Two entries are only on this phone. Nobody can bring them back."),
        EraseActions(),
    )
}

@Composable
private fun Setting(title: (Words) -> String, content: @Composable ColumnScope.() -> Unit) =
    Previewed { Page(Exits({}), title(LocalWords.current), content = content) }

private val settings = SettingsScreen(
    preferences = Preferences(region = "US"),
    language = afterglow.Language.ENGLISH,
    languages = emptyList(),
    regions = listOf(Choice("DE", "Germany"), Choice("US", "United States")),
    account = null,
    consents = emptyList(),
)

private val lock = Lock(
    pin = true, locked = false, waitS = 0u, leftBeforeWipe = null, wipeAfter = null, autoLockS = 60u, locksInS = null, biometrics = false,
)

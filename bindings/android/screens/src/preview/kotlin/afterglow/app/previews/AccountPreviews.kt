package afterglow.app.previews

import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.Shown
import afterglow.app.parts.Exits
import afterglow.app.screens.LockContent
import afterglow.app.screens.RecoveryKitContent
import afterglow.app.screens.SettingsContent
import afterglow.app.screens.SettingsState
import afterglow.app.screens.WelcomeContent
import androidx.compose.runtime.Composable
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember

// The first start, the lock, the recovery code and the settings.

@OnPhone
@Composable
internal fun WelcomePreview() = Previewed { WelcomeContent(Exits(), Shown.Ready(welcome), {}, {}) }

@OnPhone
@Composable
internal fun LockPreview() = Previewed { Lock(typed = "24", wrong = null) }

@OnPhone
@Composable
internal fun LockWrongPreview() = Previewed { Lock(typed = "", wrong = "That is not the PIN. Four more attempts.") }

@Composable
private fun Lock(typed: String, wrong: String?) {
    LockContent(remember { mutableStateOf(typed) }, wrong, waits = false, biometrics = true, {}, {}, help = {}) {}
}

@OnPhone
@Composable
internal fun RecoveryKitPreview() = Previewed { Kit(asked = false) }

@OnPhone
@Composable
internal fun RecoveryKitCheckPreview() = Previewed { Kit(asked = true) }

@Composable
private fun Kit(asked: Boolean) = RecoveryKitContent(Shown.Ready(listOf(CODE)), {}, {}, {}, {}, {}, asked)

/** Not a real code: its words have no checksum. */
private const val CODE = "river stone window apple music winter garden letter silver morning bridge candle island summer thunder"

@OnPhone
@Composable
internal fun SettingsPreview() = Previewed {
    SettingsContent(Exits({}), Shown.Ready(SettingsState(pin = true, "wren", inSync = true)), Light.SYSTEM, 1f, Language.ENGLISH, {}, {})
}

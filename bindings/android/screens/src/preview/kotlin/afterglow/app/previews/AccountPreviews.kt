package afterglow.app.previews

import afterglow.Account
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.parts.Exits
import afterglow.app.parts.Page
import afterglow.app.screens.AccountActions
import afterglow.app.screens.AccountContent
import afterglow.app.screens.Asking
import afterglow.app.screens.Credentials
import afterglow.app.screens.CredentialsContent
import afterglow.app.screens.CredentialsFor
import afterglow.app.screens.JoinActions
import afterglow.app.screens.JoinContent
import afterglow.app.screens.Joining
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
internal fun RegisterPreview() = Previewed { Form(CredentialsFor.REGISTER, Credentials(handle = "a marsh wren"), "https://journal.example/join#code") }

@OnPhone
@Composable
internal fun SignInPreview() = Previewed {
    val typed = Credentials("journal.example", "a marsh wren", "a long walk")
    Form(CredentialsFor.SIGN_IN, typed, asking = Asking(problem = "The name and the secret do not belong together. Please check both."))
}

@OnPhone
@Composable
internal fun RecoverPreview() = Previewed { Form(CredentialsFor.RECOVER, Credentials(code = CODE)) }

@Composable
private fun Form(purpose: CredentialsFor, typed: Credentials, link: String? = null, asking: Asking = Asking()) =
    CredentialsContent(Exits({}), purpose, typed, {}, asking, offline = false, link, onScan = {}, onLostPassword = {}) {}

@OnPhone
@Composable
internal fun JoinPreview() = Previewed {
    JoinContent(Exits({}), Shown.Ready(listOf(true)), Joining("https://journal.example/join#code", "", invitation), offline = false, {}, JoinActions())
}

@OnPhone
@Composable
internal fun JoinWithoutAccountPreview() = Previewed {
    JoinContent(Exits({}), Shown.Ready(listOf(false)), Joining("https://journal.example/join#code", "", invitation), offline = false, {}, JoinActions())
}

@OnPhone
@Composable
internal fun AccountPreview() = Previewed { AccountOf(account) }

@OnPhone
@Composable
internal fun NoAccountPreview() = Previewed { AccountOf(null) }

@Composable
private fun AccountOf(account: Account?) = Page(Exits({}), LocalWords.current.accountAndDevices) {
    AccountContent(Shown.Ready(listOf(account)), devices, offline = false, {}, AccountActions())
}

@OnPhone
@Composable
internal fun SettingsPreview() = Previewed {
    SettingsContent(Exits({}), Shown.Ready(SettingsState(pin = true, "wren", inSync = true)), Light.SYSTEM, 1f, Language.ENGLISH, {}, {})
}

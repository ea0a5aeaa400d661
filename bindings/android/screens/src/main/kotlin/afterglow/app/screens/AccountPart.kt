package afterglow.app.screens

import afterglow.Account
import afterglow.Device
import afterglow.DeviceId
import afterglow.Journal
import afterglow.JournalException
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Place
import afterglow.app.Shown
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.watched
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
import androidx.compose.ui.platform.testTag

/** What a person can do with the account. */
internal class AccountActions(
    val go: (Place) -> Unit = {},
    val listDevices: () -> Unit = {},
    val removeDevice: (device: DeviceId, password: String, task: Task) -> Unit = { _, _, _ -> },
    val renew: (password: String, newPassword: String, code: String?, task: Task) -> Unit = { _, _, _, _ -> },
    val changePassword: (password: String, newPassword: String, task: Task) -> Unit = { _, _, _ -> },
    val signOut: () -> Unit = {},
)

/** Called when a request has ended: [done] if it succeeded, [failed] with the reason, and [ended] in any case. */
internal class Task(val done: () -> Unit = {}, val failed: (sentence: String) -> Unit = {}, val ended: () -> Unit = {})

/** Runs a request of a form, which shows its error at the field. */
internal fun AppState.ask(task: Task, what: suspend Journal.() -> Unit) {
    act {
        try {
            what()
            task.done()
        } catch (error: JournalException) {
            task.failed(error.sentence)
        } finally {
            task.ended()
        }
    }
}

/** The settings of account, devices, keys and password. */
@Composable
internal fun AccountPart(app: AppState) {
    var devices by remember { mutableStateOf<List<Device>?>(null) }
    val shown = app.watched(Unit, Part.ACCOUNT) { listOf(account()) }
    val actions = AccountActions(
        app::go,
        listDevices = { app.act { devices = devices() } },
        removeDevice = { device, password, task ->
            app.ask(task) {
                removeDevice(device, password)
                devices = devices()
            }
        },
        renew = { password, newPassword, code, task ->
            app.ask(task) {
                lostPhone(password, newPassword, code)
                app.go(Place.RecoveryKit)
            }
        },
        changePassword = { password, newPassword, task ->
            app.ask(task) {
                changePassword(password, newPassword)
                app.notice = app.words.passwordChanged
            }
        },
        signOut = { app.act { signOut() } },
    )
    AccountContent(shown, devices, app.offline, app::again, actions)
}

/** The account, drawn from its state. [devices]: null until they were asked for. */
@Composable
internal fun AccountContent(shown: Shown<List<Account?>>, devices: List<Device>?, offline: Boolean, onAgain: () -> Unit, actions: AccountActions) {
    val words = LocalWords.current
    var leaving by remember { mutableStateOf(false) }
    Show(shown, onAgain) { (account: Account?) ->
        if (account == null) {
            Text(words.noAccount, style = MaterialTheme.typography.bodyLarge)
            Text(words.noAccountText, style = MaterialTheme.typography.bodyMedium)
            MainButton(onClick = { actions.go(Place.Register()) }) { Text(words.register) }
            TextButton(onClick = { actions.go(Place.SignIn) }) { Text(words.signIn) }
            return@Show
        }
        Text("${account.handle} · ${account.server}", style = MaterialTheme.typography.bodyLarge)
        if (!account.recoveryKept) {
            QuietButton(onClick = { actions.go(Place.RecoveryKit) }) { Text(words.recoveryKit) }
        }
        Away(offline, words.offlineHere)
        if (account.signedIn) {
            QuietButton(actions.listDevices) { Text(words.devices) }
            devices?.forEach { device -> OneDevice(device, actions.removeDevice) }
            if (devices != null) LostPhone(actions.renew)
            ChangePassword(actions.changePassword)
            TextButton(onClick = { leaving = true }) { Text(words.signOut) }
        } else {
            Note(words.signedOut)
            MainButton(onClick = { actions.go(Place.SignIn) }) { Text(words.signIn) }
        }
    }
    if (leaving) {
        Sure(words.signOut, words.signOutText, words.signOut, words.cancel, { leaving = false }, actions.signOut)
    }
}

@Composable
private fun OneDevice(device: Device, onRemove: (device: DeviceId, password: String, task: Task) -> Unit) {
    val words = LocalWords.current
    var asking by remember { mutableStateOf(false) }
    var password by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    Block {
        Text(device.name, style = MaterialTheme.typography.titleSmall)
        Text(if (device.current) words.thisDevice else words.moment(device.seenAt), style = MaterialTheme.typography.bodyMedium)
        if (!device.current) {
            Text(words.removeDeviceText, style = MaterialTheme.typography.bodySmall)
            if (asking) {
                Secret(words.password, password, "remove-password", problem = problem, content = ContentType.Password) {
                    password = it
                    problem = null
                }
            }
            TextButton(
                onClick = { if (asking) onRemove(device.id, password, Task(done = { password = "" }, failed = { problem = it })) else asking = true },
                enabled = !asking || password.isNotEmpty(),
            ) { Text(words.removeDevice) }
        }
    }
}

/** Renewal after a phone was lost: replaces password and keys, then shows the new recovery code. */
@Composable
private fun LostPhone(onRenew: (password: String, newPassword: String, code: String?, task: Task) -> Unit) {
    val words = LocalWords.current
    var asking by remember { mutableStateOf(false) }
    var before by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var code by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    var problem by remember { mutableStateOf<String?>(null) }
    Text(words.lostPhoneText, style = MaterialTheme.typography.bodyMedium)
    if (!asking) {
        QuietButton(onClick = { asking = true }, Modifier.testTag("lost")) { Text(words.lostPhone) }
        return
    }
    Secret(words.password, before, "lost-before", problem = problem, content = ContentType.Password) {
        before = it
        problem = null
    }
    Secret(words.newPassword, password, "lost-new", words.passwordText, content = ContentType.NewPassword) { password = it }
    Secret(words.recoveryCode, code, "lost-code", words.lostPhoneNoCode) { code = it }

    fun emptied() {
        before = ""
        password = ""
        code = ""
        busy = false
    }
    MainButton(
        onClick = {
            busy = true
            onRenew(before, password, code.trim().ifBlank { null }, Task(done = { asking = false }, failed = { problem = it }, ended = ::emptied))
        },
        Modifier.testTag("lost-phone"),
        enabled = !busy && before.isNotEmpty() && password.isNotEmpty(),
    ) { Text(words.lostPhone) }
    TextButton(onClick = { asking = false }) { Text(words.cancel) }
}

/** Changes the password. */
@Composable
private fun ChangePassword(onChange: (password: String, newPassword: String, task: Task) -> Unit) {
    val words = LocalWords.current
    var asking by remember { mutableStateOf(false) }
    var before by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    var problem by remember { mutableStateOf<String?>(null) }
    if (!asking) {
        QuietButton(onClick = { asking = true }) { Text(words.changePassword) }
        return
    }
    Secret(words.password, before, "password-before", problem = problem, content = ContentType.Password) {
        before = it
        problem = null
    }
    Secret(words.newPassword, password, "password-new", words.passwordText, content = ContentType.NewPassword) { password = it }

    fun emptied() {
        before = ""
        password = ""
        busy = false
    }
    MainButton(
        onClick = {
            busy = true
            onChange(before, password, Task(done = { asking = false }, failed = { problem = it }, ended = ::emptied))
        },
        Modifier.testTag("change-password"),
        enabled = !busy && before.isNotEmpty() && password.isNotEmpty(),
    ) { Text(words.changePassword) }
    TextButton(onClick = { asking = false }) { Text(words.cancel) }
}

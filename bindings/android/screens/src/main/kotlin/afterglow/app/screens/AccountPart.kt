package afterglow.app.screens

import afterglow.Account
import afterglow.Device
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
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
import androidx.compose.ui.platform.testTag

/** The settings of account, devices, keys and password. */
@Composable
internal fun AccountPart(app: AppState) {
    val words = app.words
    var leaving by remember { mutableStateOf(false) }
    var devices by remember { mutableStateOf<List<Device>?>(null) }
    val shown = app.watched(Unit, Part.ACCOUNT) { listOf(account()) }
    app.Show(shown) { (account: Account?) ->
        if (account == null) {
            Text(words.noAccount, style = MaterialTheme.typography.bodyLarge)
            Text(words.noAccountText, style = MaterialTheme.typography.bodyMedium)
            MainButton(onClick = { app.go(Place.Register()) }) { Text(words.register) }
            TextButton(onClick = { app.go(Place.SignIn) }) { Text(words.signIn) }
            return@Show
        }
        Text("${account.handle} · ${account.server}", style = MaterialTheme.typography.bodyLarge)
        if (!account.recoveryKept) {
            QuietButton(onClick = { app.go(Place.RecoveryKit) }) { Text(words.recoveryKit) }
        }
        app.Away(words.offlineHere)
        if (account.signedIn) {
            QuietButton(onClick = { app.act { devices = devices() } }) { Text(words.devices) }
            devices?.forEach { device -> OneDevice(app, device) { devices = it } }
            if (devices != null) LostPhone(app)
            ChangePassword(app)
            TextButton(onClick = { leaving = true }) { Text(words.signOut) }
        } else {
            Note(words.signedOut)
            MainButton(onClick = { app.go(Place.SignIn) }) { Text(words.signIn) }
        }
    }
    if (leaving) {
        Sure(words.signOut, words.signOutText, words.signOut, words.cancel, { leaving = false }) { app.act { signOut() } }
    }
}

@Composable
private fun OneDevice(app: AppState, device: Device, onChanged: (List<Device>) -> Unit) {
    var asking by remember { mutableStateOf(false) }
    var password by remember { mutableStateOf("") }
    Block {
        Text(device.name, style = MaterialTheme.typography.titleSmall)
        Text(if (device.current) app.words.thisDevice else app.words.moment(device.seenAt), style = MaterialTheme.typography.bodyMedium)
        if (!device.current) {
            Text(app.words.removeDeviceText, style = MaterialTheme.typography.bodySmall)
            if (asking) Secret(app.words.password, password, "remove-password") { password = it }
            TextButton(
                onClick = {
                    val typed = password
                    if (!asking) {
                        asking = true
                    } else {
                        app.act {
                            removeDevice(device.id, typed)
                            password = ""
                            onChanged(devices())
                        }
                    }
                },
                enabled = !asking || password.isNotEmpty(),
            ) { Text(app.words.removeDevice) }
        }
    }
}

/** Renewal after a phone was lost: replaces password and keys, then shows the new recovery code. */
@Composable
private fun LostPhone(app: AppState) {
    val words = app.words
    var asking by remember { mutableStateOf(false) }
    var before by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var code by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    Text(words.lostPhoneText, style = MaterialTheme.typography.bodyMedium)
    if (!asking) {
        QuietButton(onClick = { asking = true }, Modifier.testTag("lost")) { Text(words.lostPhone) }
        return
    }
    Secret(words.password, before, "lost-before") { before = it }
    Secret(words.newPassword, password, "lost-new", words.passwordText) { password = it }
    Secret(words.recoveryCode, code, "lost-code", words.lostPhoneNoCode) { code = it }
    MainButton(
        onClick = {
            busy = true
            app.act {
                try {
                    lostPhone(before, password, code.trim().ifBlank { null })
                    asking = false
                    app.go(Place.RecoveryKit)
                } finally {
                    before = ""
                    password = ""
                    code = ""
                    busy = false
                }
            }
        },
        Modifier.testTag("lost-phone"),
        enabled = !busy && before.isNotEmpty() && password.isNotEmpty(),
    ) { Text(words.lostPhone) }
    TextButton(onClick = { asking = false }) { Text(words.cancel) }
}

/** Changes the password. */
@Composable
private fun ChangePassword(app: AppState) {
    val words = app.words
    var asking by remember { mutableStateOf(false) }
    var before by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    if (!asking) {
        QuietButton(onClick = { asking = true }) { Text(words.changePassword) }
        return
    }
    Secret(words.password, before, "password-before") { before = it }
    Secret(words.newPassword, password, "password-new", words.passwordText) { password = it }
    MainButton(
        onClick = {
            busy = true
            app.act {
                try {
                    changePassword(before, password)
                    app.notice = words.passwordChanged
                    asking = false
                } finally {
                    before = ""
                    password = ""
                    busy = false
                }
            }
        },
        Modifier.testTag("change-password"),
        enabled = !busy && before.isNotEmpty() && password.isNotEmpty(),
    ) { Text(words.changePassword) }
    TextButton(onClick = { asking = false }) { Text(words.cancel) }
}

package afterglow.app.screens

import afterglow.Account
import afterglow.Device
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Place
import afterglow.app.parts.Away
import afterglow.app.parts.Block
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.watched
import androidx.compose.material3.Button
import androidx.compose.material3.FilledTonalButton
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

/** In the settings: who is on this phone, their devices, their keys and their password. */
@Composable
internal fun AccountPart(app: AppState) {
    val words = app.words
    var leaving by remember { mutableStateOf(false) }
    var devices by remember { mutableStateOf<List<Device>?>(null) }
    val shown = app.watched(Unit, Part.ACCOUNT) { listOf(account()) }
    Heading(words.account)
    app.Show(shown) { (account: Account?) ->
        if (account == null) {
            Text(words.noAccount, style = MaterialTheme.typography.bodyLarge)
            Text(words.noAccountText, style = MaterialTheme.typography.bodyMedium)
            Button(onClick = { app.go(Place.Register()) }) { Text(words.register) }
            TextButton(onClick = { app.go(Place.SignIn) }) { Text(words.signIn) }
            return@Show
        }
        Text("${account.handle} · ${account.server}", style = MaterialTheme.typography.bodyLarge)
        if (!account.recoveryKept) {
            FilledTonalButton(onClick = { app.go(Place.RecoveryKit) }) { Text(words.recoveryKit) }
        }
        app.Away(words.offlineHere)
        if (account.signedIn) {
            OutlinedButton(onClick = { app.act { devices = devices() } }) { Text(words.devices) }
            devices?.forEach { device -> OneDevice(app, device) { devices = it } }
            if (devices != null) LostPhone(app)
            ChangePassword(app)
            TextButton(onClick = { leaving = true }) { Text(words.signOut) }
        } else {
            Note(words.signedOut)
            Button(onClick = { app.go(Place.SignIn) }) { Text(words.signIn) }
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

/** A phone was lost: password and keys are exchanged in one act, and then the new recovery code is to be kept. */
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
        OutlinedButton(onClick = { asking = true }, Modifier.testTag("lost")) { Text(words.lostPhone) }
        return
    }
    Secret(words.password, before, "lost-before") { before = it }
    Secret(words.newPassword, password, "lost-new", words.passwordText) { password = it }
    Secret(words.recoveryCode, code, "lost-code", words.lostPhoneNoCode) { code = it }
    Button(
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

/** Another password in place of the one that is known. */
@Composable
private fun ChangePassword(app: AppState) {
    val words = app.words
    var asking by remember { mutableStateOf(false) }
    var before by remember { mutableStateOf("") }
    var password by remember { mutableStateOf("") }
    var busy by remember { mutableStateOf(false) }
    if (!asking) {
        OutlinedButton(onClick = { asking = true }) { Text(words.changePassword) }
        return
    }
    Secret(words.password, before, "password-before") { before = it }
    Secret(words.newPassword, password, "password-new", words.passwordText) { password = it }
    Button(
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

package afterglow.app.screens

import afterglow.JournalException
import afterglow.Lock
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.Shown
import afterglow.app.parts.Heading
import afterglow.app.parts.Note
import afterglow.app.parts.OneOf
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.Toggle
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.unit.dp

/** In front of everything but help. It shows nothing of the journal. */
@Composable
fun LockScreen(app: AppState, lock: Lock) {
    val words = app.words
    var pin by remember { mutableStateOf("") }
    var wrong by remember { mutableStateOf<String?>(null) }
    var helping by remember { mutableStateOf(false) }

    fun open(how: suspend afterglow.Journal.() -> Unit) = app.act {
        try {
            how()
            wrong = null
        } catch (error: JournalException) {
            // How long to wait, and what a further try would mean, is said by the core.
            wrong = error.sentence
        }
    }

    fun tryPin() {
        val typed = pin
        // At once: what is typed while this try is under way belongs to the next one.
        pin = ""
        open { unlock(typed) }
    }
    LaunchedEffect(lock.biometrics) { if (lock.biometrics) open { unlockWithBiometrics() } }
    Column(
        Modifier.fillMaxSize().verticalScroll(rememberScrollState()).padding(24.dp),
        Arrangement.spacedBy(16.dp),
        Alignment.CenterHorizontally,
    ) {
        Column(Modifier.widthIn(max = 420.dp).fillMaxWidth().padding(top = 48.dp), Arrangement.spacedBy(16.dp)) {
            Text(words.lockedText, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineMedium)
            OutlinedTextField(
                pin, { pin = it }, Modifier.fillMaxWidth().testTag("pin"), label = { Text(words.pin) }, singleLine = true,
                visualTransformation = PasswordVisualTransformation(),
                keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.NumberPassword, imeAction = ImeAction.Done),
                keyboardActions = KeyboardActions(onDone = { tryPin() }),
            )
            wrong?.let { Note(it, urgent = true) }
            Button(onClick = { tryPin() }, Modifier.fillMaxWidth().testTag("unlock"), enabled = pin.isNotEmpty()) {
                Text(words.unlock)
            }
            if (lock.biometrics) {
                OutlinedButton(onClick = { open { unlockWithBiometrics() } }, Modifier.fillMaxWidth()) { Text(words.faceOrFinger) }
            }
            OutlinedButton(onClick = { helping = !helping }, Modifier.fillMaxWidth().testTag("help")) { Text(words.helpNow) }
            if (helping) {
                var harmed by remember { mutableStateOf(false) }
                Helping(app, onHarm = { harmed = !harmed })
                if (harmed) {
                    val harm = app.watched(Unit, Part.HELP) { harm() }
                    app.Show(harm) { Harm(app, it) }
                }
            }
        }
    }
}

/** In the settings: PIN, face or finger, when it locks by itself. */
@Composable
internal fun LockPart(app: AppState) {
    val words = app.words
    val shown = app.watched(Unit, Part.LOCK) { lockView() }
    Heading(words.lock)
    app.Show(shown) { lock -> TheLock(app, lock) }
}

@Composable
private fun TheLock(app: AppState, lock: Lock) {
    val words = app.words
    var pin by remember(lock.pin) { mutableStateOf("") }
    Text(if (lock.pin) words.pinIsSet else words.noPin, style = MaterialTheme.typography.bodyLarge)
    OutlinedTextField(
        pin, { pin = it }, Modifier.fillMaxWidth().testTag("set-pin"), label = { Text(words.pin) }, singleLine = true,
        visualTransformation = PasswordVisualTransformation(),
        keyboardOptions = KeyboardOptions(keyboardType = KeyboardType.NumberPassword),
    )
    if (!lock.pin) {
        Button(onClick = { val typed = pin; app.act { setPin(typed) } }, enabled = pin.isNotEmpty()) { Text(words.setPin) }
        return
    }
    Heading(words.locksItself)
    OneOf(
        listOf(0 to words.whenLeft, 60 to words.minutes(1), 300 to words.minutes(5), null to words.never),
        lock.autoLockS?.toInt(),
    ) { seconds -> app.act { setAutoLock(seconds) } }
    if (lock.biometrics || app.platform.biometrics?.available == true) {
        Toggle(words.faceOrFinger, lock.biometrics, words.faceOrFingerDetail) { on ->
            val typed = pin
            when {
                !on -> app.act { disableBiometrics() }
                typed.isEmpty() -> app.notice = words.pinFirst
                else -> app.act {
                    enableBiometrics(typed)
                    pin = ""
                }
            }
        }
    }
    WipeAfter(app, lock, pin) { pin = "" }
    Button(onClick = { app.act { lock() } }) { Text(words.lockNow) }
    OutlinedButton(onClick = { val typed = pin; app.act { removePin(typed) } }, enabled = pin.isNotEmpty()) { Text(words.removePin) }
}

/** Chosen only by somebody who has read what it would cost, and who knows the PIN. */
@Composable
private fun WipeAfter(app: AppState, lock: Lock, pin: String, onDone: () -> Unit) {
    val words = app.words
    var cost by remember { mutableStateOf<String?>(null) }
    Toggle(words.wipeAfter, lock.wipeAfter != null, words.wipeAfterDetail) { on ->
        when {
            pin.isEmpty() -> app.notice = words.pinFirst
            on -> app.act { cost = whatWouldBeLost().sentence }
            else -> app.act {
                setWipeAfter(null, pin)
                onDone()
            }
        }
    }
    cost?.let {
        Sure(words.wipeAfter, it, words.yes, words.cancel, { cost = null }) {
            app.act {
                setWipeAfter(WRONG_PINS, pin)
                onDone()
            }
        }
    }
}

private const val WRONG_PINS = 10

package afterglow.app.screens

import afterglow.Lock
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.parts.Heading
import afterglow.app.parts.MainButton
import afterglow.app.parts.OneOf
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.Toggle
import afterglow.app.watched
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue

/** What a person can do with the lock. What is protected by the PIN gets it, and says at its field why it failed. */
internal class LockActions(
    val setPin: (pin: String, task: Task) -> Unit = { _, _ -> },
    val removePin: (pin: String, task: Task) -> Unit = { _, _ -> },
    /** Seconds; 0: when the app is left; null: never. */
    val autoLock: (seconds: Int?) -> Unit = {},
    val biometrics: (on: Boolean, pin: String, task: Task) -> Unit = { _, _, _ -> },
    /** Passes on what many wrong PINs would cost. */
    val askCost: (onCost: (String) -> Unit) -> Unit = {},
    val wipe: (on: Boolean, pin: String, task: Task) -> Unit = { _, _, _ -> },
    val lock: () -> Unit = {},
)

/** The lock settings: PIN, face or fingerprint, auto-lock. */
@Composable
internal fun LockPart(app: AppState) {
    val shown = app.watched(Unit, Part.LOCK) { lockView() }
    val actions = LockActions(
        setPin = { pin, task -> app.ask(task) { setPin(pin) } },
        removePin = { pin, task -> app.ask(task) { removePin(pin) } },
        autoLock = { seconds -> app.act { setAutoLock(seconds) } },
        biometrics = { on, pin, task -> app.ask(task) { if (on) enableBiometrics(pin) else disableBiometrics() } },
        askCost = { onCost -> app.act { onCost(whatWouldBeLost().sentence) } },
        wipe = { on, pin, task -> app.ask(task) { setWipeAfter(if (on) WRONG_PINS else null, pin) } },
        lock = { app.act { lock() } },
    )
    LockPartContent(shown, app.platform.biometrics?.available == true, app::again, actions)
}

/** [sensor]: whether the phone knows a face or fingerprint of the person. */
@Composable
internal fun LockPartContent(shown: Shown<Lock>, sensor: Boolean, onAgain: () -> Unit, actions: LockActions) = Show(shown, onAgain) { lock ->
    if (lock.pin) WithPin(lock, sensor, actions) else WithoutPin(actions)
}

@Composable
private fun WithoutPin(actions: LockActions) {
    val words = LocalWords.current
    var pin by remember { mutableStateOf("") }
    var again by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    Text(words.noPin, style = MaterialTheme.typography.bodyLarge)
    // The lock screen has a keypad, so a new PIN has only digits. An older one may have other characters.
    Secret(words.pin, pin, "set-pin", problem = problem, digits = true) {
        pin = it.filter(Char::isDigit)
        problem = null
    }
    // Typed twice: a typo would lock the person out of a journal that nobody else can open.
    val differs = again.isNotEmpty() && !pin.startsWith(again)
    Secret(words.pinAgain, again, "set-pin-again", words.pinsDiffer.takeIf { differs }, digits = true) { again = it.filter(Char::isDigit) }
    MainButton(onClick = { actions.setPin(pin, Task(failed = { problem = it })) }, enabled = pin.isNotEmpty() && pin == again) { Text(words.setPin) }
}

@Composable
private fun WithPin(lock: Lock, sensor: Boolean, actions: LockActions) {
    val words = LocalWords.current
    var pin by remember { mutableStateOf("") }
    var problem by remember { mutableStateOf<String?>(null) }
    var cost by remember { mutableStateOf<String?>(null) }
    val task = Task(done = { pin = "" }, failed = { problem = it })

    /** What needs the PIN says so at its field. */
    fun withPin(act: (pin: String) -> Unit) {
        if (pin.isEmpty()) problem = words.pinFirst else act(pin)
    }
    Text(words.pinIsSet, style = MaterialTheme.typography.bodyLarge)
    Secret(words.pin, pin, "set-pin", problem = problem, digits = true) {
        pin = it
        problem = null
    }
    Heading(words.locksItself)
    OneOf(
        listOf(0 to words.whenLeft, 60 to words.minutes(1), 300 to words.minutes(5), null to words.never),
        lock.autoLockS?.toInt(),
        actions.autoLock,
    )
    if (lock.biometrics || sensor) {
        Toggle(words.faceOrFinger, lock.biometrics, words.faceOrFingerDetail) { on ->
            if (on) withPin { actions.biometrics(true, it, task) } else actions.biometrics(false, "", Task(failed = { problem = it }))
        }
    }
    // Can be set only after its consequences were read, and with the PIN.
    Toggle(words.wipeAfter, lock.wipeAfter != null, words.wipeAfterDetail) { on ->
        withPin { if (on) actions.askCost { cost = it } else actions.wipe(false, it, task) }
    }
    cost?.let {
        Sure(words.wipeAfter, it, words.yes, words.cancel, { cost = null }) { actions.wipe(true, pin, task) }
    }
    MainButton(actions.lock) { Text(words.lockNow) }
    QuietButton(onClick = { actions.removePin(pin, task) }, enabled = pin.isNotEmpty()) { Text(words.removePin) }
}

private const val WRONG_PINS = 10

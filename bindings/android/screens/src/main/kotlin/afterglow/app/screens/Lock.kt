package afterglow.app.screens

import afterglow.JournalException
import afterglow.Lock
import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalTouch
import afterglow.app.LocalWords
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Secret
import afterglow.app.parts.Show
import afterglow.app.parts.Sure
import afterglow.app.parts.Symbols
import afterglow.app.parts.pressed
import afterglow.app.watched
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.focusable
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.MutableState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.input.key.utf16CodePoint
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp

/** The lock screen, in front of everything except help. It shows nothing of the journal. */
@Composable
fun LockScreen(app: AppState, lock: Lock) {
    val typed = remember { mutableStateOf("") }
    var wrong by remember { mutableStateOf<String?>(null) }

    fun open(how: suspend afterglow.Journal.() -> Unit) = app.act {
        try {
            how()
            wrong = null
        } catch (error: JournalException) {
            // The core provides the text on waiting and on further attempts.
            wrong = error.sentence
        }
    }

    fun tryPin() {
        val pin = typed.value
        // At once: keys typed during this attempt belong to the next one.
        typed.value = ""
        open { unlock(pin) }
    }
    LaunchedEffect(lock.biometrics) { if (lock.biometrics) open { unlockWithBiometrics() } }
    LockContent(
        typed, wrong, waits = app.arrived != null, biometrics = lock.biometrics, ::tryPin, { open { unlockWithBiometrics() } },
        help = {
            var harmed by remember { mutableStateOf(false) }
            Helping(app, onHarm = { harmed = !harmed })
            if (harmed) {
                val harm = app.watched(Unit, Part.HELP) { harm() }
                app.Show(harm) {
                    app.Bright()
                    Harm(it, app.platform)
                }
            }
        },
    ) { app.act { app.onErased(eraseLocked().sentence) } }
}

/**
 * The lock screen. The PIN is state ([typed]), because keys may arrive faster than the screen is drawn. [waits]: another
 * app's content waits for the lock. [help] is shown on request.
 */
@Composable
internal fun LockContent(
    typed: MutableState<String>,
    wrong: String?,
    waits: Boolean,
    biometrics: Boolean,
    onUnlock: () -> Unit,
    onBiometrics: () -> Unit,
    help: @Composable () -> Unit,
    onErase: () -> Unit,
) {
    val words = LocalWords.current
    var pin by typed
    var helping by remember { mutableStateOf(false) }
    var letters by remember { mutableStateOf(false) }
    val keys = remember { FocusRequester() }
    LaunchedEffect(letters) { if (!letters) keys.requestFocus() }
    Column(
        Modifier.fillMaxSize()
            // A hardware keyboard types into the keypad.
            .onPreviewKeyEvent { event -> !letters && typedKey(event, pin.isNotEmpty(), { pin += it }, { pin = pin.dropLast(1) }, onUnlock) }
            .focusRequester(keys).focusable()
            .verticalScroll(rememberScrollState()).padding(24.dp),
        Arrangement.spacedBy(16.dp),
        Alignment.CenterHorizontally,
    ) {
        Column(Modifier.widthIn(max = 420.dp).fillMaxWidth().padding(top = 24.dp), Arrangement.spacedBy(14.dp), Alignment.CenterHorizontally) {
            Text(words.lockedText, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineMedium)
            if (waits) Note(words.waitsForUnlock, Modifier.testTag("waits"))
            if (letters) {
                Secret(words.pin, pin, "pin", focus = true, onDone = onUnlock) { pin = it }
            } else {
                Dots(pin.length)
            }
            wrong?.let { Note(it, Modifier.semantics { liveRegion = LiveRegionMode.Polite }, urgent = true) }
            if (!letters) Keypad({ pin += it }) { pin = pin.dropLast(1) }
            MainButton(onUnlock, Modifier.fillMaxWidth().testTag("unlock"), enabled = pin.isNotEmpty()) {
                Text(words.unlock)
            }
            if (biometrics) QuietButton(onBiometrics, Modifier.fillMaxWidth()) { Text(words.faceOrFinger) }
            QuietButton(onClick = { helping = !helping }, Modifier.fillMaxWidth().testTag("help"), icon = Symbols.Help) { Text(words.helpNow) }
            if (helping) help()
            TextButton(onClick = { letters = !letters }, Modifier.testTag("letters")) { Text(if (letters) words.keypadInstead else words.keyboardInstead) }
            Forgotten(onErase)
        }
    }
}

/** Shows the number of typed digits, but not the digits. */
@Composable
private fun Dots(count: Int) {
    val words = LocalWords.current
    val colours = MaterialTheme.colorScheme
    Row(
        Modifier.height(32.dp).testTag("pin").semantics {
            contentDescription = words.digitsTyped(count)
            liveRegion = LiveRegionMode.Polite
        },
        Arrangement.spacedBy(12.dp), Alignment.CenterVertically,
    ) {
        // At least four places are shown, and as many as there are digits.
        for (place in 0..<count.coerceIn(LEAST_DIGITS, MOST_DOTS)) {
            val dot = Modifier.size(14.dp)
            Box(if (place < count) dot.background(colours.primary, CircleShape) else dot.border(1.5.dp, colours.outline, CircleShape))
        }
    }
}

@Composable
private fun Keypad(onDigit: (Char) -> Unit, onDelete: () -> Unit) {
    val touch = LocalTouch.current
    // A key has a third of a narrow screen's width, at any text size.
    val density = LocalDensity.current
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(1.3f))) {
        Column(verticalArrangement = Arrangement.spacedBy(10.dp), horizontalAlignment = Alignment.CenterHorizontally) {
            for (row in listOf("123", "456", "789", " 0<")) {
                Row(horizontalArrangement = Arrangement.spacedBy(18.dp)) {
                    for (key in row) {
                        when (key) {
                            ' ' -> Box(Modifier.size(KEY))
                            '<' -> IconButton(onDelete, Modifier.size(KEY).testTag("key-delete")) { Icon(Symbols.Backspace, LocalWords.current.deleteDigit) }
                            else -> Digit(key) {
                                touch()
                                onDigit(key)
                            }
                        }
                    }
                }
            }
        }
    }
}

@Composable
private fun Digit(key: Char, onClick: () -> Unit) {
    val presses = remember { MutableInteractionSource() }
    Surface(
        onClick, Modifier.size(KEY).pressed(presses).testTag("key-$key"), shape = CircleShape, color = MaterialTheme.colorScheme.surfaceContainer,
        border = BorderStroke(1.5.dp, MaterialTheme.colorScheme.outline), interactionSource = presses,
    ) { Box(contentAlignment = Alignment.Center) { Text("$key", style = MaterialTheme.typography.headlineSmall) } }
}

private fun typedKey(event: KeyEvent, any: Boolean, onDigit: (Char) -> Unit, onDelete: () -> Unit, onDone: () -> Unit): Boolean {
    if (event.type != KeyEventType.KeyDown) return false
    val digit = event.utf16CodePoint.toChar()
    when {
        digit in '0'..'9' -> onDigit(digit)
        event.key == Key.Backspace -> onDelete()
        event.key == Key.Enter && any -> onDone()
        else -> return false
    }
    return true
}

/** Nobody can open it without the PIN: the options are explained before anything is deleted. */
@Composable
private fun Forgotten(onErase: () -> Unit) {
    val words = LocalWords.current
    var open by remember { mutableStateOf(false) }
    var sure by remember { mutableStateOf(false) }
    TextButton(onClick = { open = !open }, Modifier.testTag("forgot-pin")) { Text(words.forgotPin) }
    if (!open) return
    Text(words.forgotPinText, style = MaterialTheme.typography.bodyMedium)
    QuietButton(onClick = { sure = true }, Modifier.fillMaxWidth().testTag("erase-locked")) { Text(words.eraseAndBegin) }
    if (sure) {
        Sure(words.eraseAndBegin, words.forgotPinText, words.eraseAndBegin, words.cancel, { sure = false }, onErase)
    }
}

private val KEY = 64.dp
private const val LEAST_DIGITS = 4
private const val MOST_DOTS = 12

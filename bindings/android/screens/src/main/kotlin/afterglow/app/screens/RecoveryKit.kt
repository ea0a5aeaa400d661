package afterglow.app.screens

import afterglow.Part
import afterglow.app.AppState
import afterglow.app.LocalWords
import afterglow.app.Shown
import afterglow.app.parts.Block
import afterglow.app.parts.Exits
import afterglow.app.parts.Field
import afterglow.app.parts.MainButton
import afterglow.app.parts.Note
import afterglow.app.parts.Page
import afterglow.app.parts.QuietButton
import afterglow.app.parts.Show
import afterglow.app.parts.cramped
import afterglow.app.parts.exits
import afterglow.app.watched
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp

/** The recovery code: its numbered words, a page to print, and a check of three words. */
@Composable
fun RecoveryKitScreen(app: AppState) {
    // In a list, because an absent code is a valid value after the confirmation.
    val shown = app.watched(Unit, Part.ACCOUNT) { listOf(recoveryCode()) }
    RecoveryKitContent(
        shown, app.exits().onHelp, app::again, onLeave = { app.navigator.onward() },
        onPrint = { app.act { app.platform.shareSheet.send("afterglow-recovery.pdf", "application/pdf") { recoveryKit(it) } } },
        onConfirm = { code -> app.act { confirmRecoveryCode(code) } },
    )
}

/** [asked]: begins with the check of three words. */
@Composable
internal fun RecoveryKitContent(
    shown: Shown<List<String?>>,
    onHelp: (() -> Unit)?,
    onAgain: () -> Unit,
    onLeave: () -> Unit,
    onPrint: () -> Unit,
    onConfirm: (code: String) -> Unit,
    asked: Boolean = false,
) {
    val words = LocalWords.current
    var asking by remember { mutableStateOf(asked) }
    val code = (shown as? Shown.Ready)?.value?.first()?.split(' ')
    Page(
        Exits({ if (asking) asking = false else onLeave() }, onHelp), words.recoveryKit,
        backLabel = if (asking) words.back else words.keepLater,
        bottom = if (code == null || asking) {
            null
        } else {
            { MainButton(onClick = { asking = true }, Modifier.fillMaxWidth().testTag("kept")) { Text(words.codeKept) } }
        },
    ) {
        Show(shown, onAgain) {
            when {
                code == null -> {
                    Note(words.saved)
                    MainButton(onLeave) { Text(words.done) }
                }
                asking -> Three(code) { onConfirm(code.joinToString(" ")) }
                else -> Numbered(code, onPrint)
            }
        }
    }
}

@Composable
private fun Numbered(code: List<String>, onPrint: () -> Unit) {
    val words = LocalWords.current
    Text(words.recoveryKitText, style = MaterialTheme.typography.bodyLarge)
    Block {
        SelectionContainer {
            Column(Modifier.fillMaxWidth().testTag("recovery-code"), Arrangement.spacedBy(8.dp)) {
                for (row in code.withIndex().chunked(if (cramped()) 1 else 2)) {
                    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp)) {
                        for ((at, word) in row) {
                            Row(Modifier.weight(1f), Arrangement.spacedBy(8.dp)) {
                                Text("${at + 1}", Modifier.width(28.dp), MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodySmall)
                                Text(word, style = MaterialTheme.typography.titleMedium)
                            }
                        }
                        if (row.size == 1 && !cramped()) Row(Modifier.weight(1f)) {}
                    }
                }
            }
        }
    }
    QuietButton(onPrint, Modifier.fillMaxWidth().testTag("save-kit")) { Text(words.printKit) }
}

/** A person who knows three of the words has kept them all; typing fifteen words on a phone would be too much. */
@Composable
private fun Three(code: List<String>, onConfirm: () -> Unit) {
    val words = LocalWords.current
    val asked = remember(code) { threeOf(code) }
    val typed = remember(code) { mutableStateMapOf<Int, String>() }
    var wrong by remember(code) { mutableStateOf(emptySet<Int>()) }
    Text(words.threeWords, style = MaterialTheme.typography.headlineSmall)
    for (at in asked) {
        Field(
            words.wordNumber(at + 1), typed[at].orEmpty(), tag = "word-${at + 1}", singleLine = true, keyboard = plain,
            problem = words.notThisWord.takeIf { at in wrong },
        ) {
            typed[at] = it
            wrong = wrong - at
        }
    }
    MainButton(
        onClick = {
            wrong = asked.filter { typed[it].orEmpty().trim().lowercase() != code[it] }.toSet()
            if (wrong.isEmpty()) onConfirm()
        },
        Modifier.fillMaxWidth().testTag("confirm-kit"),
        enabled = asked.all { !typed[it].isNullOrBlank() },
    ) { Text(words.done) }
}

/** One word of the first, the middle and the last third: always the same ones for a code. */
internal fun threeOf(code: List<String>): List<Int> {
    val third = code.size / 3
    return (0..2).map { part -> part * third + Math.floorMod(code.joinToString("") { it.drop(part) }.hashCode(), third) }
}

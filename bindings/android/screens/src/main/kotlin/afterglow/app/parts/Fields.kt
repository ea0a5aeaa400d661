package afterglow.app.parts

import afterglow.app.LocalTouch
import afterglow.app.LocalWords
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentType
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation

/**
 * A text field. Every change restarts the auto-lock timer, because input of a soft keyboard reaches the window neither as a
 * key nor as a pointer event.
 */
@Composable
fun Field(
    label: String,
    text: String,
    modifier: Modifier = Modifier,
    tag: String = label,
    about: String? = null,
    problem: String? = null,
    minLines: Int = 1,
    singleLine: Boolean = false,
    style: TextStyle = MaterialTheme.typography.bodyLarge,
    keyboard: KeyboardOptions = KeyboardOptions(KeyboardCapitalization.Sentences),
    onDone: (() -> Unit)? = null,
    visual: VisualTransformation = VisualTransformation.None,
    trailing: (@Composable () -> Unit)? = null,
    onChange: (String) -> Unit,
) {
    val touch = LocalTouch.current
    val below = problem ?: about
    OutlinedTextField(
        text,
        {
            touch()
            onChange(it)
        },
        modifier.fillMaxWidth().testTag(tag),
        label = { Text(label) },
        textStyle = style,
        supportingText = below?.let { { Text(it) } },
        isError = problem != null,
        minLines = minLines,
        singleLine = singleLine,
        keyboardOptions = if (onDone != null) keyboard.copy(imeAction = ImeAction.Done) else keyboard,
        keyboardActions = KeyboardActions(onDone = onDone?.let { done -> { done() } }),
        visualTransformation = visual,
        trailingIcon = trailing,
        shape = MaterialTheme.shapes.small,
    )
}

/** A single-line text field. */
@Composable
fun Line(label: String, text: String, tag: String = label, onChange: (String) -> Unit) = Field(label, text, tag = tag, onChange = onChange)

/** A password field. Its content is shown only on request. */
@Composable
fun Secret(
    label: String,
    text: String,
    tag: String = label,
    about: String? = null,
    problem: String? = null,
    digits: Boolean = false,
    /** Whether it takes the focus. */
    focus: Boolean = false,
    /** What a password manager may fill in. */
    content: ContentType? = null,
    onDone: (() -> Unit)? = null,
    onChange: (String) -> Unit,
) {
    var shown by remember { mutableStateOf(false) }
    val words = LocalWords.current
    val focuses = remember { FocusRequester() }
    if (focus) LaunchedEffect(Unit) { focuses.requestFocus() }
    Field(
        label, text, Modifier.focusRequester(focuses).then(if (content == null) Modifier else Modifier.semantics { contentType = content }), tag = tag, about = about, problem = problem, singleLine = true, onDone = onDone,
        visual = if (shown) VisualTransformation.None else PasswordVisualTransformation(),
        keyboard = KeyboardOptions(
            KeyboardCapitalization.None, autoCorrectEnabled = false,
            keyboardType = if (digits) KeyboardType.NumberPassword else KeyboardType.Password,
        ),
        trailing = { TextButton(onClick = { shown = !shown }) { Text(if (shown) words.hide else words.show) } },
        onChange = onChange,
    )
}

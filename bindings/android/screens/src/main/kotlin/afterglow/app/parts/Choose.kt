package afterglow.app.parts

import afterglow.Choice
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Checkbox
import androidx.compose.material3.FilterChip
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Surface
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.unit.dp

/** A value from 0 to 10, in one tap; a second tap on it takes it back. */
@Composable
fun Scale(title: String, value: Int?, low: String, high: String, onChange: (Int?) -> Unit) {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(6.dp)) {
        Text(title, style = MaterialTheme.typography.titleSmall)
        FlowRow(
            Modifier.fillMaxWidth().selectableGroup(),
            horizontalArrangement = Arrangement.spacedBy(4.dp),
            verticalArrangement = Arrangement.spacedBy(4.dp),
            maxItemsInEachRow = 6,
        ) {
            for (step in 0..10) {
                val chosen = value == step
                Surface(
                    Modifier.sizeIn(minWidth = 48.dp, minHeight = 48.dp).clip(CircleShape)
                        .selectable(chosen, role = Role.RadioButton) { onChange(if (chosen) null else step) }
                        .semantics { contentDescription = "$title $step" },
                    shape = CircleShape,
                    color = if (chosen) MaterialTheme.colorScheme.primary else MaterialTheme.colorScheme.surfaceContainerHigh,
                ) {
                    Column(Modifier.padding(6.dp), Arrangement.Center, Alignment.CenterHorizontally) {
                        Text("$step", style = MaterialTheme.typography.bodyLarge)
                    }
                }
            }
        }
        Row(Modifier.fillMaxWidth(), Arrangement.SpaceBetween) {
            Text(low, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
            Text(high, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
        }
    }
}

/** Any of these. */
@Composable
fun Several(title: String, options: List<Choice>, chosen: List<String>, onChange: (List<String>) -> Unit) {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(4.dp)) {
        Text(title, style = MaterialTheme.typography.titleSmall)
        FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Arrangement.spacedBy(8.dp)) {
            // What was chosen elsewhere, in words that are not offered here, stays to be seen.
            val offered = options.map { it.value }.toSet()
            for (option in options + (chosen - offered).map { Choice(it, it) }) {
                val on = option.value in chosen
                FilterChip(
                    on,
                    onClick = { onChange(if (on) chosen - option.value else chosen + option.value) },
                    label = { Text(option.label) },
                    modifier = Modifier.heightIn(min = 48.dp),
                )
            }
        }
    }
}

/** One of these. */
@Composable
fun <T> OneOf(options: List<Pair<T, String>>, chosen: T?, onChange: (T) -> Unit) {
    Column(Modifier.fillMaxWidth().selectableGroup()) {
        for ((option, label) in options) {
            Row(
                Modifier.fillMaxWidth().heightIn(min = 56.dp).clip(MaterialTheme.shapes.small)
                    .selectable(option == chosen, role = Role.RadioButton) { onChange(option) }.padding(8.dp),
                Arrangement.spacedBy(12.dp),
                Alignment.CenterVertically,
            ) {
                RadioButton(option == chosen, onClick = null)
                Text(label, style = MaterialTheme.typography.bodyLarge)
            }
        }
    }
}

/** Yes or no. */
@Composable
fun Toggle(label: String, on: Boolean, detail: String? = null, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = 56.dp).clip(MaterialTheme.shapes.small)
            .toggleable(on, role = Role.Switch, onValueChange = onChange).padding(vertical = 8.dp),
        Arrangement.spacedBy(16.dp),
        Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text(label, style = MaterialTheme.typography.bodyLarge)
            if (detail != null) {
                Text(detail, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
        Switch(on, onCheckedChange = null)
    }
}

/** Done or not. */
@Composable
fun Tick(label: String, done: Boolean, onChange: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().heightIn(min = 56.dp).clip(MaterialTheme.shapes.small)
            .toggleable(done, role = Role.Checkbox, onValueChange = onChange).padding(vertical = 8.dp),
        Arrangement.spacedBy(12.dp),
        Alignment.CenterVertically,
    ) {
        Checkbox(done, onCheckedChange = null)
        Text(label, style = MaterialTheme.typography.bodyLarge)
    }
}

/** What nobody may read over a shoulder, on one line. */
@Composable
fun Secret(label: String, text: String, tag: String = label, about: String? = null, onChange: (String) -> Unit) {
    OutlinedTextField(
        text, onChange, Modifier.fillMaxWidth().testTag(tag), label = { Text(label) },
        supportingText = about?.let { { Text(it) } }, singleLine = true, visualTransformation = PasswordVisualTransformation(),
        keyboardOptions = KeyboardOptions(KeyboardCapitalization.None, autoCorrectEnabled = false, keyboardType = KeyboardType.Password),
    )
}

/** A line of the person's own words. */
@Composable
fun Line(label: String, text: String, tag: String = label, onChange: (String) -> Unit) {
    OutlinedTextField(text, onChange, Modifier.fillMaxWidth().testTag(tag), label = { Text(label) })
}

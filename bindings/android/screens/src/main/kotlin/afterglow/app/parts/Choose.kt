package afterglow.app.parts

import afterglow.Choice
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp

/** A multiple choice. Without a [title] if the page shows the question already. */
@Composable
fun Several(title: String, options: List<Choice>, chosen: List<String>, onChange: (List<String>) -> Unit) {
    Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(4.dp)) {
        if (title.isNotEmpty()) Text(title, style = MaterialTheme.typography.titleSmall)
        FlowRow(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp), Arrangement.spacedBy(8.dp)) {
            // A value that is not among these options is shown as well.
            val offered = options.map { it.value }.toSet()
            for (option in options + (chosen - offered).map { Choice(it, it) }) {
                val on = option.value in chosen
                Chip(option.label, on) { onChange(if (on) chosen - option.value else chosen + option.value) }
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

package afterglow.app.parts

import afterglow.app.DIM_BUTTON
import afterglow.app.LocalDim
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.FilterChip
import androidx.compose.material3.FilterChipDefaults
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedIconButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.unit.dp

private val padding = PaddingValues(horizontal = 22.dp, vertical = 10.dp)

/** The one filled button of a page. In very dim light it is outlined, so that nothing on the screen is bright. */
@Composable
fun MainButton(
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    icon: ImageVector? = null,
    content: @Composable RowScope.() -> Unit,
) {
    val dim = LocalDim.current
    val accent = MaterialTheme.colorScheme.primary
    val presses = remember { MutableInteractionSource() }
    Button(
        onClick,
        modifier.heightIn(min = 48.dp).pressed(presses),
        enabled,
        shape = CircleShape,
        colors = if (dim) ButtonDefaults.buttonColors(containerColor = DIM_BUTTON, contentColor = accent) else ButtonDefaults.buttonColors(),
        border = if (dim && enabled) BorderStroke(1.5.dp, accent) else null,
        contentPadding = padding,
        interactionSource = presses,
    ) {
        Before(icon)
        content()
    }
}

/** Every other button: outlined. */
@Composable
fun QuietButton(
    onClick: () -> Unit,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    icon: ImageVector? = null,
    content: @Composable RowScope.() -> Unit,
) {
    val presses = remember { MutableInteractionSource() }
    OutlinedButton(
        onClick,
        modifier.heightIn(min = 48.dp).pressed(presses),
        enabled,
        shape = CircleShape,
        colors = ButtonDefaults.outlinedButtonColors(contentColor = MaterialTheme.colorScheme.onSurface),
        border = if (enabled) BorderStroke(1.5.dp, MaterialTheme.colorScheme.outline) else ButtonDefaults.outlinedButtonBorder(false),
        contentPadding = padding,
        interactionSource = presses,
    ) {
        Before(icon)
        content()
    }
}

@Composable
private fun Before(icon: ImageVector?) {
    if (icon == null) return
    Icon(icon, null, Modifier.size(20.dp))
    Spacer(Modifier.width(10.dp))
}

/** A round button with only an icon: [label] is its text for screen readers. */
@Composable
fun RoundButton(icon: ImageVector, label: String, modifier: Modifier = Modifier, onClick: () -> Unit) {
    val presses = remember { MutableInteractionSource() }
    OutlinedIconButton(
        onClick,
        modifier.size(48.dp).pressed(presses),
        shape = CircleShape,
        border = BorderStroke(1.5.dp, MaterialTheme.colorScheme.outline),
        interactionSource = presses,
    ) { Icon(icon, label) }
}

/** One of several options. */
@Composable
fun Chip(label: String, selected: Boolean, modifier: Modifier = Modifier, onClick: () -> Unit) {
    val colours = MaterialTheme.colorScheme
    val presses = remember { MutableInteractionSource() }
    FilterChip(
        selected,
        onClick,
        label = { Text(label, style = MaterialTheme.typography.bodyMedium) },
        modifier = modifier.heightIn(min = 44.dp).pressed(presses),
        shape = CircleShape,
        colors = FilterChipDefaults.filterChipColors(
            labelColor = colours.onSurface,
            selectedContainerColor = colours.primaryContainer,
            selectedLabelColor = colours.onPrimaryContainer,
        ),
        border = FilterChipDefaults.filterChipBorder(
            enabled = true, selected = selected, borderColor = colours.outline, selectedBorderColor = colours.primary,
            borderWidth = 1.dp, selectedBorderWidth = 1.5.dp,
        ),
        interactionSource = presses,
    )
}

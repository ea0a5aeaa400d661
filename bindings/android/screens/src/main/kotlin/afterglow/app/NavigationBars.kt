package afterglow.app

import afterglow.app.parts.Symbols
import afterglow.app.parts.pressed
import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.interaction.MutableInteractionSource
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.NavigationBar
import androidx.compose.material3.NavigationBarItem
import androidx.compose.material3.NavigationBarItemDefaults
import androidx.compose.material3.NavigationRail
import androidx.compose.material3.NavigationRailItem
import androidx.compose.material3.NavigationRailItemDefaults
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalWindowInfo
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em

private fun named(place: Place, words: Words): Pair<ImageVector, String> = when (place) {
    Place.Today -> Symbols.Home to words.today
    Place.Journey -> Symbols.Book to words.journey
    Place.LookBack -> Symbols.LookBack to words.lookBack
    else -> Symbols.Person to words.more
}

/** Labels of the bar grow less than other text, because they would not fit. Their icons are above them. */
@Composable
private fun SmallerWords(content: @Composable () -> Unit) {
    val density = LocalDensity.current
    val most = with(density) { LocalWindowInfo.current.containerSize.width.toDp() } / ROOM_FOR_LABELS
    CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale.coerceAtMost(most.coerceIn(1f, 1.3f))), content = content)
}

/** From this width on the bar has space for labels in full size. */
private val ROOM_FOR_LABELS = 340.dp

/** The places of the bar, and writing in their middle. */
@Composable
internal fun BottomBar(root: Place, onGo: (Place) -> Unit) = SmallerWords {
    val words = LocalWords.current
    Column {
        HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
        NavigationBar(containerColor = MaterialTheme.colorScheme.surfaceContainer, windowInsets = WindowInsets(0, 0, 0, 0)) {
            for (place in ROOTS) {
                if (place == Place.LookBack) Box(Modifier.weight(1f).align(Alignment.CenterVertically), Alignment.Center) { WriteButton(onGo) }
                val (icon, name) = named(place, words)
                NavigationBarItem(
                    root == place, { onGo(place) }, { Icon(icon, null) }, label = { TabLabel(name) }, colors = tabs(),
                )
            }
        }
    }
}

@Composable
private fun TabLabel(name: String) = Text(name, style = MaterialTheme.typography.labelSmall.copy(letterSpacing = 0.em))

@Composable
private fun tabs() = NavigationBarItemDefaults.colors(
    selectedIconColor = MaterialTheme.colorScheme.primary,
    selectedTextColor = MaterialTheme.colorScheme.primary,
    indicatorColor = Color.Transparent,
    unselectedIconColor = MaterialTheme.colorScheme.onSurfaceVariant,
    unselectedTextColor = MaterialTheme.colorScheme.onSurfaceVariant,
)

/** The same at the side of a wide screen. */
@Composable
internal fun SideRail(root: Place, onGo: (Place) -> Unit) = SmallerWords {
    val words = LocalWords.current
    NavigationRail(
        Modifier.padding(horizontal = 8.dp),
        windowInsets = WindowInsets(0, 0, 0, 0),
        header = { WriteButton(onGo) },
        containerColor = MaterialTheme.colorScheme.background,
    ) {
        for (place in ROOTS) {
            val (icon, name) = named(place, words)
            NavigationRailItem(
                root == place, { onGo(place) }, { Icon(icon, null) }, label = { TabLabel(name) },
                colors = NavigationRailItemDefaults.colors(
                    selectedIconColor = MaterialTheme.colorScheme.primary,
                    selectedTextColor = MaterialTheme.colorScheme.primary,
                    indicatorColor = Color.Transparent,
                    unselectedIconColor = MaterialTheme.colorScheme.onSurfaceVariant,
                    unselectedTextColor = MaterialTheme.colorScheme.onSurfaceVariant,
                ),
            )
        }
    }
}

/** Writing is one tap away from every place of the bar. */
@Composable
private fun WriteButton(onGo: (Place) -> Unit) {
    val dim = LocalDim.current
    val colours = MaterialTheme.colorScheme
    val presses = remember { MutableInteractionSource() }
    Surface(
        onClick = { onGo(Place.Write()) },
        Modifier.size(56.dp).pressed(presses).testTag("write"),
        shape = CircleShape,
        color = if (dim) DIM_BUTTON else colours.primary,
        contentColor = if (dim) colours.primary else colours.onPrimary,
        border = if (dim) BorderStroke(1.5.dp, colours.primary) else null,
        interactionSource = presses,
    ) {
        Box(contentAlignment = Alignment.Center) { Icon(Symbols.Write, LocalWords.current.write) }
    }
}

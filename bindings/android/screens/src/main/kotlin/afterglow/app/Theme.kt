package afterglow.app

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.ColorScheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

private val warm = lightColorScheme(
    primary = Color(0xFF87492B), onPrimary = Color.White,
    primaryContainer = Color(0xFFF8DFD0), onPrimaryContainer = Color(0xFF3B1A08),
    secondary = Color(0xFF6F5646), onSecondary = Color.White,
    secondaryContainer = Color(0xFFF2E2D4), onSecondaryContainer = Color(0xFF2F2015),
    tertiary = Color(0xFF4D6048), onTertiary = Color.White,
    tertiaryContainer = Color(0xFFDCE8D5), onTertiaryContainer = Color(0xFF142212),
    error = Color(0xFF9B2F2F), onError = Color.White,
    errorContainer = Color(0xFFFADCD8), onErrorContainer = Color(0xFF420A0C),
    background = Color(0xFFFCF7F0), onBackground = Color(0xFF2A211B),
    surface = Color(0xFFFCF7F0), onSurface = Color(0xFF2A211B),
    surfaceVariant = Color(0xFFF1E6DB), onSurfaceVariant = Color(0xFF5D4E43),
    surfaceContainerLowest = Color.White, surfaceContainerLow = Color(0xFFFFFBF6),
    surfaceContainer = Color(0xFFF7EFE6), surfaceContainerHigh = Color(0xFFF3E9DE), surfaceContainerHighest = Color(0xFFEEE2D6),
    outline = Color(0xFF8A7768), outlineVariant = Color(0xFFDCCBBC),
    inverseSurface = Color(0xFF3A2E26), inverseOnSurface = Color(0xFFFAEFE6), inversePrimary = Color(0xFFF0B394),
)

private val night = darkColorScheme(
    primary = Color(0xFFF0B394), onPrimary = Color(0xFF4B220B),
    primaryContainer = Color(0xFF67371D), onPrimaryContainer = Color(0xFFFBDDCC),
    secondary = Color(0xFFDDC1AD), onSecondary = Color(0xFF3D2B1E),
    secondaryContainer = Color(0xFF443327), onSecondaryContainer = Color(0xFFF4DFD0),
    tertiary = Color(0xFFB5CBAC), onTertiary = Color(0xFF21351F),
    tertiaryContainer = Color(0xFF374A34), onTertiaryContainer = Color(0xFFD7E7CF),
    error = Color(0xFFF2B5AE), onError = Color(0xFF5A1416),
    errorContainer = Color(0xFF78292A), onErrorContainer = Color(0xFFFADCD8),
    background = Color(0xFF1A1411), onBackground = Color(0xFFEEE0D6),
    surface = Color(0xFF1A1411), onSurface = Color(0xFFEEE0D6),
    surfaceVariant = Color(0xFF392E27), onSurfaceVariant = Color(0xFFD3C2B5),
    surfaceContainerLowest = Color(0xFF120D0A), surfaceContainerLow = Color(0xFF211A16),
    surfaceContainer = Color(0xFF261E19), surfaceContainerHigh = Color(0xFF312822), surfaceContainerHighest = Color(0xFF3C322B),
    outline = Color(0xFFA28F81), outlineVariant = Color(0xFF4E4139),
    inverseSurface = Color(0xFF4E4139), inverseOnSurface = Color(0xFFF4E8DF), inversePrimary = Color(0xFFF0B394),
)

/** For eyes after a session: as little light as words can still be read by. */
private val dim = darkColorScheme(
    primary = Color(0xFFB98463), onPrimary = Color(0xFF140A05),
    primaryContainer = Color(0xFF2A1A11), onPrimaryContainer = Color(0xFFB98D72),
    secondary = Color(0xFF9C8372), onSecondary = Color(0xFF120C08),
    secondaryContainer = Color(0xFF211813), onSecondaryContainer = Color(0xFFA98F7E),
    tertiary = Color(0xFF8B9A83), onTertiary = Color(0xFF0C120B),
    tertiaryContainer = Color(0xFF171D15), onTertiaryContainer = Color(0xFF93A28B),
    error = Color(0xFFBE8078), onError = Color(0xFF180707),
    errorContainer = Color(0xFF2A1312), onErrorContainer = Color(0xFFC28C85),
    background = Color(0xFF0A0705), onBackground = Color(0xFFA48D7E),
    surface = Color(0xFF0A0705), onSurface = Color(0xFFA48D7E),
    surfaceVariant = Color(0xFF17110D), onSurfaceVariant = Color(0xFF988374),
    surfaceContainerLowest = Color(0xFF050302), surfaceContainerLow = Color(0xFF0D0907),
    surfaceContainer = Color(0xFF120D0A), surfaceContainerHigh = Color(0xFF18120E), surfaceContainerHighest = Color(0xFF1E1712),
    outline = Color(0xFF7A6759), outlineVariant = Color(0xFF2E241D),
    inverseSurface = Color(0xFF241B15), inverseOnSurface = Color(0xFFB29A8A), inversePrimary = Color(0xFFB98463),
)

/** The colours of a light, for screens and for the test that measures their contrast. */
fun colours(light: Light, systemIsDark: Boolean): ColorScheme = when (light) {
    Light.SYSTEM -> if (systemIsDark) night else warm
    Light.LIGHT -> warm
    Light.DARK -> night
    Light.DIM -> dim
}

/** Each text is read from the side on which its own words begin, whatever the language of the screens. */
private fun words(size: Int, line: Double, weight: FontWeight = FontWeight.Normal, family: FontFamily = FontFamily.Default) =
    TextStyle(
        fontSize = size.sp, lineHeight = line.em, fontWeight = weight, fontFamily = family,
        textDirection = TextDirection.Content,
    )

private val type = Typography(
    headlineMedium = words(26, 1.25, FontWeight.Medium, FontFamily.Serif),
    headlineSmall = words(22, 1.3, FontWeight.Medium, FontFamily.Serif),
    titleLarge = words(20, 1.3, FontWeight.Medium, FontFamily.Serif),
    titleMedium = words(17, 1.35, FontWeight.Medium),
    titleSmall = words(15, 1.35, FontWeight.Medium),
    bodyLarge = words(17, 1.5),
    bodyMedium = words(15, 1.45),
    bodySmall = words(13, 1.4),
    labelLarge = words(15, 1.3, FontWeight.Medium),
    labelMedium = words(13, 1.3, FontWeight.Medium),
    labelSmall = words(12, 1.3, FontWeight.Medium),
)

private val shapes = Shapes(
    small = RoundedCornerShape(10.dp),
    medium = RoundedCornerShape(16.dp),
    large = RoundedCornerShape(22.dp),
)

/** How much larger words are at least with the dim light. */
const val DIM_TEXT = 1.3f

/** The app's look around its screens. */
@Composable
fun AfterglowTheme(look: Look, bright: Boolean = false, content: @Composable () -> Unit) {
    val density = LocalDensity.current
    val light = if (bright && look.light == Light.DIM) Light.DARK else look.light
    // Eyes that see double after a session need larger words more than less light.
    val size = if (look.light == Light.DIM) look.textSize.coerceAtLeast(DIM_TEXT) else look.textSize
    MaterialTheme(colours(light, isSystemInDarkTheme()), shapes, type) {
        CompositionLocalProvider(LocalDensity provides Density(density.density, density.fontScale * size), content = content)
    }
}

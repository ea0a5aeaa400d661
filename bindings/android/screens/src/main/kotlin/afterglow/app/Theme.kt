package afterglow.app

import afterglow.app.parts.LocalMotion
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
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Brush
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

// The colours of the portal (server/portal/src/lib/ui/tokens.css), so that the product has one look. bindings/DESIGN.md
// describes the use of each. LooksTest measures the contrast of texts and controls on every screen.

private val light = lightColorScheme(
    primary = Color(0xFF7C3A4E), onPrimary = Color(0xFFFFF9F4),
    primaryContainer = Color(0xFFF6E7E4), onPrimaryContainer = Color(0xFF7C3A4E),
    secondary = Color(0xFF62564B), onSecondary = Color(0xFFFFF9F4),
    secondaryContainer = Color(0xFFF3EBE0), onSecondaryContainer = Color(0xFF62564B),
    tertiary = Color(0xFF35604A), onTertiary = Color(0xFFFFF9F4),
    tertiaryContainer = Color(0xFFE4EEE3), onTertiaryContainer = Color(0xFF35604A),
    error = Color(0xFF9C2B26), onError = Color.White,
    errorContainer = Color(0xFFFBE6E0), onErrorContainer = Color(0xFF8A231F),
    background = Color(0xFFFAF5EE), onBackground = Color(0xFF2D2621),
    surface = Color(0xFFFAF5EE), onSurface = Color(0xFF2D2621),
    surfaceVariant = Color(0xFFF3EBE0), onSurfaceVariant = Color(0xFF62564B),
    surfaceContainerLowest = Color(0xFFFFFDFA), surfaceContainerLow = Color(0xFFFFFDFA),
    surfaceContainer = Color(0xFFFFFDFA), surfaceContainerHigh = Color(0xFFFFFDFA), surfaceContainerHighest = Color(0xFFF3EBE0),
    outline = Color(0xFF8F7F6E), outlineVariant = Color(0xFFE6DBCD),
    inverseSurface = Color(0xFF2D2621), inverseOnSurface = Color(0xFFFAF5EE), inversePrimary = Color(0xFFF0A791),
)

private val dark = darkColorScheme(
    primary = Color(0xFFF0A791), onPrimary = Color(0xFF2B1410),
    primaryContainer = Color(0xFF3A2622), onPrimaryContainer = Color(0xFFF0A791),
    secondary = Color(0xFFC0B2A3), onSecondary = Color(0xFF1A1613),
    secondaryContainer = Color(0xFF312A24), onSecondaryContainer = Color(0xFFC0B2A3),
    tertiary = Color(0xFFA5CDB0), onTertiary = Color(0xFF14110F),
    tertiaryContainer = Color(0xFF22302A), onTertiaryContainer = Color(0xFFA5CDB0),
    error = Color(0xFFF5A79B), onError = Color(0xFF3D211D),
    errorContainer = Color(0xFF3D211D), onErrorContainer = Color(0xFFF5A79B),
    background = Color(0xFF1A1613), onBackground = Color(0xFFF3EAE0),
    surface = Color(0xFF1A1613), onSurface = Color(0xFFF3EAE0),
    surfaceVariant = Color(0xFF312A24), onSurfaceVariant = Color(0xFFC0B2A3),
    surfaceContainerLowest = Color(0xFF14110F), surfaceContainerLow = Color(0xFF241F1B),
    surfaceContainer = Color(0xFF241F1B), surfaceContainerHigh = Color(0xFF241F1B), surfaceContainerHighest = Color(0xFF312A24),
    outline = Color(0xFF8B7B6B), outlineVariant = Color(0xFF3A322B),
    inverseSurface = Color(0xFF3A322B), inverseOnSurface = Color(0xFFF3EAE0), inversePrimary = Color(0xFFF0A791),
)

/**
 * For sensitive eyes after a session: the least light at which text is readable. No control is filled with a bright
 * colour.
 */
private val dim = darkColorScheme(
    primary = Color(0xFFBD8172), onPrimary = Color(0xFF0A0706),
    primaryContainer = Color(0xFF1C1310), onPrimaryContainer = Color(0xFFBD8172),
    secondary = Color(0xFF8F7B6D), onSecondary = Color(0xFF0A0706),
    secondaryContainer = Color(0xFF17110E), onSecondaryContainer = Color(0xFF937F70),
    tertiary = Color(0xFF8F7B6D), onTertiary = Color(0xFF0A0706),
    tertiaryContainer = Color(0xFF17110E), onTertiaryContainer = Color(0xFF937F70),
    error = Color(0xFFBE8078), onError = Color(0xFF180707),
    errorContainer = Color(0xFF1F0E0D), onErrorContainer = Color(0xFFC28C85),
    background = Color(0xFF0A0706), onBackground = Color(0xFFA8917F),
    surface = Color(0xFF0A0706), onSurface = Color(0xFFA8917F),
    surfaceVariant = Color(0xFF17110E), onSurfaceVariant = Color(0xFF937F70),
    surfaceContainerLowest = Color(0xFF050303), surfaceContainerLow = Color(0xFF120D0B),
    surfaceContainer = Color(0xFF120D0B), surfaceContainerHigh = Color(0xFF120D0B), surfaceContainerHighest = Color(0xFF17110E),
    outline = Color(0xFF7A675B), outlineVariant = Color(0xFF2B211C),
    inverseSurface = Color(0xFF2A1812), inverseOnSurface = Color(0xFFB5998A), inversePrimary = Color(0xFFBD8172),
)

/** The background of the main button in very dim light. */
val DIM_BUTTON = Color(0xFF2A1812)

/** The fill colour of the emergency call. Never shown in very dim light. */
val EMERGENCY = Color(0xFF9C2B26)

private val HORIZON = listOf(0f to Color(0xFF54476F), 0.45f to Color(0xFFA94F6B), 0.78f to Color(0xFFE08A6A), 1f to Color(0xFFF3C08C))

/** The colours of the series and its sessions, and of nothing else. White text is readable on the first half only. */
fun horizon(end: Float = Float.POSITIVE_INFINITY): Brush = Brush.horizontalGradient(*HORIZON.toTypedArray(), endX = end)

/** The horizon's colour at a position between 0 and 1. */
fun horizonAt(place: Float): Color {
    val next = HORIZON.indexOfFirst { it.first >= place }.coerceAtLeast(1)
    val (from, start) = HORIZON[next - 1]
    val (to, end) = HORIZON[next]
    return androidx.compose.ui.graphics.lerp(start, end, ((place - from) / (to - from)).coerceIn(0f, 1f))
}

/** The colours of a light theme, dark theme or dim light, for screens and for the test that measures their contrast. */
fun colours(light: Light, systemIsDark: Boolean): ColorScheme = when (light) {
    Light.SYSTEM -> if (systemIsDark) dark else afterglow.app.light
    Light.LIGHT -> afterglow.app.light
    Light.DARK -> dark
    Light.DIM -> dim
}

/** Whether the screen is shown in very dim light. */
val LocalDim: ProvidableCompositionLocal<Boolean> = staticCompositionLocalOf { false }

/** The app's texts, for components without [AppState]. */
val LocalWords: ProvidableCompositionLocal<Words> = staticCompositionLocalOf { error("AfterglowTheme provides the texts") }

/** Restarts the auto-lock timer: see [AppState.touched]. */
val LocalTouch: ProvidableCompositionLocal<() -> Unit> = staticCompositionLocalOf { {} }

/** The two typefaces: [serif] for texts of people, [sans] for texts of the app. */
class Typefaces(val sans: FontFamily, val serif: FontFamily)

private val faces: Typefaces by lazy { typefaces() }

/** The direction of each text follows its content, independent of the app's language. */
private fun style(size: Int, line: Int, family: FontFamily, weight: FontWeight = FontWeight.Normal, spacing: Double = 0.0) = TextStyle(
    fontSize = size.sp, lineHeight = (line.toDouble() / size).em, fontWeight = weight, fontFamily = family,
    letterSpacing = spacing.em, textDirection = TextDirection.Content,
)

private val type: Typography by lazy {
    val (sans, serif) = faces.sans to faces.serif
    Typography(
        headlineMedium = style(30, 36, serif),
        headlineSmall = style(22, 30, serif),
        titleLarge = style(20, 28, serif),
        titleMedium = style(17, 24, sans, FontWeight.SemiBold),
        titleSmall = style(16, 24, sans, FontWeight.Medium),
        bodyLarge = style(16, 24, sans),
        bodyMedium = style(15, 22, sans),
        bodySmall = style(13, 18, sans),
        labelLarge = style(16, 24, sans, FontWeight.SemiBold),
        labelMedium = style(14, 20, sans),
        labelSmall = style(12, 16, sans, FontWeight.SemiBold, 0.06),
    )
}

/** The style of written text. */
val Typography.reading: TextStyle get() = words

private val words: TextStyle by lazy { style(17, 26, faces.serif) }

/** The style of text in the editor. */
val Typography.writing: TextStyle get() = page

private val page: TextStyle by lazy { style(19, 30, faces.serif) }

private val shapes = Shapes(
    extraSmall = RoundedCornerShape(12.dp),
    small = RoundedCornerShape(12.dp),
    medium = RoundedCornerShape(20.dp),
    large = RoundedCornerShape(20.dp),
)

/** The minimum text scale in very dim light. */
const val DIM_TEXT = 1.3f

/** The app's look around its screens. */
@Composable
fun AfterglowTheme(look: Look, bright: Boolean = false, touched: () -> Unit = {}, content: @Composable () -> Unit) {
    val density = LocalDensity.current
    val light = if (bright && look.light == Light.DIM) Light.DARK else look.light
    // Double vision after a session makes larger text more important than less light.
    val size = if (look.light == Light.DIM) look.textSize.coerceAtLeast(DIM_TEXT) else look.textSize
    MaterialTheme(colours(light, isSystemInDarkTheme()), shapes, type) {
        CompositionLocalProvider(
            LocalDensity provides Density(density.density, density.fontScale * size),
            LocalDim provides (light == Light.DIM),
            LocalWords provides look.words,
            LocalTouch provides touched,
            LocalMotion provides look.moves,
            content = content,
        )
    }
}

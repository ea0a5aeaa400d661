package afterglow.app

import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font

/** Figtree and Literata from the app's resources. Android has its own implementation. */
internal fun typefaces(): Typefaces = Typefaces(
    sans = FontFamily(
        Font("font/figtree_regular.ttf", FontWeight.Normal),
        Font("font/figtree_medium.ttf", FontWeight.Medium),
        Font("font/figtree_semibold.ttf", FontWeight.SemiBold),
    ),
    serif = FontFamily(
        Font("font/literata_regular.ttf", FontWeight.Normal),
        Font("font/literata_medium.ttf", FontWeight.Medium),
    ),
)

package afterglow.app

import afterglow.android.R
import androidx.compose.ui.text.font.Font
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight

/** Figtree and Literata from the app's resources. The desktop has its own implementation. */
internal fun typefaces(): Typefaces = Typefaces(
    sans = FontFamily(
        Font(R.font.figtree_regular, FontWeight.Normal),
        Font(R.font.figtree_medium, FontWeight.Medium),
        Font(R.font.figtree_semibold, FontWeight.SemiBold),
    ),
    serif = FontFamily(
        Font(R.font.literata_regular, FontWeight.Normal),
        Font(R.font.literata_medium, FontWeight.Medium),
    ),
)

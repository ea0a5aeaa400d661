package afterglow.desktop

import afterglow.app.Language
import afterglow.app.Settings
import afterglow.app.textsOf
import androidx.compose.animation.core.VectorConverter
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.TextFieldDefaults
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.text.AnnotatedString
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.FontStyle

/*
 * A start consists mostly of loading and linking classes on the UI thread. Work that can run on another thread runs here,
 * except composition and layout: two threads in Compose's nodes may deadlock.
 */

/** Starts work in the background for which the start would wait. Call it before the journal is opened. */
fun CoroutineScope.beforehand(settings: Settings) {
    // Sets the library's path, because JNA would otherwise run a system program to find it.
    if (System.getProperty("jna.platform.library.path") == null) {
        System.setProperty("jna.platform.library.path", System.getProperty("jna.library.path").orEmpty())
    }
    // Loads the system's fonts once.
    launch(Dispatchers.IO) { FontMgr.default.matchFamilyStyle("serif", FontStyle.NORMAL)?.close() }
    launch(Dispatchers.IO) { textsOf(Language.atStart(settings)) }
}

/** Initializes Compose. Call it before the first frame, which would wait for the graphics library. */
fun meanwhile() {
    listOf(LocalDensity, SemanticsProperties.Text, AnnotatedString(""), TextFieldDefaults, Float.VectorConverter, KeyboardOptions.Default)
}

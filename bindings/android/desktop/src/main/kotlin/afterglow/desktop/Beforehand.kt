package afterglow.desktop

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
 * A start is mostly classes that are loaded and linked, on the one thread that draws. What can be done elsewhere, or while
 * that thread would wait, is done here; but nothing that composes or lays out: two threads in Compose's nodes at once may
 * both spin for ever.
 */

/** What a start would wait for, begun before it does. Call it before the journal is opened. */
fun CoroutineScope.beforehand() {
    // JNA else runs a program of the system's that says where libraries lie; ours is named.
    if (System.getProperty("jna.platform.library.path") == null) {
        System.setProperty("jna.platform.library.path", System.getProperty("jna.library.path").orEmpty())
    }
    // The system's fonts are read once, whoever asks first.
    launch(Dispatchers.IO) { FontMgr.default.matchFamilyStyle("serif", FontStyle.NORMAL)?.close() }
}

/** What Compose sets up when it is first named. Call it before the first frame, which would wait for the library that draws. */
fun meanwhile() {
    listOf(LocalDensity, SemanticsProperties.Text, AnnotatedString(""), TextFieldDefaults, Float.VectorConverter, KeyboardOptions.Default)
}

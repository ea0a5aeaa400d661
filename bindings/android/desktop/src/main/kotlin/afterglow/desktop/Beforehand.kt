package afterglow.desktop

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.jetbrains.skia.FontMgr
import org.jetbrains.skia.FontStyle

/** What a start would wait for, begun before it does. Call it before the journal is opened. */
fun CoroutineScope.beforehand() {
    // JNA else runs a program of the system's that says where libraries lie; ours is named.
    if (System.getProperty("jna.platform.library.path") == null) {
        System.setProperty("jna.platform.library.path", System.getProperty("jna.library.path").orEmpty())
    }
    // The system's fonts are read once, whoever asks first.
    launch(Dispatchers.IO) { FontMgr.default.matchFamilyStyle("serif", FontStyle.NORMAL)?.close() }
}

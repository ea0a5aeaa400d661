package afterglow.desktop

import afterglow.Journal
import afterglow.app.AppState
import afterglow.app.Opening
import afterglow.app.early
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import androidx.compose.ui.window.rememberWindowState
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch

/**
 * The phone in a window, with its own journal: `make phone`. PHONE_HOME is its folder, so that two windows can be two
 * phones.
 */
fun main() {
    val home = File(System.getenv("PHONE_HOME") ?: "data/phone").absoluteFile
    val platform = DesktopPlatform(home)
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)
    scope.beforehand(platform.settings)
    val journal = scope.early { Journal.open(File(home, "journal"), platform.device, platform.secrets) }
    meanwhile()
    application {
        var app by remember { mutableStateOf<AppState?>(null) }
        Window(
            onCloseRequest = ::exitApplication,
            state = rememberWindowState(size = DpSize(412.dp, 892.dp)),
            title = "Afterglow",
            onKeyEvent = { event ->
                event.key == Key.Escape && event.type == KeyEventType.KeyDown && app?.navigator?.back() == true
            },
        ) {
            Opening(platform, scope, journal) { opened ->
                app = opened
                platform.onSync = { scope.launch { opened.syncOnce() } }
                scope.launch { opened.stayInSync() }
            }
        }
    }
}

package afterglow.android

import afterglow.app.AppState
import afterglow.app.Opening
import afterglow.app.Place
import afterglow.app.early
import android.content.Intent
import android.os.Bundle
import android.view.WindowManager
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.lifecycleScope
import androidx.lifecycle.repeatOnLifecycle
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** The one activity. */
class MainActivity : ComponentActivity() {
    /** The app, once the journal is open. */
    var app: AppState? by mutableStateOf(null)
        private set

    private var syncing: Job? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // From the first frame on, and whatever the settings say until they are read.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        enableEdgeToEdge()
        val application = AfterglowApplication.of(this)
        val platform = AndroidPlatform(this)
        val journal = application.scope.early(application::journal)
        setContent {
            BackHandler(app?.navigator?.canGoBack == true) { app?.navigator?.back() }
            Opening(platform, application.scope, journal, application::erased) { opened ->
                app = opened
                invited(intent)
                keepInSync(opened)
            }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        invited(intent)
    }

    private fun invited(intent: Intent?) {
        intent?.data?.let { app?.go(Place.Join(it.toString())) }
    }

    /** As long as the app is in sight; afterwards the system's own scheduler brings out what is left. */
    private fun keepInSync(opened: AppState) {
        syncing?.cancel()
        syncing = lifecycleScope.launch {
            repeatOnLifecycle(Lifecycle.State.STARTED) { opened.stayInSync() }
        }
    }

    override fun onStop() {
        super.onStop()
        SyncWorker.soon(this)
    }
}

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
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** The one activity. */
class MainActivity : ComponentActivity() {
    /** The app, once the journal is open. */
    var app: AppState? by mutableStateOf(null)
        private set

    private var syncing: Job? = null

    /** Whether the activity's intent was handled. */
    private var taken = false

    /** The person was sent to another app (camera, files) and is expected back. */
    private var expected = false
    private var leaving: Job? = null

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        taken = savedInstanceState?.getBoolean(TAKEN) == true
        // From the first frame on, regardless of the settings, which are not loaded yet.
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE)
        enableEdgeToEdge()
        val application = AfterglowApplication.of(this)
        val platform = AndroidPlatform(this)
        val journal = application.scope.early(application::journal)
        setContent {
            BackHandler(app?.navigator?.canGoBack == true) { app?.navigator?.back() }
            Opening(platform, application.scope, journal, application::erased) { opened ->
                app = opened
                opened(intent)
                keepInSync(opened)
            }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        setIntent(intent)
        taken = false
        opened(intent)
    }

    override fun onSaveInstanceState(outState: Bundle) {
        super.onSaveInstanceState(outState)
        outState.putBoolean(TAKEN, taken)
    }

    /**
     * Handles an invitation's link, shared content, or a request to write, each once, even if the activity is
     * recreated.
     */
    private fun opened(intent: Intent?) {
        val app = app ?: return
        if (taken || intent == null) return
        taken = true
        when {
            handsOver(intent) -> lifecycleScope.launch {
                val arrived = arrivedBy(this@MainActivity, intent)
                if (arrived == null) app.notice = app.words.tooLargeToTake else app.arrived = arrived
            }
            intent.action == WRITE -> app.go(Place.Write())
            else -> intent.data?.let { app.go(Place.Join(it.toString())) }
        }
    }

    /** Runs while the app is visible. Afterwards the system's scheduler syncs the rest. */
    private fun keepInSync(opened: AppState) {
        syncing?.cancel()
        syncing = lifecycleScope.launch {
            repeatOnLifecycle(Lifecycle.State.STARTED) { opened.stayInSync() }
        }
    }

    /** All results of other activities arrive here. */
    @Deprecated("The activity result contracts of androidx call it")
    override fun startActivityForResult(intent: Intent, requestCode: Int, options: Bundle?) {
        expected = true
        @Suppress("DEPRECATION")
        super.startActivityForResult(intent, requestCode, options)
    }

    override fun onStart() {
        super.onStart()
        expected = false
        leaving?.cancel()
    }

    /** The app is left: saves the typed text, and locks the journal if set. */
    override fun onStop() {
        super.onStop()
        SyncWorker.soon(this)
        SyncWorker.nowAndThen(this)
        if (isChangingConfigurations) return
        val left = app ?: return
        val patience = if (expected) PATIENCE_MS else 0L
        leaving = AfterglowApplication.of(this).scope.launch {
            left.saveDrafts()
            delay(patience)
            left.leave()
        }
    }

    companion object {
        /** Opens an empty page, for the shortcut, the tile and the widget. */
        const val WRITE = "afterglow.android.WRITE"

        private const val TAKEN = "taken"

        /** How long a photo may take before the journal is locked behind the camera. */
        private const val PATIENCE_MS = 120_000L
    }
}

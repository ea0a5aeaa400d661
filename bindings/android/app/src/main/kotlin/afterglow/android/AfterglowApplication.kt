package afterglow.android

import afterglow.Journal
import android.app.Application
import android.content.Context
import androidx.work.Configuration
import java.io.File
import kotlin.concurrent.thread
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The process: it opens the journal once, for the screens and for background tasks. */
class AfterglowApplication : Application(), Configuration.Provider {
    /** Lives as long as the process, so that a write continues when its screen is left. */
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)

    private val opening = Mutex()
    private var open: Journal? = null

    /** Tests replace it, because not every machine has the platform's keystore. */
    var secrets: afterglow.SecretStore = KeystoreSecrets(this)

    override val workManagerConfiguration: Configuration get() = Configuration.Builder().build()

    /** Deletes files for other apps that a killed process has left. */
    override fun onCreate() {
        super.onCreate()
        thread { cacheDir.listFiles()?.filter { file -> LEFTOVERS.any { file.name.startsWith(it) } }?.forEach { it.deleteRecursively() } }
    }

    suspend fun journal(): Journal = opening.withLock {
        open ?: Journal.open(File(filesDir, "journal"), device, secrets).also { open = it }
    }

    /** The journal was deleted: the next call opens a new one. */
    suspend fun erased() = opening.withLock {
        open?.close()
        open = null
    }

    val device: String get() = listOf(android.os.Build.MANUFACTURER, android.os.Build.MODEL).joinToString(" ")

    companion object {
        private val LEFTOVERS = listOf("handed-over", "brought", "voice.m4a")

        fun of(context: Context): AfterglowApplication = context.applicationContext as AfterglowApplication
    }
}

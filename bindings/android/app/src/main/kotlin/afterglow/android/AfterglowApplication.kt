package afterglow.android

import afterglow.Journal
import android.app.Application
import android.content.Context
import androidx.work.Configuration
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The process: it opens the journal once, for the screen and for whatever wakes it. */
class AfterglowApplication : Application(), Configuration.Provider {
    /** Ends with the process: a write goes on when its screen is left. */
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)

    private val opening = Mutex()
    private var open: Journal? = null

    /** Tests put their own here: the platform's key store is not on every machine. */
    var secrets: afterglow.SecretStore = KeystoreSecrets(this)

    override val workManagerConfiguration: Configuration get() = Configuration.Builder().build()

    suspend fun journal(): Journal = opening.withLock {
        open ?: Journal.open(File(filesDir, "journal"), device, secrets).also { open = it }
    }

    /** What was opened is no more: who asks next begins anew. */
    suspend fun erased() = opening.withLock {
        open?.close()
        open = null
    }

    val device: String get() = listOf(android.os.Build.MANUFACTURER, android.os.Build.MODEL).joinToString(" ")

    companion object {
        fun of(context: Context): AfterglowApplication = context.applicationContext as AfterglowApplication
    }
}

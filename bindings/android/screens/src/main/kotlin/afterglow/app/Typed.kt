package afterglow.app

import afterglow.Journal
import afterglow.JournalException
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Typed text that belongs to no entry: the name of an account, the link of an invitation. The core keeps it sealed at every pause,
 * so that it survives a lock and the end of the process. No secrets of an account.
 */
@Stable
internal class Typed(private val journal: Journal, private val scope: CoroutineScope) {
    private val fields = mutableStateMapOf<String, String>()

    /** What the core has; null until it was read. */
    private var kept: Map<String, String>? by mutableStateOf(null)
    private var pause: Job? = null
    private val saving = Mutex()

    /** Whether the text from before the start is here. */
    val loaded: Boolean get() = kept != null

    operator fun get(field: String): String? = fields[field]

    operator fun set(field: String, text: String) {
        if (fields[field] == text) return
        fields[field] = text
        later()
    }

    /** They were used. */
    fun clear(vararg names: String) {
        names.forEach { fields.remove(it) }
        later()
    }

    /** Keeps the text, if it has changed. */
    suspend fun save() = saving.withLock {
        read()
        keep()
    }

    private suspend fun keep() {
        val now = fields.filter { (field, text) -> field in KEPT && text.isNotEmpty() }
        if (kept == null || now == kept) return
        try {
            journal.keepTyped(now)
            kept = now
        } catch (_: JournalException) {
            // Locked, or no space: it is still here, and kept with the next change or after unlocking.
        }
    }

    /** Reads the text from before the start, except for what has been typed since. */
    private suspend fun read() {
        if (kept != null) return
        try {
            val before = journal.typed()
            for ((field, text) in before) if (field !in fields) fields[field] = text
            kept = before
        } catch (_: JournalException) {
            // Locked: read after unlocking.
        }
    }

    private fun later() {
        pause?.cancel()
        pause = scope.launch {
            delay(PAUSE_MS)
            save()
        }
    }

    internal companion object {
        const val SERVER = "server"
        const val HANDLE = "handle"
        const val INVITATION = "invitation"

        /** On the page of an invitation: its link, the link that was read last, and the own name. */
        const val LINK = "link"
        const val READ = "read"
        const val NAME = "name"

        /** A link that was opened from elsewhere has a field of its own, which only this run of the app needs. */
        private val KEPT = setOf(SERVER, HANDLE, INVITATION, LINK, READ, NAME)

        /** The pause in typing after which it is kept. */
        private const val PAUSE_MS = 300L
    }
}

package afterglow

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/** The core, the dispatcher on which its calls run, and whether the journal is closed. */
internal class CoreAccess(val core: PhoneCore, val dispatcher: CoroutineDispatcher) {
    /** Set before the core is closed, which accepts calls as long as others run. */
    @Volatile var isClosed: Boolean = false
        private set

    fun close() {
        isClosed = true
        core.close()
    }
}

/**
 * Calls the core, and throws its errors as [JournalException]. A call on a closed journal is cancelled: nothing waits for
 * its result any more, and its coroutine must end without a failure.
 */
internal suspend fun <T> JournalCalls.ask(call: suspend PhoneCore.() -> T): T = withContext(access.dispatcher) {
    if (access.isClosed) throw closed()
    try {
        translated { access.core.call() }
    } catch (error: IllegalStateException) {
        // It was closed in between.
        throw if (access.isClosed && error !is CancellationException) closed() else error
    }
}

private fun closed() = CancellationException("the journal is closed")

/** A count of the core, which has no sign. */
internal fun natural(count: Int): UInt {
    require(count >= 0) { "$count is negative" }
    return count.toUInt()
}

/** Forwards the progress of the core. An exception of the listener cancels the task, like a `false`. */
internal class ProgressListener(private val told: (Int, Int) -> Boolean) : Progress {
    override fun step(done: UInt, of: UInt): Boolean =
        runCatching { told(done.toInt(), of.toInt()) }.getOrDefault(false)
}

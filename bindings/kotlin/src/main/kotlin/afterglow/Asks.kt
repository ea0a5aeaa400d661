package afterglow

import afterglow.core.PhoneCore
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/** The common base of the journal's groups of calls. */
public sealed interface Asks {
    /** The access to the core. Internal: apps do not use it. */
    public val way: Way

    /** Holds the core and the dispatcher on which its calls run. */
    public class Way internal constructor(internal val core: PhoneCore, internal val dispatcher: CoroutineDispatcher) {
        /** Set before the core is closed, which accepts calls as long as others run. */
        @Volatile internal var isClosed: Boolean = false
            private set

        internal fun close() {
            isClosed = true
            core.close()
        }
    }
}

/**
 * Calls the core, and throws its errors as [JournalException]. A call on a closed journal is cancelled: nothing waits for
 * its result any more, and its coroutine must end without a failure.
 */
internal suspend fun <T> Asks.ask(call: suspend PhoneCore.() -> T): T = withContext(way.dispatcher) {
    if (way.isClosed) throw closed()
    try {
        translated { way.core.call() }
    } catch (error: IllegalStateException) {
        // It was closed in between.
        throw if (way.isClosed && error !is CancellationException) closed() else error
    }
}

private fun closed() = CancellationException("the journal is closed")

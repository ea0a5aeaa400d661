package afterglow

import afterglow.core.PhoneCore
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/** The common base of the journal's groups of calls. */
public sealed interface Asks {
    /** The access to the core. Internal: apps do not use it. */
    public val way: Way

    /** Holds the core and the dispatcher on which its calls run. */
    public class Way internal constructor(internal val core: PhoneCore, internal val dispatcher: CoroutineDispatcher)
}

/** Calls the core, and throws its errors as [JournalException]. */
internal suspend fun <T> Asks.ask(call: suspend PhoneCore.() -> T): T =
    withContext(way.dispatcher) { translated { way.core.call() } }

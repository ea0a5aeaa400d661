package afterglow

import afterglow.core.PhoneCore
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/** What the groups of the journal's calls stand on. */
public sealed interface Asks {
    /** The way to the core. It is the layer's own: an app has no use for it. */
    public val way: Way

    /** Leads to the core, away from the caller's thread. */
    public class Way internal constructor(internal val core: PhoneCore, internal val dispatcher: CoroutineDispatcher)
}

/** Asks the core, and says what went wrong as a [JournalException]. */
internal suspend fun <T> Asks.ask(call: suspend PhoneCore.() -> T): T =
    withContext(way.dispatcher) { translated { way.core.call() } }

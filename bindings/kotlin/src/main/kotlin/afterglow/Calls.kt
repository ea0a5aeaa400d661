package afterglow

import kotlinx.coroutines.withContext

/** Calls the core, and throws its errors as [JournalException]. */
internal suspend fun <T> JournalCalls.ask(call: suspend PhoneCore.() -> T): T =
    withContext(dispatcher) { translated { core.call() } }

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

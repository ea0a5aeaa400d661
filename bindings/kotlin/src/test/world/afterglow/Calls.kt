package afterglow

import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock
import kotlin.concurrent.withLock
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers

/** Runs the calls of a phone's journal, and knows whether any are running. Held, they wait, and the app waits for them. */
internal class Calls : CoroutineDispatcher() {
    private val lock = ReentrantLock()
    private val changed = lock.newCondition()
    private val waiting = mutableListOf<() -> Unit>()
    private var isHeld = false
    private var running = 0
    private var begun = 0

    /** The number of calls so far; null if some are running. Those that are held are not running. */
    val count: Int? get() = lock.withLock { begun.takeIf { running == 0 } }

    /** Lets no call begin from now on. */
    fun hold() = lock.withLock { isHeld = true }

    /** Lets all calls begin again. */
    fun release() {
        val released = lock.withLock {
            isHeld = false
            running += waiting.size
            waiting.toList().also { waiting.clear() }
        }
        released.forEach { it() }
    }

    /** Waits until no call is running, at most so long. Returns whether none is. */
    fun awaitNone(ms: Long): Boolean = lock.withLock {
        var left = TimeUnit.MILLISECONDS.toNanos(ms)
        while (running > 0 && left > 0) left = changed.awaitNanos(left)
        running == 0
    }

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        val begin = { run(context, block) }
        val isLate = lock.withLock {
            begun++
            if (isHeld) waiting += begin else running++
            isHeld
        }
        if (!isLate) begin()
    }

    private fun run(context: CoroutineContext, block: Runnable) {
        val counted = Runnable {
            try {
                block.run()
            } finally {
                lock.withLock {
                    running--
                    changed.signalAll()
                }
            }
        }
        Dispatchers.IO.dispatch(context, counted)
    }
}

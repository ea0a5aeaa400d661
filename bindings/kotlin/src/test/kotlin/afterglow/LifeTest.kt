package afterglow

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Cancelled calls, closed journals, many calls at once. */
class LifeTest {
    @Test
    fun `a sync that is cancelled hangs up at once, and the next one brings everything together`() = story {
        Tunnel(World.server.port).use { tunnel ->
            PhoneInHand().use { phone ->
                val journal = phone.journal()
                journal.register(tunnel.url, World.somebody(), PASSWORD)
                journal.sync()
                journal.write(Writing("on the way"))

                val hold = tunnel.hold()
                val sync = async { journal.sync() }
                hold.arrived.await()
                sync.cancel()
                // Less than the core's timeout for a silent server, which is a minute.
                withTimeout(45.seconds) { hold.hungUp.await() }
                assertInstanceOf(CancellationException::class.java, runCatching { sync.await() }.exceptionOrNull())
                assertEquals(1u, journal.status().waiting)

                tunnel.release()
                assertTrue(journal.sync().inSync)
            }
        }
    }

    @Test
    fun `phones that stay in sync show each other's words by themselves, until they are told to stop`() = story {
        PhoneInHand().use { first ->
            PhoneInHand().use { second ->
                val wren = World.somebody()
                val (one, two) = first.journal() to second.journal()
                one.register(World.server.url, wren, PASSWORD)
                two.signIn(World.server.url, wren, PASSWORD)
                val foreground = listOf(one, two).map { launch { it.stayInSync() } }
                one.write(Writing("to the other one"))
                two.watch(Part.TIMELINE) { texts() }.first { it == listOf("to the other one") }
                two.write(Writing("and back"))
                one.watch(Part.TIMELINE) { texts() }.first { "and back" in it }
                withTimeout(45.seconds) { foreground.forEach { it.cancelAndJoin() } }
            }
        }
    }

    @Test
    fun `a closed journal refuses calls and keeps what was written`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.write(Writing("before the end"))
            journal.close()
            journal.close()
            assertInstanceOf(CancellationException::class.java, runCatching { journal.texts() }.exceptionOrNull())
            assertInstanceOf(CancellationException::class.java, runCatching { journal.sync() }.exceptionOrNull())
            assertEquals(listOf("before the end"), phone.restarted().texts())
        }
    }

    /** A failure would end its scope: the screens of the app, or the app. */
    @Test
    fun `whoever still calls a closed journal is cancelled, and nothing around fails`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            phone.calls.hold()
            val early = launch(start = CoroutineStart.UNDISPATCHED) {
                withContext(NonCancellable) { journal.write(Writing("on its way")) }
            }
            journal.close()
            phone.calls.release()
            val late = launch { journal.write(Writing("too late")) }
            val screen = launch { journal.watch(Part.TIMELINE) { texts() }.collect {} }
            for (one in listOf(early, late, screen)) {
                one.join()
                assertTrue(one.isCancelled)
            }
            assertEquals(emptyList<String>(), phone.restarted().texts())
        }
    }

    @Test
    fun `a journal that is closed during a call lets the call end`() = story {
        Tunnel(World.server.port).use { tunnel ->
            PhoneInHand().use { phone ->
                val journal = phone.journal()
                journal.register(tunnel.url, World.somebody(), PASSWORD)
                val hold = tunnel.hold()
                val sync = async { runCatching { journal.sync() } }
                hold.arrived.await()
                journal.close()
                tunnel.close()
                assertInstanceOf(JournalException.Later::class.java, sync.await().exceptionOrNull())
            }
        }
    }

    @Test
    fun `a thousand calls at once are all answered`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val ids = (1..200).map { async { journal.write(Writing("leaf $it")) } }.awaitAll()
            assertEquals(200, ids.toSet().size)
            val texts = (1..800).map { async { journal.show(ids[it % 200]).text } }.awaitAll()
            assertEquals(200, texts.toSet().size)
            assertEquals(200, journal.list(limit = 1_000).size)
        }
    }
}

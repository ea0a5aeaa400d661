package afterglow

import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.receiveAsFlow
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test

/** Observers are notified after a change, from other threads. */
class ChangesTest {
    @Test
    fun `a screen is loaded at once and again after each change`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val shown = Channel<List<String>>(Channel.UNLIMITED)
            val screen = launch { journal.watch(Part.TIMELINE) { texts() }.collect(shown::send) }
            assertEquals(emptyList<String>(), shown.receive())
            val id = journal.write(Writing("one"))
            assertEquals(listOf("one"), shown.receive())
            journal.edit(id, Writing("two"))
            assertEquals(listOf("two"), shown.receive())
            screen.cancel()
        }
    }

    @Test
    fun `what another phone wrote appears with the next sync`() = story {
        PhoneInHand().use { first ->
            PhoneInHand().use { second ->
                val wren = World.somebody()
                val (one, two) = first.journal() to second.journal()
                one.register(World.server.url, wren, PASSWORD)
                two.signIn(World.server.url, wren, PASSWORD)
                val appeared = async(start = CoroutineStart.UNDISPATCHED) {
                    two.watch(Part.TIMELINE) { texts() }.first { it == listOf("from afar") }
                }
                one.write(Writing("from afar"))
                one.sync()
                two.sync()
                assertEquals(listOf("from afar"), appeared.await())
            }
        }
    }

    @Test
    fun `several parts are watched as one`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val shown = Channel<Pair<Int, Int>>(Channel.UNLIMITED)
            val screen = launch {
                journal.watch(Part.TIMELINE, Part.DRAFTS) { list().size to drafts().size }.collect(shown::send)
            }
            assertEquals(0 to 0, shown.receive())
            val draft = journal.saveDraft(Writing("begun"))
            assertEquals(0 to 1, shown.receive())
            journal.finishDraft(draft)
            // Two views change. The screen may be loaded in between.
            shown.receiveAsFlow().first { it == 1 to 0 }
            screen.cancel()
        }
    }

    @Test
    fun `the core tells from a thread of its own, may be called back, and survives an observer that throws`() = story {
        PhoneInHand().use { phone ->
            // Uses the generated code directly, which an app never sees.
            PhoneCore.open(phone.home.path, "Test phone", Secrets(phone.secrets)).use { core ->
                val told = CompletableDeferred<Pair<Thread, Int>>()
                val calls = ConcurrentLinkedQueue<Part>()
                core.observe(object : Observer {
                    override fun changed(view: Part) {
                        calls += view
                        error("an observer that fails")
                    }
                })
                core.observe(object : Observer {
                    override fun changed(view: Part) {
                        if (told.isCompleted) return
                        told.complete(Thread.currentThread() to core.list(emptyList(), null, 9u).size)
                    }
                })
                core.write(EntryForm.Reflection(Writing("told")))
                val (thread, entries) = told.await()
                assertNotEquals(Thread.currentThread(), thread)
                assertEquals(1, entries, "told after the change")
                assertEquals(Part.TODAY, calls.first())
            }
        }
    }
}

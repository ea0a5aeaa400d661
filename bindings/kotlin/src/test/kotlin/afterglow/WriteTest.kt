package afterglow

import java.io.File
import java.io.RandomAccessFile
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Entries that are discarded, edited by two phones at once, or on a damaged disk. */
class WriteTest {
    @Test
    fun `a draft that is thrown away leaves the entry as it was`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val entry = journal.write(Writing("the lake"))
            val draft = journal.saveDraft(Writing("the la"), entry)
            assertEquals(1, journal.drafts().size)
            journal.discardDraft(draft)
            assertTrue(journal.drafts().isEmpty())
            assertEquals("the lake", journal.show(entry).text)
        }
    }

    @Test
    fun `what was typed into other forms is there after a restart until it was used, and nowhere in plain`() = story {
        PhoneInHand().use { phone ->
            val typed = mapOf("handle" to "a marsh wren")
            phone.journal().keepTyped(typed)
            val journal = phone.restarted()
            assertEquals(typed, journal.typed())
            assertFalse(phone.keeps("a marsh wren"))
            journal.keepTyped(emptyMap())
            assertTrue(phone.restarted().typed().isEmpty())
        }
    }

    @Test
    fun `what two phones changed at once is kept, shown, and settled either way`() = story {
        val wren = World.somebody()
        PhoneInHand().use { first ->
            PhoneInHand().use { second ->
                val (one, two) = first.journal() to second.journal()
                one.register(World.server.url, wren, PASSWORD)
                val entries = listOf("the lake", "the river").map { one.write(Writing(it)) }
                one.sync()
                two.signIn(World.server.url, wren, PASSWORD)
                two.sync()
                for (entry in entries) {
                    one.edit(entry, one.writing(entry).copy(text = "of the first phone"))
                    two.edit(entry, two.writing(entry).copy(text = "of the second phone"))
                }
                one.sync()
                two.sync()
                assertEquals(entries.toSet(), two.conflicts().map { it.entry.id }.toSet())

                val field = two.conflicts().single { it.entry.id == entries[0] }.fields.single()
                two.resolve(entries[0], field.field, Keep.OTHER)
                assertEquals(field.other, two.show(entries[0]).text)
                two.dismissAlternatives(entries[1])
                assertTrue(two.conflicts().isEmpty())
                two.sync()
                one.sync()
                assertTrue(one.conflicts().isEmpty())
                assertEquals(two.texts().toSet(), one.texts().toSet())
            }
        }
    }

    @Test
    fun `a damaged file is put aside and said, and a whole one is not`() = story {
        PhoneInHand().use { phone ->
            phone.journal().write(Writing("before"))
            assertNull(phone.journal().salvaged())
            phone.journal().close()
            RandomAccessFile(File(phone.home, "journal.sqlite3"), "rw").use {
                it.seek(100)
                it.write(ByteArray(64) { 0x5a })
            }
            assertNotNull(phone.restarted().salvaged())
        }
    }
}

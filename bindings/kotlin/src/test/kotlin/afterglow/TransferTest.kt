package afterglow

import java.io.File
import java.nio.file.Files
import java.util.zip.ZipFile
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Files: photos and voice notes, exports, imports. */
class TransferTest {
    private val sound = "a hummed song ".repeat(20_000).toByteArray()

    private fun inFolder(story: suspend (File) -> Unit) = story {
        val folder = Files.createTempDirectory("afterglow-files").toFile()
        try {
            story(folder)
        } finally {
            folder.deleteRecursively()
        }
    }

    private suspend fun refused(call: suspend () -> Unit): JournalException =
        runCatching { call() }.exceptionOrNull() as JournalException

    @Test
    fun `a voice note goes from a draft to the entry, to another phone, and away`() = inFolder { folder ->
        PhoneInHand().use { one ->
            PhoneInHand().use { other ->
                val journal = one.journal()
                val wren = World.somebody()
                journal.register(World.server.url, wren, PASSWORD)
                val draft = journal.saveDraft(Writing("by the weir"))
                val file = File(folder, "evening.m4a").apply { writeBytes(sound) }
                val note = journal.attach(draft, file, NewAttachment("audio/mp4", "evening.m4a", 61_000u))
                assertTrue(file.exists(), "the person's own file is left alone")
                assertFalse(one.keeps("a hummed song"))
                assertEquals(draft, journal.finishDraft(draft))
                val kept = journal.attachments(draft).single()
                assertEquals(listOf(note, "evening.m4a", 61_000u, sound.size.toULong()), listOf(kept.id, kept.name, kept.durationMs, kept.size))
                assertTrue(journal.sync().inSync)

                val second = other.journal()
                second.signIn(World.server.url, wren, PASSWORD)
                second.sync()
                assertFalse(second.attachments(draft).single().here)
                assertEquals("attachment_not_here", refused { second.attachmentBytes(draft, note) }.code)
                second.fetchAttachment(draft, note)
                assertArrayEquals(sound, second.attachmentBytes(draft, note))

                second.removeAttachment(draft, note)
                second.sync()
                journal.sync()
                assertEquals(emptyList<Attachment>(), journal.attachments(draft))
                assertEquals("no_entry", refused { journal.attachmentBytes(draft, note) }.code)
            }
        }
    }

    @Test
    fun `a journal goes along in every form, and comes in again on another phone, once`() = inFolder { folder ->
        PhoneInHand().use { one ->
            PhoneInHand().use { other ->
                val journal = one.journal()
                val entry = journal.write(Writing("a heron over the weir", mood = 6u, themes = listOf("insight")))
                journal.attachBytes(entry, sound, NewAttachment("audio/mp4"))
                journal.checkIn(CheckIn(mood = 4u))

                val archive = File(folder, "journal.afterglow")
                var told = 0
                val report = journal.exportArchive(archive, PASSWORD) { _, _ -> true.also { told++ } }
                assertEquals(1u to 0u, report.attachments to report.notHere)
                assertTrue(told > 0, "nobody was told how far it is")
                assertFalse(archive.holds("heron"))
                val zip = File(folder, "journal.zip")
                journal.exportArchive(zip, null)
                ZipFile(zip).use { assertTrue(it.size() >= 2) }
                journal.exportMarkdown(File(folder, "texts"))
                assertTrue(File(folder, "texts").walk().any { it.extension == "md" && it.holds("heron") })
                val pdf = File(folder, "journal.pdf")
                journal.exportPdf(pdf, PdfForm(title = "Wren's journal"))
                assertEquals("%PDF", pdf.readBytes().decodeToString(0, 4))
                assertTrue("heron" in journal.exportJson())

                val second = other.journal()
                assertEquals("passphrase", refused { second.import(archive, ImportForm()) }.code)
                assertEquals("passphrase", refused { second.import(archive, ImportForm("another one")) }.code)
                val look = second.import(archive, ImportForm(PASSWORD, onlyLook = true))
                assertEquals(0, second.list().size)
                val came = second.import(archive, ImportForm(PASSWORD))
                assertEquals(look.found to "afterglow", came.added to came.from)
                assertEquals("a heron over the weir", second.show(entry).text)
                assertArrayEquals(sound, second.attachmentBytes(entry, second.attachments(entry).single().id))
                val again = second.import(zip, ImportForm())
                assertEquals(0u to came.found, again.added to again.known)

                // Undoing an import deletes its entries, except those that the person has changed since.
                second.edit(entry, second.writing(entry).copy(text = "a heron, twice"))
                val past = second.imports().single { it.entries > 0u }
                val undone = second.undoImport(past.id)
                assertEquals(1u to 1u, undone.removed to undone.kept)
                assertEquals(listOf("a heron, twice"), second.list().map { it.text })
            }
        }
    }

    @Test
    fun `a stopped export leaves no file, and a listener that throws stops nothing else`() = inFolder { folder ->
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            repeat(5) { journal.write(Writing("entry $it")) }
            val file = File(folder, "journal.zip")
            assertEquals("cancelled", refused { journal.exportArchive(file, null) { _, _ -> false } }.code)
            assertEquals("cancelled", refused { journal.exportArchive(file, null) { _, _ -> error("a bug of the app's") } }.code)
            assertEquals(emptyList<String>(), folder.list()!!.toList())
            assertEquals(5, journal.list().size)
        }
    }

    @Test
    fun `what cannot be read is named in the person's language, and the rest comes in`() = inFolder { folder ->
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.setPlatform("de-DE")
            File(folder, "2024-05-01.md").writeText("Der Fluss war laut.")
            File(folder, "2024-05-02.md").writeText("")
            val report = journal.import(folder, ImportForm())
            assertEquals(1u to 1u, report.added to report.leftOutCount)
            assertEquals("empty" to "Hier steht nichts.", report.leftOut.single().run { code to sentence })
            assertNotNull(journal.list().single { it.text == "Der Fluss war laut." })
            val empty = Files.createTempDirectory("afterglow-empty").toFile()
            assertEquals("not_an_archive", refused { journal.import(empty, ImportForm()) }.code)
            empty.delete()
        }
    }
}

package afterglow.desktop

import afterglow.AppointmentPurpose
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.write
import afterglow.writeAppointment
import java.io.File
import java.nio.file.Files
import java.time.OffsetDateTime
import java.util.zip.ZipFile
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Export and import on the screens, with real files. */
class TransferTest {
    private val words = "a heron over the weir"

    private fun AppRobot.sent(): Pair<String, ByteArray> {
        until("the file is handed over") { phone.platform.sent.isNotEmpty() }
        settled()
        return phone.platform.sent.single().also { phone.platform.sent.clear() }
    }

    private fun namesIn(zip: ByteArray): Map<String, String> {
        val file = Files.createTempFile("sent", ".zip").toFile().apply { writeBytes(zip) }
        try {
            return ZipFile(file).use { opened ->
                opened.entries().asSequence().associate { it.name to opened.getInputStream(it).readBytes().decodeToString() }
            }
        } finally {
            file.delete()
        }
    }

    @Test
    fun `the journal is taken along in every form`() = onPhone {
        runBlocking { phone.journal.write(Writing(words)) }
        go(Place.SettingsOf(SettingsPart.JOURNAL))
        tap("Export")
        at(Place.TakeAlong)
        tapTag("pdf")
        sent().let { (name, pdf) -> assertEquals("journal.pdf" to "%PDF", name to pdf.decodeToString(0, 4)) }
        see("1 entry and 0 photos and voice notes are in the file.")
        tapTag("markdown")
        sent().let { (name, zip) ->
            assertEquals("journal-texts.zip", name)
            assertTrue(namesIn(zip).any { (file, text) -> file.endsWith(".md") && words in text })
        }
        tapTag("json")
        sent().let { (_, json) -> assertTrue(words in json.decodeToString()) }
        tapTag("archive")
        sent().let { (name, zip) ->
            assertEquals("journal.zip", name)
            assertTrue(namesIn(zip).values.any { words in it })
        }
    }

    @Test
    fun `an appointment goes into another calendar without what it is`() = onPhone {
        val soon = OffsetDateTime.now().plusDays(3)
        runBlocking { phone.journal.writeAppointment(AppointmentPurpose.INTEGRATION, soon) }
        go(Place.Therapist)
        tapTag("calendar")
        sent().let { (name, file) ->
            assertEquals("appointment.ics", name)
            val text = file.decodeToString()
            assertTrue(text.startsWith("BEGIN:VCALENDAR") && "SUMMARY:Appointment" in text)
            assertFalse("integration" in text.lowercase())
        }
    }

    @Test
    fun `everything is deleted, and the journal begins anew at once`() = onPhone {
        runBlocking { phone.journal.write(Writing(words)) }
        val before = phone.running
        go(Place.SettingsOf(SettingsPart.JOURNAL))
        tapTag("what-would-be-lost")
        see(runBlocking { phone.journal.whatWouldBeLost() }.sentence)
        tapTag("delete-everything")
        until("it has begun anew") { phone.running != before }
        see("A question for today")
        assertEquals(emptyList<Any>(), runBlocking { phone.journal.list(emptyList()) })
        tapTag("write")
        type("words", "a new beginning")
        see("Saved on this phone")
    }

    @Test
    fun `an archive with a passphrase opens on another phone, for whoever has the passphrase`() {
        lateinit var archive: ByteArray
        onPhone {
            runBlocking { phone.journal.write(Writing(words)) }
            go(Place.TakeAlong)
            type("passphrase", "short")
            tapTag("archive")
            see("A password needs at least eight characters.")
            assertTrue("a short passphrase is refused", phone.platform.sent.isEmpty())
            type("passphrase", "a long walk home")
            tapTag("archive")
            archive = sent().second
            assertFalse(words in archive.decodeToString())
        }
        onPhone {
            val file = Files.createTempFile("journal", ".afterglow").toFile().apply { writeBytes(archive) }
            phone.platform.onTheDisk = file
            go(Place.Bring)
            tapTag("choose")
            type("passphrase", "a long walk away")
            tapTag("look")
            see("Wrong passphrase.")
            type("passphrase", "a long walk home")
            tapTag("look")
            see("1 entry found, 0 of them already here.")
            assertEquals("a look writes nothing", 0, runBlocking { phone.journal.list(emptyList()) }.size)
            tapTag("bring")
            see("1 entry and 0 photos and voice notes imported. All of it is private.")
            assertEquals(listOf(words), runBlocking { phone.journal.list(emptyList()) }.map { it.text })
            tap("Back")
            until("the file is given back") { phone.platform.returned == listOf(file) }
            file.delete()
        }
    }

    @Test
    fun `texts come in, and what cannot be read is named`() = onPhone {
        val folder = Files.createTempDirectory("texts").toFile()
        File(folder, "2024-05-01 river.md").writeText("The river was loud.")
        File(folder, "2024-05-02.txt").writeText("")
        phone.platform.onTheDisk = folder
        go(Place.Bring)
        tapTag("choose")
        see("2 entries found, 0 of them already here.")
        see("2024-05-02.txt: There is nothing in this.")
        tapTag("bring")
        see("imported. All of it is private.")
        assertEquals(listOf("The river was loud."), runBlocking { phone.journal.list(emptyList()) }.map { it.text })
        tapTag("choose")
        see("1 of them already here.")
        folder.deleteRecursively()
    }

    @Test
    fun `who turns back has chosen nothing, and what is no journal says so`() = onPhone {
        go(Place.Bring)
        tapTag("choose")
        assertFalse(sees("found"))
        val file = Files.createTempFile("no-journal", ".bin").toFile().apply { writeBytes(ByteArray(100) { it.toByte() }) }
        phone.platform.onTheDisk = file
        tapTag("choose")
        see("Nothing in this can be imported.")
        assertEquals(0, runBlocking { phone.journal.list(emptyList()) }.size)
        file.delete()
    }
}

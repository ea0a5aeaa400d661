package afterglow.desktop

import afterglow.ImportForm
import afterglow.app.Place
import java.io.File
import java.time.OffsetDateTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import java.time.temporal.ChronoUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test

/** Looking back: what recurs is quoted, not counted. */
class LookBackTest {
    // So tall that the whole list is drawn.
    @Test
    fun `a recurring theme is shown by the newest words about it, not by a number, and not by those of a bad day`() =
        onPhone(size = PHONE.copy(height = PHONE.height * 3)) {
            val written = listOf(Triple(9L, "The heron stood still", 6), Triple(6L, "Warm hands all evening", 7), Triple(3L, "I could not go on", 1))
            assertEquals(3u, core { import(exported(written), ImportForm()) }.added)
            go(Place.LookBack)
            see(app.words.returning)
            see("Warm hands all evening")
            assertFalse("an older text", sees("The heron stood still"))
            assertFalse("a bad day", sees("I could not go on"))
            val back = core { lookBack(366) }
            assertEquals(listOf("Warm hands all evening"), back.themes.map { it.quote })
            for (one in back.themes + back.words) assertFalse("a number", sees(one.said))
            tap("Warm hands all evening")
            at(Place.EntryOf(core { list() }.single { it.text == "Warm hands all evening" }.id))
        }

    /** An export of entries about the body: days ago, text and mood. */
    private fun exported(written: List<Triple<Long, String, Int>>): File {
        val noon = OffsetDateTime.now().withHour(12).truncatedTo(ChronoUnit.SECONDS)
        val records = written.mapIndexed { n, (days, text, mood) ->
            val at = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(noon.minusDays(days))
            """{"id":"01890a5d-ac96-774b-bcce-b302099a805$n","record":{"kind":"reflection","text":"$text","mood":$mood,
                "themes":["body"],"when":{"at":"$at","zone":"${ZoneId.systemDefault()}"}}}"""
        }
        return File.createTempFile("days", ".json").apply {
            deleteOnExit()
            writeText("""{"format":"afterglow-export/1","records":[${records.joinToString()}]}""")
        }
    }
}

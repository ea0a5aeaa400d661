package afterglow.desktop

import afterglow.app.English
import afterglow.app.German
import java.time.LocalDate
import java.time.OffsetDateTime
import org.junit.Assert.assertEquals
import org.junit.Test

class WordsTest {
    @Test
    fun `a short day is written as its language writes it`() {
        assertEquals("1. Sept.", German.shortDay(LocalDate.of(2026, 9, 1)))
        assertEquals("1 Sep", English.shortDay(LocalDate.of(2026, 9, 1)).take(5))
        assertEquals("Mi. 25. Nov. 2020", German.dayOf(OffsetDateTime.parse("2020-11-25T12:00:00+01:00")))
    }
}

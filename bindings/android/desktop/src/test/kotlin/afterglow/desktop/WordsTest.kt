package afterglow.desktop

import afterglow.app.English
import afterglow.app.German
import org.junit.Assert.assertEquals
import org.junit.Test

class WordsTest {
    @Test
    fun `a short day is written as its language writes it`() {
        assertEquals("1. Sept.", German.shortDay("2026-09-01"))
        assertEquals("1 Sep", English.shortDay("2026-09-01").take(5))
        assertEquals("Mi. 25. Nov. 2020", German.dayOf("2020-11-25T12:00:00+01:00"))
    }
}

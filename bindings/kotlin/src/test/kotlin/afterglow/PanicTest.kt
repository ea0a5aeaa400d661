package afterglow

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Test

/** A panic in the core: reported by its type, without details, and everything else keeps working. */
class PanicTest {
    @Test
    fun `a panic in the core becomes a typed error, and the journal lives on`() {
        PhoneInHand().use { phone ->
            var broken = false
            // The Kotlin layer prevents this. Below it, it is a panic whenever the core reads the clock.
            val zone = object : ZoneSource {
                override fun zone(): String = if (broken) error("a secret of the caller's") else "Europe/Vienna"
            }
            val core = PhoneCore.open(phone.home.path, "Test phone", Secrets(phone.secrets), zone)
            val entry = core.write(EntryForm.Reflection(Writing("before the panic")))
            broken = true
            repeat(3) {
                val fault = runCatching { translated { core.today() } }.exceptionOrNull()
                assertInstanceOf(JournalException.Fault::class.java, fault)
                assertEquals("fault", (fault as JournalException).code)
                assertFalse("a secret" in fault.sentence)
                assertInstanceOf(JournalException.Fault::class.java, runCatching { translated { core.write(EntryForm.Reflection(Writing("lost"))) } }.exceptionOrNull())
            }
            broken = false
            assertEquals("before the panic", core.show(entry).text)
            core.write(EntryForm.Reflection(Writing("after the panic")))
            assertEquals(listOf("after the panic", "before the panic"), core.list(emptyList(), null, 10u).map { it.text })
            core.close()
        }
    }
}

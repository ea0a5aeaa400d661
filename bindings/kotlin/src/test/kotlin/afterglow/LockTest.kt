package afterglow

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** PIN, face or fingerprint, and auto-lock. The sensor is a Kotlin fake that the core calls. */
class LockTest {
    private class Sensor : Biometrics {
        @Volatile var knows = true
        @Volatile var changed = false
        @Volatile var kept: ByteArray? = null

        override fun keep(secret: ByteArray) {
            kept = secret.copyOf()
        }

        override fun release(): ByteArray = when {
            changed -> throw BiometricsChanged()
            !knows -> throw BiometricsRefused()
            else -> checkNotNull(kept).copyOf()
        }

        override fun forget() {
            kept = null
        }
    }

    @Test
    fun `it locks when the app is left, and a touch keeps it open`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            assertFalse(journal.lock(), "nothing keeps it locked without a PIN")
            journal.setPin("2468")
            journal.setAutoLock(300)
            journal.touch()
            assertTrue((journal.lockView().locksInS ?: 0u) > 240u)
            journal.leaveScreen()
            assertFalse(journal.isLocked())
            journal.setAutoLock(0)
            journal.leaveScreen()
            assertTrue(journal.isLocked())
            assertThrows<JournalException.Storage>("locked") { journal.texts() }
            assertThrows<JournalException.Refused>("pin_wrong") { journal.unlock("1111") }
            journal.unlock("2468")
            assertEquals(emptyList<String>(), journal.texts())
            journal.removePin("2468")
            assertFalse(journal.lockView().pin)
        }
    }

    @Test
    fun `whoever forgot the PIN begins again without it`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.write(Writing("the lake"))
            journal.setPin("2468")
            assertTrue(journal.lock())
            assertTrue("sign in" in journal.eraseLocked().sentence)
            val anew = phone.restarted()
            assertFalse(anew.lockView().pin)
            assertEquals(emptyList<String>(), anew.texts())
        }
    }

    @Test
    fun `a face opens it until faces have changed, and what wrong PINs cost is the person's choice`() = story {
        PhoneInHand().use { phone ->
            val (journal, sensor) = phone.journal() to Sensor()
            journal.useBiometrics(sensor)
            journal.setPin("2468")
            journal.enableBiometrics("2468")
            assertTrue(journal.lock())
            journal.unlockWithBiometrics()

            journal.lock()
            sensor.knows = false
            assertTrue(runCatching { journal.unlockWithBiometrics() }.exceptionOrNull() is JournalException)
            assertTrue(journal.isLocked())
            sensor.changed = true
            assertTrue(runCatching { journal.unlockWithBiometrics() }.exceptionOrNull() is JournalException)
            assertFalse(journal.lockView().biometrics, "only the PIN opens it after that")
            journal.unlock("2468")

            sensor.changed = false
            sensor.knows = true
            journal.enableBiometrics("2468")
            assertTrue(journal.lockView().biometrics)
            journal.disableBiometrics()
            assertNull(sensor.kept)

            journal.setWipeAfter(5, "2468")
            assertEquals(5u, journal.lockView().wipeAfter)
            journal.setWipeAfter(null, "2468")
            assertNull(journal.lockView().wipeAfter)
        }
    }
}

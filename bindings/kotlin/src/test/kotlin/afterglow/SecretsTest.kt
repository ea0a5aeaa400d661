package afterglow

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test

/** A keystore written in Kotlin and called from the core. */
class SecretsTest {
    @Test
    fun `the key lives in the platform's key store and opens the journal again`() = story {
        val keys = KeysInMemory()
        PhoneInHand(keys).use { phone ->
            val id = phone.journal().write(Writing("under lock and key"))
            assertEquals(listOf(32), keys.kept.values.map { it.size })
            assertEquals("under lock and key", phone.restarted().show(id).text)
            assertFalse(phone.keeps("under lock and key"))
        }
    }

    @Test
    fun `a locked device says later, and unlocked it opens`() = story {
        val keys = Lockable()
        PhoneInHand(keys).use { phone ->
            phone.journal().write(Writing("before the lock"))
            keys.locked = true
            assertThrows<JournalException.Later>("store_key_locked") { phone.restarted() }
            keys.locked = false
            assertEquals(listOf("before the lock"), phone.journal().texts())
        }
    }

    @Test
    fun `whatever else a key store throws is told by its kind alone`() = story {
        val keys = object : SecretStore by KeysInMemory() {
            override fun load(name: String): ByteArray = error("private words in an exception")
        }
        PhoneInHand(keys).use { phone ->
            val thrown = assertThrows<JournalException.Storage>("store_key_failed") { phone.journal() }
            val chain = generateSequence<Throwable>(thrown) { it.cause }.joinToString { it.toString() }
            assertFalse("private words" in chain, chain)
        }
    }

    @Test
    fun `a lost key leaves the journal as it is`() = story {
        val keys = KeysInMemory()
        PhoneInHand(keys).use { phone ->
            phone.journal().write(Writing("still here"))
            val kept = keys.kept.toMap()
            keys.kept.clear()
            assertThrows<JournalException.Storage>("store_key_missing") { phone.restarted() }
            keys.kept.putAll(kept)
            assertEquals(listOf("still here"), phone.journal().texts())
        }
    }

    private class Lockable(private val keys: KeysInMemory = KeysInMemory()) : SecretStore by keys {
        @Volatile var locked = false

        override fun load(name: String): ByteArray? = if (locked) throw SecretsLocked() else keys.load(name)
    }
}

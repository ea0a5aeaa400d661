package afterglow

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Changes of an account: other secrets, a sign-out, another name, deletion. */
class AccountTest {
    @Test
    fun `another password and a lost phone let the owner in and nobody else`() = story {
        val wren = World.somebody()
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val first = journal.register(World.server.url, wren, PASSWORD)
            journal.write(Writing("the lake"))
            journal.sync()
            journal.changePassword(PASSWORD, "a longer way home")
            journal.confirmRecoveryCode(first)
            journal.sync()
            val next = journal.lostPhone("a longer way home", "the long way home", first)
            assertNotEquals(first, next)
            assertTrue(journal.sync().inSync)
            journal.signOut()
            assertFalse(checkNotNull(journal.account()).signedIn)
            assertEquals(listOf("the lake"), journal.texts())
            assertThrows<JournalException.SignIn>("signed_out") { journal.sync() }
            assertTrue(runCatching { journal.signIn(World.server.url, wren, PASSWORD) }.exceptionOrNull() is JournalException)
            journal.signIn(World.server.url, wren, "the long way home")
            assertTrue(journal.sync().inSync)

            PhoneInHand().use { other ->
                assertTrue(runCatching { other.journal().recover(World.server.url, wren, first, "x y z x y z") }.exceptionOrNull() is JournalException)
                other.journal().recover(World.server.url, wren, next, "the longest way home")
                other.journal().sync()
                assertEquals(listOf("the lake"), other.journal().texts())
            }
        }
    }

    @Test
    fun `a therapist reads the name that the person wants, and nothing after the end of everything`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.register(World.server.url, World.somebody(), PASSWORD)
            val care = journal.join(World.therapist.invite("Wren"), "Wren")
            journal.share(journal.write(Writing("the lake")))
            journal.setName(care.id, "Robin")
            journal.sync()
            val client = checkNotNull(World.therapist.client(care))
            assertEquals("Robin" to listOf("the lake"), client.name to client.texts)

            assertTrue(journal.whatWouldBeLost().account)
            val gone = journal.eraseEverything(PASSWORD)
            assertTrue(gone.account && gone.keysHere)
            assertEquals(null, World.therapist.client(care)?.texts?.firstOrNull())
        }
    }
}

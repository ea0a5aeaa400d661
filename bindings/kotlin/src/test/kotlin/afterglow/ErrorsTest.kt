package afterglow

import java.io.File
import java.nio.ByteBuffer
import java.sql.DriverManager
import java.util.UUID
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Test

/** Errors have a type and a code for the app, and a sentence for the person. */
class ErrorsTest {
    private val server get() = World.server.url

    @Test
    fun `a wrong password and an unknown name are answered alike`() = story {
        PhoneInHand().use { first ->
            PhoneInHand().use { second ->
                val wren = World.somebody()
                first.journal().register(server, wren, PASSWORD)
                val journal = second.journal()
                suspend fun refused(handle: String, password: String) =
                    assertThrows<JournalException.Refused>("wrong_credentials") {
                        journal.signIn(server, handle, password)
                    }
                val wrong = refused(wren, "not the password")
                val unknown = refused("nobody", PASSWORD)
                assertEquals(wrong.sentence, unknown.sentence)
                assertTrue(wrong.sentence.endsWith("."), wrong.sentence)
                assertEquals(null, journal.account())
            }
        }
    }

    @Test
    fun `a link that has expired, was taken back, was used or is none says so`() = story {
        PhoneInHand().use { phone ->
            PhoneInHand().use { other ->
                val journal = phone.journal()
                journal.register(server, World.somebody(), PASSWORD)

                val expired = World.therapist.invite("Somebody late")
                passAWeek(expired)
                assertThrows<JournalException.Refused>("invitation_expired") { journal.join(expired) }

                val revoked = World.therapist.invite("Somebody else")
                World.therapist.revoke(revoked)
                assertThrows<JournalException.Refused>("invitation_revoked") { journal.readInvitation(revoked) }

                val used = World.therapist.invite("Wren")
                journal.join(used)
                other.journal().register(server, World.somebody(), PASSWORD)
                assertThrows<JournalException.Refused>("invitation_used") { other.journal().join(used) }

                assertThrows<JournalException.Refused>("link") { journal.join("$server/join") }
                assertEquals(1, journal.care().size)
            }
        }
    }

    @Test
    fun `what the phone itself refuses has a type and a code as well`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            assertThrows<JournalException.SignIn>("no_account") { journal.sync() }
            assertThrows<JournalException.Refused>("empty") { journal.write(Writing("  ")) }
            assertThrows<JournalException.Refused>("invalid") { journal.write(Writing("eleven", mood = 11u)) }
            assertThrows<JournalException.Refused>("no_entry") { journal.show(EntryId("not an id")) }
            assertThrows<JournalException.Refused>("password_too_short") {
                journal.register(server, World.somebody(), "short")
            }
            val id = journal.write(Writing("to nobody yet"))
            assertThrows<JournalException.Refused>("no_care") { journal.share(id) }
        }
    }

    @Test
    fun `without the server a sync says later, and what was written waits`() = story {
        Tunnel(World.server.port).use { tunnel ->
            PhoneInHand().use { phone ->
                val journal = phone.journal()
                journal.register(tunnel.url, World.somebody(), PASSWORD)
                tunnel.close()
                journal.write(Writing("in the tunnel"))
                assertThrows<JournalException.Later>("offline") { journal.sync() }
                val status = journal.status()
                assertEquals(listOf(SyncReason.OFFLINE, SyncReason.WAITING), status.reasons.map { it.code })
                assertEquals(1u, status.waiting)
            }
        }
    }

    /** An invitation is valid for seven days by the server's clock, so the test changes the server's database. */
    private fun passAWeek(link: String) {
        val id = UUID.fromString(link.substringAfter('#').substringBefore('.'))
        val bytes = ByteBuffer.allocate(16).putLong(id.mostSignificantBits).putLong(id.leastSignificantBits).array()
        val file = File(World.server.data, "afterglow.sqlite3")
        DriverManager.getConnection("jdbc:sqlite:${file.path}?busy_timeout=60000").use { connection ->
            val expire = "UPDATE invitations SET expires_at = created_at - 1 WHERE id = ?"
            connection.prepareStatement(expire).use { update ->
                update.setBytes(1, bytes)
                assertEquals(1, update.executeUpdate())
            }
        }
    }
}

/** Fails unless the block throws this type with this code; returns the exception. */
internal suspend inline fun <reified E : JournalException> assertThrows(code: String, block: suspend () -> Unit): E {
    val thrown = runCatching { block() }.exceptionOrNull()
    if (thrown !is E) fail<Unit>("expected ${E::class.simpleName} ($code), not $thrown")
    thrown as E
    assertEquals(code, thrown.code)
    assertTrue(thrown.sentence.isNotBlank())
    return thrown
}

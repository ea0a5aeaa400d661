package afterglow.desktop

import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.TestPhone
import afterglow.write
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** Who may read: asked on a new phone, compared by words, and not for whoever holds the phone unlocked. */
class TrustTest {
    @Test
    fun `a new phone asks once who may read, and shares nothing before`() {
        val wren = World.somebody()
        PhoneInHand().use { first ->
            val care = runBlocking {
                first.journal().run {
                    register(World.server.url, wren, PASSWORD)
                    join(World.therapist.invite("Wren"), "Wren").also { sync() }
                }
            }
            onPhone {
                val entry = asked {
                    signIn(World.server.url, wren, PASSWORD)
                    assertTrue(sync().inSync)
                    write(Writing("from the new phone"))
                }
                val question = checkNotNull(asked { readers() }.question)
                go(Place.Today)
                see(question)
                go(Place.Share(entry))
                see(question)
                tapTag("share")
                until("it is marked") { asked { show(entry) }.sharedWith == listOf(care.id) }
                assertFalse(asked { sync() }.inSync)
                assertEquals(emptyList<String>(), World.therapist.client(care)?.texts.orEmpty())

                tapTag("readers-first")
                at(Place.Readers)
                see("M. Osei · ")
                tapTag("confirm-readers")
                seeNoMore(question)
                assertTrue(asked { sync() }.inSync)
                assertEquals(listOf("from the new phone"), World.therapist.client(care)?.texts)
                go(Place.Today)
                assertFalse(sees(question))
            }
        }
    }

    @Test
    fun `words that were compared are said to be, as long as the key is the same`() = onPhone {
        asked { joined() }
        go(Place.Therapist)
        tap(app.words.wordsCompared)
        see(app.words.sameWords)
        assertFalse(sees(app.words.wordsCompared))
        tap(app.words.readers)
        see("key 1, compared")
        tap(app.words.recentlyRemoved)
        see(app.words.nothingRemoved)
    }

    @Test
    fun `whoever holds the phone unlocked ends nothing and shares nothing without the PIN`() = onPhone {
        asked {
            joined()
            setPin("2468")
        }
        go(Place.Therapist)
        tap(app.words.endCare)
        tapTag("yes")
        see(app.words.again)
        assertFalse("there is no sensor set up", sees(app.words.faceOrFinger))
        type("again", "1111")
        tapTag("again-yes")
        see("This is not the PIN.")
        assertFalse(asked { care() }.single().ended)
        tap(app.words.cancel)

        tap(app.words.shareRule)
        tap("Check-ins")
        tap(app.words.shareRule)
        tap(app.words.yes)
        see(app.words.again)
        tap(app.words.cancel)
        assertEquals(emptyList<String>(), asked { access() }.single().rule)

        tap(app.words.endCare)
        tapTag("yes")
        type("again", "2468")
        tapTag("again-yes")
        until("it has ended") { asked { care() }.single().ended }
    }

    @Test
    fun `who lost a phone and has the code keeps the therapist, and without it is invited again`() {
        for (withCode in listOf(true, false)) {
            onPhone(TestPhone()) {
                val code = asked { register(World.server.url, World.somebody(), PASSWORD).also { confirmRecoveryCode(it) } }
                asked { join(World.therapist.invite("Wren"), "Wren") }
                go(Place.Settings)
                tap(app.words.devices)
                tapTag("lost")
                see(app.words.lostPhoneNoCode)
                type("lost-before", PASSWORD)
                type("lost-new", "the long way home")
                if (withCode) type("lost-code", code)
                tapTag("lost-phone")
                at(Place.RecoveryKit)
                see(checkNotNull(asked { recoveryCode() }))
                assertEquals(!withCode, asked { care() }.single().ended)
            }
        }
    }

    private suspend fun afterglow.Journal.joined() {
        register(World.server.url, World.somebody(), PASSWORD)
        join(World.therapist.invite("Wren"), "Wren")
    }
}

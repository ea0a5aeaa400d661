package afterglow.desktop

import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPhone
import afterglow.write
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test

/** The readers: confirmed on a new phone, compared by safety words, and protected by the PIN. */
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
                val entry = core {
                    signIn(World.server.url, wren, PASSWORD)
                    assertTrue(sync().inSync)
                    write(Writing("from the new phone"))
                }
                val question = checkNotNull(core { readers() }.question)
                go(Place.Today)
                see(question)
                go(Place.Share(entry))
                see(question)
                tapTag("share")
                until("it is marked") { core { show(entry) }.sharedWith == listOf(care.id) }
                assertFalse(core { sync() }.inSync)
                assertEquals(emptyList<String>(), World.therapist.client(care)?.texts.orEmpty())

                tapTag("readers-first")
                at(Place.Readers)
                see("M. Osei · ")
                tapTag("confirm-readers")
                waitUntilGone(question)
                assertTrue(core { sync() }.inSync)
                assertEquals(listOf("from the new phone"), World.therapist.client(care)?.texts)
                go(Place.Today)
                assertFalse(sees(question))
            }
        }
    }

    @Test
    fun `words that were compared are said to be, as long as the key is the same`() = onPhone {
        core { joined() }
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
    fun `consent is withdrawn with an offer to take everything back, and asked for again before a share`() = onPhone {
        val (entry, care) = core {
            joined()
            write(Writing("the lake")) to care().single().id
        }
        core { share(entry) }
        go(Place.WhatThisIs)
        tap(app.words.withdraw)
        see(app.words.withdrawText)
        tapTag("yes")
        until("it is withdrawn") { core { consents() }.none { it.agreed && it.wording.care == care } }
        tapTag("take-back-all")
        until("it is taken back") { core { sharedWith(care) }.isEmpty() }

        go(Place.Share(entry))
        see("M. Osei reads what I share")
        assertFalse("there is nothing to share with", sees(app.words.shareWith("M. Osei")))
        tapTag("agree-sharing")
        tapTag("share")
        until("it is shared") { core { sharedWith(care) } == listOf(entry) }
    }

    @Test
    fun `taken back without a network is said to be on its way until the server has confirmed it`() = onPhone {
        val entry = core {
            joined()
            write(Writing("the lake")).also {
                share(it)
                sync()
            }
        }
        phone.platform.network.value = false
        go(Place.Share(entry))
        tapTag("take-back")
        see("Taking it back. M. Osei may still open it")
        go(Place.EntryOf(entry))
        see("Being taken back.")
        see(app.words.takingBack)
        assertFalse("not private yet", sees("Only you can read this."))
        core { sync() }
        see("Taken back. M. Osei can no longer open it. It was not read.")
        see("Only you can read this.")
        phone.platform.network.value = true
    }

    @Test
    fun `whoever holds the phone unlocked ends nothing and shares nothing without the PIN`() = onPhone {
        core {
            joined()
            setPin("2468")
        }
        go(Place.Therapist)
        tap(app.words.endCare("M. Osei"))
        tapTag("yes")
        see(app.words.again)
        assertFalse("there is no sensor set up", sees(app.words.faceOrFinger))
        type("again", "1111")
        tapTag("again-yes")
        see("Wrong PIN.")
        assertFalse(core { care() }.single().ended)
        tap(app.words.cancel)

        tap(app.words.shareRule)
        tap("Check-ins")
        tap(app.words.shareRule)
        tap(app.words.yes)
        see(app.words.again)
        tap(app.words.cancel)
        assertEquals(emptyList<String>(), core { access() }.single().rule)

        tap(app.words.endCare("M. Osei"))
        tapTag("yes")
        type("again", "2468")
        tapTag("again-yes")
        until("it has ended") { core { care() }.single().ended }
    }

    @Test
    fun `who lost a phone and has the code keeps the therapist, and without it is invited again`() {
        for (withCode in listOf(true, false)) {
            onPhone(TestPhone()) {
                val code = core { register(World.server.url, World.somebody(), PASSWORD).also { confirmRecoveryCode(it) } }
                core { join(World.therapist.invite("Wren"), "Wren") }
                go(Place.SettingsOf(SettingsPart.ACCOUNT))
                tap(app.words.devices)
                tapTag("lost")
                see(app.words.lostPhoneNoCode)
                type("lost-before", PASSWORD)
                type("lost-new", "the long way home")
                if (withCode) type("lost-code", code)
                tapTag("lost-phone")
                at(Place.RecoveryKit)
                checkNotNull(core { recoveryCode() }).split(' ').forEach(::see)
                assertEquals(!withCode, core { care() }.single().ended)
            }
        }
    }

    private suspend fun afterglow.Journal.joined() {
        register(World.server.url, World.somebody(), PASSWORD)
        join(World.therapist.invite("Wren"), "Wren")
    }
}

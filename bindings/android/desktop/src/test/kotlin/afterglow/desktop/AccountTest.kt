package afterglow.desktop

import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.Tunnel
import afterglow.World
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPhone
import afterglow.app.placeOf
import afterglow.app.routeOf
import androidx.compose.ui.autofill.ContentType
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.onAllNodesWithTag
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Test

/** The account's screens: after a sign-in, and changes of the account. */
class AccountTest {
    @Test
    fun `the phone stays in sync from the sign-in on, and says when the network is away`() = Tunnel(World.server.port).use { network ->
        onPhone {
            val away = app.words.offline
            ui.runOnIdle { app.scope.launch { app.stayInSync() } }
            register(network.url, World.somebody())
            until("it is in sync without a word") { status().inSync }
            go(Place.Today)
            assertFalse(sees(away))

            network.close()
            tapTag("write")
            type("words", "on the train")
            tap("Done")
            go(Place.Today)
            see(away)
            go(Place.Share(runBlocking { phone.journal.list().first().id }))
            see(away)
        }
    }

    @Test
    fun `who needs the network is told that there is none before anything is tapped`() = onPhone {
        register(World.server.url, World.somebody())
        val away = app.words.offlineHere
        for (place in listOf(Place.Register(), Place.SignIn, Place.Recover, Place.Join(), Place.SettingsOf(SettingsPart.ACCOUNT))) {
            go(place)
            assertFalse("$place", sees(away))
            phone.platform.network.value = false
            see(away)
            phone.platform.network.value = true
            waitUntilGone(away)
        }
        // Local use is not affected.
        phone.platform.network.value = false
        go(Place.Write())
        type("words", "on the train")
        see("Saved on this phone")
        assertFalse(sees(away) || sees(app.words.offline))
    }

    @Test
    fun `an invitation waits while an account is made, and while one is signed in to`() {
        val wren = World.somebody()
        for (new in listOf(true, false)) onPhone(TestPhone(firstRun = true)) {
            tapTag("have-invitation")
            type("link", World.therapist.invite("Wren"))
            tap(app.words.readInvitation)
            see("M. Osei, Harbour Street Practice, invites you.")
            if (new) tapTag("register") else tap(app.words.haveAccount)
            if (!new) type("server", World.server.url)
            type("handle", wren)
            type("password", PASSWORD)
            tapTag("go")
            if (new) {
                at(Place.RecoveryKit)
                tap(app.words.keepLater)
            }
            at(Place.Join())
            see("M. Osei, Harbour Street Practice, invites you.")
            tapTag("join")
            at(Place.Therapist)
            until("what was used is forgotten") { core { typed() }.isEmpty() }
        }
    }

    @Test
    fun `a foreign code is said to be none beside the link, and what was typed stays`() = onPhone {
        for (link in listOf("https://elsewhere.example/menu", "no link at all")) {
            go(Place.Join())
            type("link", link)
            tap(app.words.readInvitation)
            until("it is said") { ui.onAllNodesWithTag("problem").fetchSemanticsNodes().isNotEmpty() }
            see(link)
            go(Place.Today)
        }
    }

    @Test
    fun `another invitation that arrives above help is shown, and the first one is still below`() = onPhone {
        go(Place.Join("https://journal.example/join#first"))
        go(Place.Help)
        go(Place.Join("https://journal.example/join#second"))
        see("#second")
        tap("Back")
        tap(app.words.close)
        see("#first")
    }

    @Test
    fun `a page that is opened again above help is the one below it`() = onPhone {
        go(Place.Write())
        type("words", "half a sentence")
        go(Place.Help)
        go(Place.Write())
        see("half a sentence")
        assertEquals(listOf(Place.Today, Place.Write()), app.navigator.open)
    }

    @Test
    fun `a password manager is told what it may fill in`() = onPhone {
        fun filled(tag: String) = ui.onNode(hasTestTag(tag)).fetchSemanticsNode().config.getOrNull(SemanticsProperties.ContentType)
        go(Place.Register())
        assertEquals(ContentType.NewUsername to ContentType.NewPassword, filled("handle") to filled("password"))
        go(Place.SignIn)
        assertEquals(ContentType.Username to ContentType.Password, filled("handle") to filled("password"))
    }

    @Test
    fun `what was typed for an account is there again after help, Back and the lock, but no secret`() = onPhone {
        core { setPin("2468") }
        go(Place.SignIn)
        type("server", "journal.example")
        type("handle", "a marsh wren")
        type("password", "a secret walk")
        tapTag("help")
        tap(app.words.close)
        see("a marsh wren")
        core { lock() }
        see("Locked")
        unlock("2468")
        see("a marsh wren")
        see("journal.example")
        ui.onNode(hasTestTag("go")).assertIsNotEnabled()
        tap(app.words.lostPassword)
        at(Place.Recover)
        see("a marsh wren")
        tap("Back")
        go(Place.SignIn)
        see("a marsh wren")
    }

    @Test
    fun `what was typed for an account or an invitation is there again after a kill, but no secret`() = onPhone {
        core { setPin("2468") }

        fun killedAt(place: Place, field: String, text: String) {
            until("it is kept") { core { typed() }[field] == text }
            kill()
            see(app.words.lockedText)
            unlock("2468")
            go(place)
            see(text)
        }
        go(Place.Recover)
        type("server", "journal.example")
        type("handle", "a marsh wren")
        type("password", "a secret walk")
        type("code", "river stone window")
        killedAt(Place.Recover, "handle", "a marsh wren")
        see("journal.example")
        assertFalse(sees("river stone window"))
        ui.onNode(hasTestTag("go")).assertIsNotEnabled()
        assertEquals(setOf("server", "handle"), core { typed() }.keys)

        val link = World.therapist.invite("Wren")
        go(Place.Join())
        type("link", link)
        tap(app.words.readInvitation)
        see("M. Osei, Harbour Street Practice, invites you.")
        killedAt(Place.Join(), "read", link)
        see("M. Osei, Harbour Street Practice, invites you.")
    }

    @Test
    fun `an invitation that was opened from elsewhere is there after a kill, though its place has no link`() = onPhone {
        val link = World.therapist.invite("Wren")
        go(Place.Join(link))
        until("it is kept") { core { typed() }["link"] == link }
        kill()
        go(checkNotNull(placeOf(routeOf(Place.Join(link)))))
        see(link)
        assertFalse("no route has the link", routeOf(Place.Register(link)).contains("join#"))
    }

    @Test
    fun `another password is set by somebody who knows the one before`() {
        val wren = World.somebody()
        onPhone {
            register(World.server.url, wren)
            go(Place.SettingsOf(SettingsPart.ACCOUNT))
            tap("Change password")
            type("password-before", "not this one")
            type("password-new", "a longer way home")
            tapTag("change-password")
            see("The name and the secret do not belong together")
            type("password-before", PASSWORD)
            type("password-new", "a longer way home")
            tapTag("change-password")
            see("Your password has been changed.")
        }
        PhoneInHand().use { other ->
            runBlocking { other.journal().signIn(World.server.url, wren, "a longer way home") }
        }
    }

    private fun AppRobot.register(server: String, name: String) {
        go(Place.Register())
        type("server", server)
        type("handle", name)
        type("password", PASSWORD)
        tapTag("go")
        at(Place.RecoveryKit)
    }

    private fun AppRobot.status() = runBlocking { phone.journal.status() }
}

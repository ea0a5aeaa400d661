package afterglow.desktop

import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.Tunnel
import afterglow.World
import afterglow.app.Place
import afterglow.app.SettingsPart
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
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

package afterglow.desktop

import afterglow.Journal
import afterglow.Tunnel
import afterglow.World
import afterglow.app.Place
import afterglow.app.TestPhone
import afterglow.writing
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.onAllNodesWithTag
import androidx.compose.ui.test.onFirst
import kotlin.random.Random
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/**
 * Random taps, kills and network failures lose no text that the phone has reported as saved. `-Dmonkey.taps=10000` runs
 * it longer, `-Dmonkey.seed=…` repeats a run.
 */
class MonkeyTest {
    private val turns = System.getProperty("monkey.taps")?.toIntOrNull() ?: 250
    private val seed = System.getProperty("monkey.seed")?.toLongOrNull() ?: 20_261_124

    @Test
    fun `no word is lost that was said to be saved`() {
        val random = Random(seed)
        Tunnel(World.server.port).use { network ->
            val phone = TestPhone()
            onPhone(phone, testTimeout = 90.minutes) {
                val wren = World.somebody()
                runBlocking { phone.journal.register(network.url, wren, "a long walk home") }
                val acknowledged = mutableSetOf<String>()
                repeat(turns) { turn ->
                    when (random.nextInt(100)) {
                        in 0..2 -> kill("the app is open again (turn $turn, seed $seed)")
                        in 3..5 -> if (random.nextBoolean()) network.hold() else network.release()
                        in 6..8 -> runCatching { app.act { sync() } }
                        in 9..25 -> writeSomething("word$turn", acknowledged)
                        in 26..30 -> ui.runOnIdle { app.navigator.back() }
                        else -> tapSomething(random)
                    }
                    ui.waitForIdle()
                }
                network.release()
                phone.stop(::untilGone)
                runBlocking {
                    val journal = phone.hand.restarted()
                    val kept = journal.list(emptyList(), limit = 10_000).map { it.text } + journal.drafts().mapNotNull { it.writing?.text }
                    val lost = acknowledged.filter { word -> kept.none { word in it } }
                    assertEquals("lost with seed $seed", emptyList<String>(), lost)
                    // The server has everything once the network is stable.
                    val status = journal.sync()
                    assertTrue("$status; seed $seed, missing ${missing(journal)}", status.inSync)
                }
                assertTrue("the monkey wrote nothing", acknowledged.isNotEmpty())
            }
        }
    }

    /** Attachments of an entry or draft that are missing on the phone. */
    private suspend fun missing(journal: Journal): List<String> {
        val holders = journal.list(emptyList(), limit = 10_000).map { it.id } + journal.drafts().map { it.id }
        return holders.distinct().flatMap { holder -> journal.attachments(holder).filterNot { it.here }.map { "${it.id} of $holder" } }
    }

    /** Adds a word to the open editor, or opens one. Counts it once the phone reports it as saved. */
    private fun AppRobot.writeSomething(word: String, acknowledged: MutableSet<String>) {
        until("a page is open") {
            // A page that was here may have closed meanwhile, because its draft was empty and is gone.
            if (app.navigator.here !is Place.Write) ui.runOnIdle { app.go(Place.Write()) }
            ui.onAllNodesWithTag("words").fetchSemanticsNodes().isNotEmpty()
        }
        val page = ui.onAllNodesWithTag("words").onFirst().fetchSemanticsNode()
        val before = page.config.getOrNull(SemanticsProperties.EditableText)?.text.orEmpty()
        type("words", "$before $word".trim())
        until("$word is saved") { sees("Saved on this phone") }
        acknowledged += word
    }

    private fun AppRobot.tapSomething(random: Random) {
        val found = ui.onAllNodes(hasClickAction().and(isEnabled())).fetchSemanticsNodes().filterNot(::destroys)
        if (found.isEmpty()) return
        val node = found[random.nextInt(found.size)]
        // A change may have removed it from the screen meanwhile.
        ui.runOnIdle { if (node.layoutInfo.isAttached) node.config.getOrNull(SemanticsActions.OnClick)?.action?.invoke() }
    }

    /** Excluded actions: they delete text or sign out on purpose. */
    private fun destroys(node: SemanticsNode): Boolean {
        val name = node.config.getOrNull(SemanticsProperties.Text)?.joinToString { it.text }.orEmpty()
        return DESTROYS.any { it in name }
    }

    private companion object {
        val DESTROYS =
            listOf("Delete", "Sign out", "Stop sharing", "Deutsch", "Restore", "Lock now", "PIN", "Keep this", "Remove from this phone")
    }
}

package afterglow.desktop

import afterglow.Calls
import afterglow.InstrumentId
import afterglow.Journal
import afterglow.app.Place
import afterglow.app.TestPhone
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeTimeoutException
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.SkikoComposeUiTest
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.onAllNodesWithTag
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertFalse

internal val PHONE = Size(412f, 892f)
internal val TABLET = Size(1280f, 800f)

/** A test that hangs fails, but a slow machine may take its time. */
internal val LONGEST = 30.minutes

/** How long a test waits for a condition. */
internal val PATIENCE_MS = System.getProperty("patience.ms")?.toLongOrNull() ?: 180_000L

/** The time in which the core mostly answers. */
private const val ANSWER_MS = 100L

/** Whether the core has answered all that the screen has asked, and the screen shows it. */
internal fun SkikoComposeUiTest.answered(calls: Calls): Boolean {
    calls.awaitNone(ANSWER_MS)
    val before = calls.count
    mainClock.advanceTimeByFrame()
    waitForIdle()
    return before != null && calls.count == before
}

/** The app on a test screen, with actions and assertions. */
internal fun onPhone(
    phone: TestPhone = TestPhone(),
    size: Size = PHONE,
    testTimeout: Duration = LONGEST,
    /** The phone stays open after the test. */
    keepPhone: Boolean = false,
    /** The story begins while the first page still loads. */
    atOnce: Boolean = false,
    story: AppRobot.() -> Unit,
) {
    val resource = if (keepPhone) AutoCloseable {} else phone
    resource.use {
        runSkikoComposeUiTest(size, Density(1f), testTimeout = testTimeout) {
            setContent { phone.Screen() }
            AppRobot(phone, this).apply {
                until("the app is open") { phone.app != null }
                if (!atOnce) settled()
                story()
            }
        }
    }
}

/** Uses the app as a person does: finds elements by their text, taps, types, and waits for the result. */
internal class AppRobot(val phone: TestPhone, val ui: SkikoComposeUiTest) {
    val app get() = phone.running

    /** The number of taps so far. */
    var taps = 0
        private set

    /** Calls the core directly. */
    fun <T> core(call: suspend Journal.() -> T): T = runBlocking { phone.journal.call() }

    /** Waits for a condition, because the core answers from its own threads. */
    fun until(what: String, holds: () -> Boolean) = try {
        ui.waitUntil(what, PATIENCE_MS, holds)
    } catch (late: ComposeTimeoutException) {
        throw AssertionError("${late.message}; on the screen: ${everything()}", late)
    }

    /** All texts on the screen. */
    fun everything(): List<String> = ui.onAllNodes(isRoot(), useUnmergedTree = true).fetchSemanticsNodes()
        .flatMap(::textsIn)

    private fun textsIn(node: SemanticsNode): List<String> =
        node.config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } + node.children.flatMap(::textsIn)

    /** Waits until nothing on the screen is loading. */
    fun settled() = until("everything is loaded on ${app.navigator.here}") {
        ui.answered(phone.hand.calls) && ui.onAllNodesWithTag("loading").fetchSemanticsNodes().isEmpty()
    }

    /** The app is killed, and started again. */
    fun kill(said: String = "the app is open again") {
        phone.kill(::untilGone)
        until(said) { phone.app != null }
    }

    /** Waits until the screen of a stopped app is gone. */
    fun untilGone() = until("the screen is gone") { phone.isGone }

    fun go(place: Place) {
        ui.runOnIdle { app.go(place) }
        settled()
    }

    fun sees(text: String) = ui.onAllNodes(hasText(text, substring = true)).fetchSemanticsNodes().isNotEmpty()

    /** Whether a screen reader reads this text anywhere. */
    fun described(text: String) = ui.onAllNodes(hasContentDescription(text)).fetchSemanticsNodes().isNotEmpty()

    /** Waits until this text is on the screen. */
    fun see(text: String) = until("'$text' is seen") { sees(text) }

    fun waitUntilGone(text: String) = until("'$text' is gone") { !sees(text) }

    fun at(place: Place) = until("at $place, not ${app.navigator.here}") { app.navigator.here == place }

    /** Taps the node with this text or description. */
    fun tap(label: String) = tap("'$label'", hasText(label).or(hasContentDescription(label)))

    /** Not before the core has answered: a late answer would move the node under the finger. */
    private fun tap(what: String, found: SemanticsMatcher) {
        until("$what can be tapped") {
            val node = if (ui.answered(phone.hand.calls)) ui.onAllNodes(found).fetchSemanticsNodes().firstOrNull() else null
            node != null && SemanticsProperties.Disabled !in node.config
        }
        reached(ui.onAllNodes(found).onFirst()).performClick()
        taps++
        ui.waitForIdle()
    }

    /** Sets a scale to a value, as a screen reader does. */
    fun rate(title: String, value: Int) {
        val scale = SemanticsMatcher("the scale $title") { node ->
            SemanticsActions.SetProgress in node.config &&
                node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty().any { it.startsWith("$title,") }
        }
        until("the scale $title is there") { ui.onAllNodes(scale).fetchSemanticsNodes().isNotEmpty() }
        reached(ui.onAllNodes(scale).onFirst()).performSemanticsAction(SemanticsActions.SetProgress) { it(value.toFloat()) }
        taps++
        ui.waitForIdle()
    }

    fun tapTag(tag: String) = tap(tag, hasTestTag(tag))

    /** Replaces the text of the field with this tag. */
    fun type(tag: String, text: String) {
        until("$tag is there") { ui.onAllNodesWithTag(tag).fetchSemanticsNodes().isNotEmpty() }
        reached(ui.onNode(hasTestTag(tag))).performTextReplacement(text)
        ui.waitForIdle()
    }

    /** Types a PIN on the keypad of the lock screen, and opens with it. */
    fun unlock(pin: String) {
        pin.forEach { tapTag("key-$it") }
        tapTag("unlock")
    }

    /** Taps "next" [times] times. */
    fun nextCard(times: Int = 1) = repeat(times) { tapTag("next") }

    /** Answers the PHQ-9 up to its last question, whose answer shows help. */
    fun answerPhq9UntilHelp() {
        go(Place.Measure(InstrumentId("phq-9")))
        repeat(8) { question ->
            see("${question + 1} of 9")
            tap("Not at all")
        }
        see("9 of 9")
        tap("Several days")
        // Help is shown only after the answer is confirmed.
        assertFalse(sees("You are not alone with this"))
        tapTag("answer")
        see("You are not alone with this")
    }

    /** Scrolls it into view, if possible. */
    private fun reached(node: SemanticsNodeInteraction): SemanticsNodeInteraction {
        runCatching { node.performScrollTo() }
        return node
    }
}

package afterglow.desktop

import afterglow.InstrumentId
import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.World
import afterglow.app.AfterglowApp
import afterglow.app.AppState
import afterglow.app.Language
import afterglow.app.Light
import afterglow.app.Look
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPlatform
import afterglow.app.colours
import afterglow.app.textsOf
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.onAllNodesWithTag
import androidx.compose.ui.test.v2.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test

/**
 * Checks every screen for clipped text, low contrast and small touch targets. With `-Dshots=FOLDER` it saves screenshots
 * (`make phone-shots`).
 */
class LooksTest {
    @Test
    fun `on a phone by day`() = look("phone", PHONE, Light.LIGHT, Language.ENGLISH, 1f)

    @Test
    fun `on a phone at night, in German, with words twice as large`() = look("phone", PHONE, Light.DARK, Language.GERMAN, 2f)

    @Test
    fun `on a phone in very dim light`() = look("phone", PHONE, Light.DIM, Language.ENGLISH, 1f)

    @Test
    fun `on a tablet`() = look("tablet", TABLET, Light.LIGHT, Language.GERMAN, 1f)

    @Test
    fun `on a tablet at night, held upright, with words twice as large`() = look("upright", Size(800f, 1280f), Light.DIM, Language.ENGLISH, 2f)

    @Test
    fun `on the smallest phone, with larger words`() = look("small", Size(320f, 568f), Light.DARK, Language.GERMAN, 1.3f)

    @Test
    fun `everything else, when pictures are taken`() {
        if (System.getProperty("shots.all") == null) return
        for ((device, size) in listOf("phone" to PHONE, "tablet" to TABLET)) {
            for (light in listOf(Light.LIGHT, Light.DARK, Light.DIM)) {
                for (language in Language.entries) for (text in listOf(1f, 2f)) look(device, size, light, language, text)
            }
        }
    }

    @Test
    fun `what opens within a screen and what stands before it, at night and with words twice as large`() =
        onPhone(size = PHONE.copy(height = PHONE.height * 2.2f)) {
            val violations = mutableListOf<String>()
            fun look(name: String) {
                settled()
                violations += AccessibilityChecker(ui, 1f).violations().map { "$name: $it" }
                saveScreenshot(ui, "phone-within", name)
            }
            runBlocking {
                phone.journal.run {
                    setPreferences(preferences().copy(language = Language.GERMAN.ofTheCore))
                    register(World.server.url, World.somebody(), PASSWORD)
                    join(World.therapist.invite("Wren"), "Wren")
                    setPin("2468")
                }
            }
            until("it speaks German") { app.look.language == Language.GERMAN }
            ui.runOnIdle {
                app.look.light = Light.DIM
                app.look.textSize = 2f
            }
            val words = app.words
            go(Place.SettingsOf(SettingsPart.ACCOUNT))
            tap(words.devices)
            see(words.lostPhone)
            tap(words.lostPhone)
            tap(words.changePassword)
            look("account")
            go(Place.SettingsOf(SettingsPart.JOURNAL))
            tapTag("what-would-be-lost")
            look("delete-everything")
            go(Place.Reminders)
            tapTag("quiet-hours")
            see(words.quietFrom)
            look("quiet-hours")
            go(Place.NewStep())
            tap(words.onCertainDays)
            look("step-on-days")
            for ((name, place) in listOf("prepare" to Place.Prepare, "session" to Place.SessionOf(1), "plan" to Place.CrisisPlan)) {
                go(place)
                var card = 1
                look("$name-1")
                while (ui.onAllNodesWithTag("next").fetchSemanticsNodes().isNotEmpty()) {
                    nextCard()
                    if (name == "session" && card == 4) tapTag("day")
                    look("$name-${++card}")
                }
            }
            go(Place.Measures)
            tapTag("licence-phq-9")
            look("licence")
            tap(words.close)
            go(Place.RecoveryKit)
            look("kit")
            tapTag("kept")
            look("kit-asked")
            go(Place.Therapist)
            tap(words.shareRule)
            look("share-from-now-on")
            runBlocking { phone.journal.lock() }
            see(words.lockedText)
            look("locked")
            tapTag("letters")
            tapTag("forgot-pin")
            look("locked-letters")
            tapTag("help")
            look("locked-help")
            assertEquals(emptyList<String>(), violations)
        }

    @Test
    fun `what a safety answer, a form of the therapist's and a new phone open, by day`() = careLooks(Light.LIGHT, Language.ENGLISH, 1f)

    @Test
    fun `what a safety answer, a form of the therapist's and a new phone open, at night and in German`() =
        careLooks(Light.DARK, Language.GERMAN, 1f)

    @Test
    fun `what a safety answer, a form of the therapist's and a new phone open, in dim light and with words twice as large`() =
        careLooks(Light.DIM, Language.GERMAN, 2f)

    private fun careLooks(light: Light, language: Language, text: Float) {
        val wren = World.somebody()
        val violations = mutableListOf<String>()
        val folder = "phone-care-${light.name.lowercase()}-${language.tag}-${(text * 100).toInt()}"
        fun AppRobot.look(name: String) {
            settled()
            violations += AccessibilityChecker(ui, 1f).violations().map { "$name: $it" }
            saveScreenshot(ui, folder, name)
        }
        fun AppRobot.setLook() {
            until("it speaks the language") { app.look.language == language }
            ui.runOnIdle {
                app.look.light = light
                app.look.textSize = text
            }
        }
        val whole = PHONE.copy(height = PHONE.height * 2.2f * text)
        PhoneInHand().use { first ->
            val care = runBlocking {
                first.journal().run {
                    setPreferences(preferences().copy(language = language.ofTheCore))
                    register(World.server.url, wren, PASSWORD)
                    join(World.therapist.invite("Wren"), "Wren").also { sync() }
                }
            }
            World.therapist.assign(care, "gad-7")
            onPhone(size = whole) {
                core {
                    signIn(World.server.url, wren, PASSWORD)
                    sync()
                }
                setLook()
                go(Place.Today)
                look("new-phone-today")
                go(Place.Readers)
                look("new-phone-readers")
                core { confirmReaders() }
                go(Place.Therapist)
                tap(app.words.wordsCompared)
                see(app.words.sameWords)
                look("therapist-compared")

                go(Place.Measure(InstrumentId("gad-7"), checkNotNull(core { measures() }.due.single().assignment)))
                look("form-agreement")
                core { openMeasure(InstrumentId("gad-7")).draft.also { draft -> repeat(7) { answerMeasure(draft, it, 1.0) } } }
                val result = core { finishMeasure(openMeasure(InstrumentId("gad-7")).draft) }
                go(Place.ResultOf(result.id))
                look("form-result")
                go(Place.Today)
                look("form-today")

                val draft = core { openMeasure(InstrumentId("phq-9")).draft.also { answerMeasure(it, 8, 1.0) } }
                go(Place.Measure(InstrumentId("phq-9")))
                look("safety")
                tap(core { safetyPage(checkNotNull(today().safety).event) }.choices.last().label)
                look("safety-unsure")
                tapTag("let-see")
                until("it is shared") { core { today() }.safety?.share?.single()?.shared == true }
                look("safety-shared")
                go(Place.Today)
                look("safety-today")
                go(Place.ResultOf(core { finishMeasure(draft) }.id))
                look("safety-result")

                go(Place.Help)
                tap(app.words.otherCountry)
                look("help-countries")
                go(Place.Harm)
                look("harm")
                go(Place.CrisisPlan)
                nextCard()
                type("coping", "A slow walk")
                tapTag("keep")
                go(Place.CrisisPlan)
                look("plan")

                core { setPin("2468") }
                go(Place.Therapist)
                tap(app.words.endCare("M. Osei"))
                tapTag("yes")
                see(app.words.again)
                look("again")
            }
        }
        assertEquals(emptyList<String>(), violations)
    }

    @Test
    fun `every colour of words is readable on what it lies on`() {
        for (light in listOf(Light.LIGHT, Light.DARK, Light.DIM)) {
            val c = colours(light, systemIsDark = false)
            val pairs = listOf(
                c.onBackground to c.background, c.onSurface to c.surface, c.onSurface to c.surfaceContainer,
                c.onSurface to c.surfaceContainerHigh, c.onSurfaceVariant to c.surface, c.onSurfaceVariant to c.surfaceVariant,
                c.onSurfaceVariant to c.surfaceContainer, c.onPrimary to c.primary, c.primary to c.background,
                c.primary to c.surfaceContainer, c.onSecondaryContainer to c.secondaryContainer,
                c.onTertiaryContainer to c.tertiaryContainer, c.onErrorContainer to c.errorContainer, c.error to c.background,
                c.inverseOnSurface to c.inverseSurface,
            )
            for ((words, paper) in pairs) {
                assertTrue("$light: $words on $paper", AccessibilityChecker.contrast(words, paper) >= AccessibilityChecker.MIN_CONTRAST)
            }
        }
    }

    private fun look(device: String, size: Size, light: Light, language: Language, text: Float) {
        val sample = SamplePhone.shared
        sample.speak(language.ofTheCore)
        // Large text makes screens longer, so the whole screen is captured.
        val whole = if (text > 1f) size.copy(height = size.height * 2.2f) else size
        runSkikoComposeUiTest(whole, Density(1f), testTimeout = LONGEST) {
            var app: AppState? = null
            setContent {
                val scope = rememberCoroutineScope()
                // With settings of its own, so that no other test has this look.
                val look = Look(TestPlatform(sample.phone.hand.secrets).settings, ::textsOf).apply {
                    this.light = light
                    this.language = language
                    textSize = text
                }
                val state = app ?: AppState(sample.phone.journal, sample.phone.platform, scope, look).also { app = it }
                AfterglowApp(state)
            }
            val violations = mutableListOf<String>()
            for ((name, place) in sample.places) {
                runOnIdle { checkNotNull(app).navigator.go(Place.Today) }
                runOnIdle { checkNotNull(app).navigator.go(place) }
                waitUntil("$name is loaded", PATIENCE_MS) {
                    answered(sample.phone.hand.calls) && onAllNodesWithTag("loading").fetchSemanticsNodes().isEmpty()
                }
                violations += AccessibilityChecker(this, 1f).violations().map { "$name: $it" }
                saveScreenshot(this, "$device-${light.name.lowercase()}-${language.tag}-${(text * 100).toInt()}", name)
            }
            assertEquals("$device $light $language $text", emptyList<String>(), violations.distinct())
        }
    }
}

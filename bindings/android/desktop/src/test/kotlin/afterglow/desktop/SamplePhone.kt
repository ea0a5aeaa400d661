package afterglow.desktop

import afterglow.CareId
import afterglow.CheckIn
import afterglow.ContactForm
import afterglow.EntryId
import afterglow.InstrumentId
import afterglow.Language
import afterglow.MeasureNext
import afterglow.PASSWORD
import afterglow.PhoneInHand
import afterglow.PlanForm
import afterglow.SessionForm
import afterglow.SideEffect
import afterglow.SideEffects
import afterglow.World
import afterglow.Writing
import afterglow.app.Place
import afterglow.app.SettingsPart
import afterglow.app.TestPhone
import afterglow.checkEffects
import afterglow.checkIn
import afterglow.edit
import afterglow.write
import afterglow.writeIntention
import afterglow.writeSession
import afterglow.writeStep
import afterglow.writing
import java.time.OffsetDateTime
import kotlinx.coroutines.runBlocking

/** A phone with some weeks of content: entries written through the core, replies from a therapist's desk. */
internal class SamplePhone(val phone: TestPhone) {
    private val ids = mutableMapOf<String, String>()

    /** Every place of the app, with content. */
    val places: List<Pair<String, Place>> get() = places(ids::getValue)

    fun speak(language: Language) = runBlocking { phone.journal.run { setPreferences(preferences().copy(language = language)) } }

    private fun fill() = runBlocking {
        val journal = phone.journal
        journal.setPlatform("en-US")
        val wren = World.somebody()
        journal.register(World.server.url, wren, PASSWORD)
        val care = journal.join(World.therapist.invite("Wren"), "Wren")
        ids["care"] = care.id.value
        journal.writeIntention("To be gentle with the one who hurries")
        journal.writeSession(
            SessionForm(
                number = 1u, at = OffsetDateTime.parse("2026-11-02T14:00:00-07:00"), route = "lozenge", doseMg = 150.0, durationMin = 90u,
                place = "The room with the green chair", light = "A lamp in the corner", music = "A slow cello",
            ),
        )
        val shared = journal.write(
            Writing(
                "The light came through the leaves and I thought of my mother's garden. I had forgotten how she hummed while watering.",
                mood = 6u, states = listOf("calm", "tired"), themes = listOf("insight", "relationship"), wantsToTalk = true,
            ),
        )
        ids["shared"] = shared.value
        journal.checkIn(CheckIn(mood = 5u, energy = 3u, clarity = 7u))
        val marks = listOf(SideEffect("chest", severity = 2u, still = true), SideEffect("headache", severity = 1u, still = false, before = true))
        ids["check"] = journal.checkEffects(SideEffects(any = true, items = marks)).value
        val step = journal.writeStep("Call her on Sundays", fromEntry = shared)
        journal.markStep(step)
        ids["private"] = journal.write(Writing("A night without much sleep. I will just leave this here.", mood = 3u, themes = listOf("sleep"))).value
        journal.share(shared)
        journal.sync()
        World.therapist.reply(care, shared, "Thank you for this. What did she hum?")
        World.therapist.review(care, shared)
        journal.sync()
        var question = journal.openMeasure(InstrumentId("gad-7"))
        repeat(question.count.toInt()) { number ->
            (journal.answerMeasure(question.draft, number, (number % 2).toDouble()) as? MeasureNext.Question)?.let { question = it.page }
        }
        journal.finishMeasure(question.draft)
        journal.saveCrisisPlan(
            PlanForm(
                signs = listOf("I stop answering messages"), coping = listOf("A slow walk to the river"), reasons = listOf("My sister's voice"),
                people = listOf(ContactForm("Rook", "+1 555 0100", "sister")),
            ),
        )
        createConflict(wren)
        // A second relationship, for sharing the entries of the first one.
        journal.join(World.therapist.invite("Wren"), "Wren")
    }

    /** An entry that this phone and another one have changed at the same time. */
    private suspend fun createConflict(wren: String) = PhoneInHand().use { other ->
        val journal = phone.journal
        val walk = journal.write(Writing("A walk in the rain"))
        journal.sync()
        other.journal().signIn(World.server.url, wren, PASSWORD)
        other.journal().sync()
        journal.edit(walk, journal.writing(walk).copy(text = "A walk in the snow"))
        other.journal().run { edit(walk, writing(walk).copy(text = "A walk in the sun")) }
        other.journal().sync()
        journal.sync()
    }

    companion object {
        /** Every place of the app, with these entries and relationships. */
        fun places(id: (String) -> String): List<Pair<String, Place>> = listOf(
            "welcome" to Place.Welcome,
            "today" to Place.Today,
            "journey" to Place.Journey,
            "look-back" to Place.LookBack,
            "more" to Place.More,
            "write-new" to Place.Write(),
            "write-change" to Place.Write(EntryId(id("private"))),
            "check-in" to Place.CheckIn,
            "effects" to Place.Effects,
            "effects-answer" to Place.EffectsAnswerOf(EntryId(id("check"))),
            "entry-shared" to Place.EntryOf(EntryId(id("shared"))),
            "entry-private" to Place.EntryOf(EntryId(id("private"))),
            "share-before" to Place.Share(EntryId(id("private"))),
            "share-after" to Place.Share(EntryId(id("shared"))),
            "sessions" to Place.Sessions,
            "session" to Place.SessionOf(1),
            "session-next" to Place.SessionOf(2),
            "prepare" to Place.Prepare,
            "steps" to Place.Steps,
            "step-new" to Place.NewStep(),
            "measures" to Place.Measures,
            "measure" to Place.Measure(InstrumentId("phq-9")),
            "therapist" to Place.Therapist,
            "shared-with" to Place.SharedWith(CareId(id("care"))),
            "go-along" to Place.GoAlong(CareId(id("care"))),
            "readers" to Place.Readers,
            "recently-removed" to Place.RecentlyRemoved,
            "join" to Place.Join("https://journal.example/join#…"),
            "register" to Place.Register(),
            "sign-in" to Place.SignIn,
            "recover" to Place.Recover,
            "recovery-kit" to Place.RecoveryKit,
            "what-this-is" to Place.WhatThisIs,
            "help" to Place.Help,
            "harm" to Place.Harm,
            "crisis-plan" to Place.CrisisPlan,
            "conflicts" to Place.Conflicts,
            "reminders" to Place.Reminders,
            "settings" to Place.Settings,
            *SettingsPart.entries.map { "settings-${it.name.lowercase()}" to Place.SettingsOf(it) }.toTypedArray(),
            "take-along" to Place.TakeAlong,
            "bring" to Place.Bring,
        )

        private val created: SamplePhone by lazy(::create)

        /** Created once for all tests that only read. It speaks English, whatever a test before has chosen. */
        val shared: SamplePhone get() = created.apply { speak(Language.ENGLISH) }

        /** For a test that writes. */
        fun create(): SamplePhone = SamplePhone(TestPhone()).apply { fill() }
    }
}

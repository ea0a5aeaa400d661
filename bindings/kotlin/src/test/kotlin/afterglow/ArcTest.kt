package afterglow

import java.time.OffsetDateTime
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The arc of the work on one phone, without a network: all screens in an app's order. */
class ArcTest {
    @Test
    fun `from the first screen to the first entry, in the person's language`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.setPlatform("de-AT")
            assertEquals(Language.GERMAN, journal.language())
            val welcome = journal.welcome()
            assertEquals(Stage.BEGIN to 4, welcome.stage to welcome.lines.size)
            journal.agree(ConsentPurpose.JOURNAL)
            assertEquals(Stage.PRIVATE, journal.welcome().stage)
            assertTrue(journal.consents().single().agreed)
            journal.withdrawConsent(ConsentPurpose.JOURNAL)
            assertFalse(journal.consents().single().agreed)
            assertEquals("Speichern", journal.labels()["save"])

            val offer = journal.writeView()
            val prompt = offer.prompts.first()
            assertEquals(prompt.text, journal.promptWords(prompt.id))
            // With a lens its prompts come first, and none is missing.
            val lens = offer.prompts.mapNotNull { it.theme }.last()
            val seen = journal.prompts(lens)
            assertEquals(lens, seen.first().theme)
            assertEquals(journal.prompts().map { it.id }.toSet(), seen.map { it.id }.toSet())
            assertEquals(offer.prompts, journal.prompts("a word that nobody knows"))
            journal.skipPrompt(prompt.id)
            assertNotEquals(prompt.id, journal.writeView().prompts.first().id)
            val id = journal.write(Writing("Der Fluss war laut.", prompt = prompt.id, affect = listOf("Erleichterung")))
            assertEquals("Nur du kannst das lesen.", journal.show(id).sharedText)

            val refused = runCatching { journal.write(Writing("")) }.exceptionOrNull() as JournalException
            assertEquals("empty" to "Es gibt noch nichts zu sichern.", refused.code to refused.sentence)
            journal.setPreferences(journal.preferences().copy(language = Language.ENGLISH, region = "US"))
            assertEquals("Only you can read this.", journal.show(id).sharedText)
            assertEquals(Language.ENGLISH, journal.settings().language)
        }
    }

    @Test
    fun `a side-effect check is answered at once, and what is tapped there is kept`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.writeSession(journal.sessionPage(1).form)
            journal.endSession(1)
            val view = journal.effectsView()
            assertEquals(listOf<UByte>(1u, 2u, 3u), view.severities.map { it.value })
            val chest = view.effects.first { it.value == "chest" }
            assertEquals(true, chest.atOnce)
            val form = SideEffects(session = view.session, any = true, items = listOf(SideEffect(chest.value, severity = 1u, still = true)))
            assertEquals(EffectLevel.RED, journal.effectsAdvice(form).level)
            val id = journal.checkEffects(form)
            val answer = journal.effectsAnswer(id)
            assertEquals(EffectLevel.RED to chest.label, answer.said.level to answer.marked.single().substringBefore(':'))
            journal.chooseEffect(id, EffectChoice.HELP)
            assertEquals(answer.marked, journal.show(id).effectsText)
        }
    }

    @Test
    fun `a session with its intentions, check-ins and steps`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            val series = EntryForm.Series(SeriesForm(planned = 6u, status = SeriesProgress.ACTIVE))
            journal.write(series)
            val hope = journal.writeIntention("find out what I am so tired from", session = 1)
            journal.write(EntryForm.Concern(ConcernForm("will it be dark", GoalProgress.OPEN)))
            val page = journal.sessionPage(1)
            assertEquals("find out what I am so tired from", page.intentions.single().text)
            val words = page.form.copy(firstWords = "so light", qualities = listOf(page.qualities.first().value))
            val session = journal.writeSession(words)
            journal.endSession(1)
            assertEquals("1 of 6 sessions", journal.series().single().said)

            assertEquals(Fit.CHECK_IN, journal.today().fits.fit)
            val check = journal.checkInView()
            assertEquals(4 to Slot.FOUR_HOURS, check.scales.size to check.slot)
            journal.checkIn(CheckIn(slot = check.slot, session = check.session, mood = 6u))
            assertNotEquals(Fit.CHECK_IN, journal.today().fits.fit)
            journal.answerHope(hope, "from holding still")
            journal.carryForward(hope, 2)
            assertEquals(2, journal.hopes().intentions.size)

            val insight = journal.write(Writing("my hands are clenched"))
            val daily = CadenceForm(every = Every.DAY)
            val step = journal.write(
                EntryForm.Step(StepForm("hands flat", daily, fromEntry = insight, status = StepProgress.ACTIVE)),
            )
            journal.markStep(step)
            assertTrue(journal.steps().active.single().today)
            assertEquals(step, journal.thread(insight).single().id)
            journal.setStep(step, StepProgress.HABIT)
            assertEquals(step, journal.steps().habits.single().id)

            val pages = generateSequence(journal.journey(limit = 3)) { null }.first()
            assertEquals(3, pages.rows.size)
            val rest = journal.journey(before = pages.next, limit = 100)
            assertNull(rest.next)
            val landmarks = (pages.rows + rest.rows).filterIsInstance<JourneyRow.Session>()
            assertEquals(session, landmarks.single().session.id)
            assertEquals(ScaleName.MOOD, journal.lookBack(30).trends.first().name)
            // This entry is no longer a memory of any day. The entry itself stays.
            journal.recallNoMore(insight)
            assertTrue(journal.lookBack(30).onThisDay.none { it.entry == insight })
            assertTrue(journal.show(insight).text.isNotEmpty())

            journal.edit(insight, journal.writing(insight).copy(text = "my hands are open"))
            val versions = journal.history(insight)
            assertEquals(listOf("my hands are open", "my hands are clenched"), versions.map { it.text })
            journal.restore(insight, checkNotNull(versions[1].id))
            assertEquals("my hands are clenched", journal.show(insight).text)
            assertTrue(journal.conflicts().isEmpty())
            val none = runCatching { journal.resolve(insight, "text", Keep.OTHER) }.exceptionOrNull()
            assertInstanceOf(JournalException.Refused::class.java, none)

            val notices = journal.reminders().notices
            assertTrue(notices.isNotEmpty() && notices.none { "session" in it.title || "hands" in it.title })
            journal.notToday()
        }
    }

    @Test
    fun `a safety item opens help at once, and help opens while the journal is locked`() = story {
        PhoneInHand().use { phone ->
            val journal = phone.journal()
            journal.setPlatform("en-US")
            journal.saveCrisisPlan(PlanForm(coping = listOf("cold water"), people = listOf(ContactForm("Ana", "555-0199"))))
            val plan = journal.planPage()
            assertEquals(listOf("cold water"), plan.form.coping)
            assertTrue(plan.parts.size >= 7 && plan.proposals.isEmpty())
            journal.reviewPlan()
            assertNull(journal.planPage().review)
            assertThrows<JournalException.Refused>("no_entry") { journal.settleProposal(checkNotNull(plan.id)) }
            assertEquals("112", journal.helpIn("DE").emergency.call)
            assertTrue(journal.harm().lines.isNotEmpty())
            journal.setCountry("DE")
            assertEquals("112", journal.help().emergency.call)
            journal.setCountry("")
            assertNotNull(journal.lowMoodLine(1u))
            assertNull(journal.lowMoodLine(5u))
            assertTrue(journal.measures().available.any { it.instrument == InstrumentId("phq-9") })
            val first = journal.openMeasure(InstrumentId("phq-9"))
            val next = journal.answerMeasure(first.draft, 0, 1.0)
            assertEquals(1u, (next as MeasureNext.Question).page.item)
            assertEquals(1u, journal.measurePage(first.draft, 1).item)
            val raised = journal.answerMeasure(first.draft, 8, 1.0) as MeasureNext.Safety
            assertEquals(9u, raised.then?.item, "the question that is not scored")
            assertEquals("911", raised.safety.help.emergency.call)
            assertEquals("Ana", raised.safety.help.people.single().name)
            journal.chooseSafety(raised.safety.event, SafetyChoice.SAFE_NOW)
            assertEquals(raised.safety.event, journal.safetyPage(raised.safety.event).event)
            val result = journal.finishMeasure(first.draft)
            assertNull(result.total)
            assertEquals(result, journal.measureResult(result.id))

            journal.setPin("4711")
            assertTrue(journal.lock())
            assertTrue(journal.isLocked() && journal.lockView().pin)
            val locked = runCatching { journal.today() }.exceptionOrNull() as JournalException
            assertEquals("locked", locked.code)
            assertEquals(listOf("cold water"), journal.help().plan.first().lines)
            journal.unlock("4711")
            assertNotNull(journal.crisisPlan())
            journal.removePin("4711")

            assertTrue(journal.whatWouldBeLost().toString().isNotEmpty())
            journal.erasePhone()
        }
    }

    @Test
    fun `every form is a draft that outlives the app`() = story {
        PhoneInHand().use { phone ->
            var journal = phone.journal()
            val forms = listOf(
                EntryForm.Goal(GoalForm("sleep through", GoalProgress.OPEN)),
                EntryForm.CheckIn(CheckIn(mood = 3u, needsSpace = true)),
                EntryForm.Appointment(AppointmentForm(AppointmentPurpose.INTEGRATION, OffsetDateTime.parse("2030-01-07T10:00:00+01:00"))),
            )
            val ids = forms.map { journal.saveDraft(null, it) }
            journal = phone.restarted()
            assertEquals(forms.toSet(), journal.drafts().map { it.form }.toSet())
            ids.forEach { journal.finishDraft(it) }
            assertEquals(forms[0], journal.form(ids[0]))
            journal.edit(ids[0], EntryForm.Goal(GoalForm("sleep", GoalProgress.MET, "most nights")))
            journal.delete(ids[1])
            assertTrue(journal.drafts().isEmpty())
        }
    }
}

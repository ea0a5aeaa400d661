import Afterglow
import Foundation
import XCTest

/// The arc of the work on one phone, without a network: all screens in an app's order.
final class ArcTests: XCTestCase, @unchecked Sendable {
    func testFromTheFirstScreenToTheFirstEntryInThePersonsLanguage() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        journal.setPlatform(tag: "de-AT")
        let welcome = try await journal.welcome()
        XCTAssertEqual(welcome.stage, .begin)
        try await journal.agree(purpose: .journal)
        try await equal(journal.consents().map(\.agreed), [true])
        try await journal.withdrawConsent(purpose: .journal)
        try await equal(journal.consents().map(\.agreed), [false])
        XCTAssertEqual(journal.labels()["save"], "Speichern")

        let offer = try await journal.writeView()
        let prompt = try required(offer.prompts.first)
        try await equal(journal.promptWords(id: prompt.id), prompt.text)
        try await journal.skipPrompt(id: prompt.id)
        try await isFalse(journal.writeView().prompts.first?.id == prompt.id)
        let id = try await journal.write(Writing(text: "Der Fluss war laut.", prompt: prompt.id, affect: ["Erleichterung"]))
        let entry = try await journal.show(id: id)
        XCTAssertEqual(entry.sharedText, "Nur du kannst das lesen.")
        XCTAssertEqual(entry.prompt, prompt.id)
        var preferences = try await journal.preferences()
        preferences.language = .english
        preferences.region = "US"
        try await journal.setPreferences(preferences: preferences)
        try await equal(journal.show(id: id).sharedText, "Only you can read this.")
        try await equal(journal.settings().language, .english)
    }

    func testARedSideEffectIsAnsweredWithNumbersAndTheTapIsWritten() async throws {
        let journal = try await Phone().journal()
        _ = try await journal.write(SessionForm(number: 1))
        try await journal.endSession(number: 1)
        let screen = try await journal.effectsView()
        XCTAssertEqual(screen.session, 1)
        let chest = try required(screen.effects.first { $0.value == "chest" })
        let form = SideEffects(session: screen.session, slot: screen.slot, any: true, items: [SideEffect(effect: chest.value, severity: 2, still: true)])
        try await equal(journal.effectsAdvice(form: form).level, .red)
        try await equal(journal.effectsAdvice(form: SideEffects(any: false)).level, EffectLevel.none)
        let id = try await journal.checkEffects(form)
        let answer = try await journal.effectsAnswer(id: id)
        XCTAssertEqual(answer.said.level, .red)
        XCTAssertNotNil(answer.emergency)
        XCTAssertTrue(answer.marked.contains { $0.hasPrefix(chest.label) })
        try await journal.chooseEffect(id: id, choice: .emergency)
        try await equal(journal.show(id: id).kind, .sideEffectCheck)
    }

    func testASessionWithItsIntentionsCheckInsAndSteps() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        _ = try await journal.write(form: .series(series: SeriesForm(planned: 6, status: .active)))
        let hope = try await journal.write(form: .intention(intention: IntentionForm(text: "find out what I am so tired from", session: 1)))
        _ = try await journal.write(form: .concern(concern: ConcernForm(text: "will it be dark", status: .open)))
        let page = try await journal.sessionPage(number: 1)
        XCTAssertEqual(page.intentions.map(\.id), [hope])
        let session = try await journal.write(SessionForm(number: 1, firstWords: "so light"))
        try await journal.endSession(number: 1)
        try await equal(journal.series().map(\.said), ["1 of 6 sessions"])

        let check = try await journal.checkInView()
        XCTAssertEqual(check.scales.first?.name, .mood)
        XCTAssertEqual(check.slot, .fourHours)
        _ = try await journal.checkIn(CheckIn(slot: check.slot, session: check.session, mood: 6))
        try await journal.answerHope(id: hope, words: "from holding still")
        _ = try await journal.carryForward(id: hope, session: 2)
        let hopes = try await journal.hopes()
        XCTAssertEqual(hopes.intentions.count, 2)
        XCTAssertTrue(hopes.bring.contains("takes you home"))
        XCTAssertEqual(hopes.concerns.map(\.kind), [.concern])

        let insight = try await journal.write(Writing(text: "my hands are clenched"))
        let cadence = CadenceForm(every: .weekdays, weekdays: [.mon, .sun])
        let step = try await journal.write(form: .step(step: StepForm(text: "hands flat", cadence: cadence, fromEntry: insight, status: .active)))
        let day = try await journal.show(id: insight).date
        XCTAssertNotNil(day.start())
        try await journal.markStep(id: step, day: day, done: true)
        let active = try required(try await journal.steps().active.first)
        XCTAssertEqual(active.doneOn, [day])
        XCTAssertEqual(active.cadence, cadence)
        try await equal(journal.thread(id: insight).map(\.id), [step])

        let newest = try await journal.journey(filter: JourneyFilter(), limit: 3)
        XCTAssertEqual(newest.rows.count, 3)
        let rest = try await journal.journey(filter: JourneyFilter(), before: required(newest.next), limit: 100)
        XCTAssertNil(rest.next)
        let landmarks = (newest.rows + rest.rows).compactMap { row in if case .session(let session, _, _) = row { session.id } else { nil } }
        XCTAssertEqual(landmarks, [session])
        try await equal(journal.lookBack(days: 30).trends.first?.name, .mood)
        try await journal.recallNoMore(entry: insight)
        try await isFalse(journal.lookBack(days: 30).onThisDay.contains { $0.entry == insight })
        try await equal(journal.find(form: SearchForm(words: "clenched", kinds: [.reflection])).hits.map(\.entry.id), [insight])

        let reminders = try await journal.reminders()
        XCTAssertFalse(reminders.notices.isEmpty)
        for notice in reminders.notices {
            XCTAssertFalse(notice.title.contains("hands"), "a title tells nothing of the journal")
            XCTAssertEqual(try XCTUnwrap(notice.at.date).timeIntervalSince(notice.moment), 0, accuracy: 1)
        }
        try await journal.notToday()
    }

    func testWordsAreChangedBroughtBackThrownAwayAndDeleted() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        let entry = try await journal.write(Writing(text: "my hands are clenched"))
        guard case .reflection(let kept) = try await journal.form(id: entry) else { return XCTFail("not a reflection") }
        XCTAssertEqual(kept.text, "my hands are clenched")
        try await journal.edit(id: entry, form: .reflection(writing: Writing(text: "my hands are open")))
        let versions = try await journal.history(id: entry)
        XCTAssertEqual(versions.map(\.text), ["my hands are open", "my hands are clenched"])
        try await journal.restore(id: entry, version: required(versions[1].id))
        try await equal(journal.show(id: entry).text, "my hands are clenched")
        let draft = try await journal.saveDraft(Writing(text: "my han"), id: entry)
        try await journal.discardDraft(id: draft)
        try await equal(journal.texts(), ["my hands are clenched"])
        try await isTrue(journal.exportJson().contains("clenched"))
        try await journal.delete(id: entry)
        await refused("no_entry") { _ = try await journal.show(id: entry) }
        try await equal(journal.texts(), [])
    }

    func testHelpThePlanAndTheMeasuresStandReady() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        let id = try await journal.saveCrisisPlan(plan: PlanForm(coping: ["cold water"]))
        let plan = try await journal.planPage()
        XCTAssertEqual(plan.id, id)
        XCTAssertEqual(plan.parts.map(\.part), PlanSection.known, "in the order in which it is used")
        try await journal.reviewPlan(togetherWith: nil)
        await refused("no_entry") { try await journal.settleProposal(id: id, taken: nil) }
        try await equal(journal.crisisPlan()?.coping, ["cold water"])
        try await isFalse(journal.harm().lines.isEmpty)
        journal.setCountry(country: "DE")
        try await equal(journal.help().emergency.call, "112")
        XCTAssertNotNil(journal.lowMoodLine(mood: 1))
        XCTAssertNil(journal.lowMoodLine(mood: 5))
        let phq9 = InstrumentID(rawValue: "phq-9")
        try await isTrue(journal.measures().available.contains { $0.instrument == phq9 })
        let first = try await journal.openMeasure(instrument: phq9)
        _ = try await journal.answerMeasure(draft: first.draft, item: 0, answer: 1)
        try await equal(journal.measurePage(draft: first.draft, item: 1).item, 1)
        let erased = try await journal.erasePhone()
        XCTAssertTrue(erased.keysHere)
    }
}

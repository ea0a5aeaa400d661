import Afterglow
import AfterglowKit
import Foundation
import XCTest

/// Drafts of the forms: nothing that was typed is lost by help, a lock, Back or a restart.
final class DraftTests: XCTestCase, @unchecked Sendable {
    @MainActor
    private func step(_ journal: Journal, pause: Duration = .milliseconds(1)) -> FormDraft<StepForm> {
        FormDraft(journal, pause: pause, entry: { .step(step: $0) }) { if case .step(let found) = $0 { found } else { nil } }
    }

    private let empty = StepForm(text: "", cadence: nil, fromEntry: nil, status: .active)

    @MainActor
    func testAPauseSavesAndTheNextPageBeginsWithIt() async throws {
        let journal = try await begun()
        let draft = step(journal)
        await draft.load(empty)
        XCTAssertFalse(draft.isChanged)
        draft.change { $0.text = "a walk" }
        try await eventually("it is saved") { draft.isKept }
        let next = step(journal)
        await next.load(empty)
        XCTAssertEqual(next.form?.text, "a walk")
        XCTAssertTrue(next.isKept)
        let id = try await next.finish()
        try await isTrue(journal.drafts().isEmpty)
        try await equal(journal.steps().active.map(\.id), [id])
        // The page is empty again.
        XCTAssertFalse(next.isChanged)
    }

    @MainActor
    func testAnUntouchedFormLeavesNothingAndADeletedTextLeavesNoDraft() async throws {
        let journal = try await begun()
        let draft = step(journal)
        await draft.load(empty)
        await draft.leave()
        try await isTrue(journal.drafts().isEmpty)
        draft.change { $0.text = "a walk" }
        await draft.leave()
        try await equal(journal.drafts().count, 1)
        let again = step(journal)
        await again.load(empty)
        again.change { $0.text = "" }
        await again.leave()
        try await isTrue(journal.drafts().isEmpty)
    }

    @MainActor
    func testADraftOfAnotherFormIsNotTaken() async throws {
        let journal = try await begun()
        _ = try await journal.saveDraft(Writing(text: "the light"))
        let draft = step(journal)
        await draft.load(empty)
        XCTAssertEqual(draft.form, empty)
    }

    @MainActor
    func testAnEditChangesTheEntryOnlyWhenItIsFinished() async throws {
        let journal = try await begun()
        let id = try await journal.write(SessionForm(number: 1))
        let app = AppModel(journal, welcomed: true)
        let draft = app.session(1)
        try await draft.load(journal.sessionPage(number: 1).form, of: id)
        draft.change { $0.firstWords = "warm" }
        await draft.save()
        try await equal(journal.sessionPage(number: 1).form.firstWords, "")
        let made = try await draft.finish()
        XCTAssertEqual(made, id)
        try await equal(journal.sessionPage(number: 1).form.firstWords, "warm")
        XCTAssertFalse(draft.isChanged)
    }

    /// Otherwise the older values of the open form would replace the newer ones.
    @MainActor
    func testAnUntouchedFormTakesOverWhatHasChangedMeanwhile() async throws {
        let journal = try await begun()
        let id = try await journal.write(SessionForm(number: 1))
        let draft = AppModel(journal, welcomed: true).session(1)
        try await draft.load(journal.sessionPage(number: 1).form, of: id)
        try await journal.endSession(number: 1)
        try await draft.load(journal.sessionPage(number: 1).form, of: id)
        isPresent(draft.form?.ended)
        draft.change { $0.firstWords = "warm" }
        _ = try await draft.finish()
        try await isPresent(journal.sessionPage(number: 1).form.ended)
    }

    @MainActor
    func testAFormStaysThroughALockAndIsKeptWhenItsPlaceIsClosed() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        try await journal.setPin(pin: "2468")
        await app.readLock()
        app.go(.newStep(fromEntry: nil))
        let draft = app.newStep(from: nil)
        await draft.load(empty)
        draft.change { $0.text = "a walk" }
        // The app leaves the screen before the pause is over.
        await app.leave()
        _ = try await journal.lock()
        await app.readLock()
        draft.change { $0.text = "a walk at noon" }
        await draft.save()
        isPresent(draft.problem)
        try await journal.unlock(pin: "2468")
        await app.readLock()
        XCTAssertNil(draft.problem)
        XCTAssertTrue(draft === app.newStep(from: nil))
        XCTAssertTrue(draft.isKept)
        // Closed within the pause, and opened again at once.
        draft.change { $0.text = "a walk at dusk" }
        app.way = []
        await app.placesClosed()
        let next = app.newStep(from: nil)
        XCTAssertFalse(draft === next)
        await next.load(empty)
        XCTAssertEqual(next.form?.text, "a walk at dusk")
        try await equal(journal.drafts().count, 1)
    }

    /// Help is a layer above the page, and other pages are opened from it: neither makes an entry of a half-written text.
    @MainActor
    func testTheEditorStaysUntilItsPlaceIsClosed() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        let place = Place.write(id: nil, prompt: nil)
        app.go(place)
        let editor = app.editor(at: place)
        await editor.load(id: nil, prompt: nil)
        editor.change { $0.text = "the light" }
        await app.leave()
        try await equal(journal.drafts().count, 1)
        app.go(.crisisPlan)
        XCTAssertTrue(editor === app.editor(at: place))
        XCTAssertEqual(app.routes.prefix(2), ["today", try XCTUnwrap(editor.holder.map { "write/\($0)" })])
        app.way = []
        try await eventually("it is an entry") { app.keptCount == 1 }
        try await isTrue(journal.drafts().isEmpty)
        XCTAssertEqual(app.settling, editor.holder)
        app.settled()
        XCTAssertNil(app.settling)
    }

    @MainActor
    func testACheckInOfAnotherTimeIsAnotherDraft() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        let screen = try await journal.checkInView()
        let draft = app.checkIn(screen)
        await draft.load(CheckIn(slot: screen.slot, session: screen.session))
        draft.change { $0[.mood] = 4 }
        draft.change { $0[.clarity] = 7 }
        XCTAssertEqual(draft.form?.mood, 4)
        XCTAssertEqual(draft.form?[.clarity], 7)
        await draft.save()
        let other = FormDraft<CheckIn>(journal, entry: { .checkIn(checkIn: $0) }) { form in
            guard case .checkIn(let found) = form, found.session == 9 else { return nil }
            return found
        }
        await other.load(CheckIn(session: 9))
        XCTAssertNil(other.form?.mood)
        XCTAssertTrue(draft === app.checkIn(screen))
    }

    /// In two columns Today stays beside the page of the check-in, with the same form.
    @MainActor
    func testTheCheckInOnTodayGoesOnAfterItsPageWasClosed() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        let screen = try await journal.checkInView()
        let today = app.checkIn(screen)
        await today.load(CheckIn(slot: screen.slot, session: screen.session))
        for (words, drafts) in [("warm", 1), ("", 0), ("quiet", 1)] {
            app.go(.checkIn)
            today.change { $0.text = words }
            app.way = []
            await app.placesClosed()
            XCTAssertTrue(today === app.checkIn(screen))
            XCTAssertNil(today.problem)
            try await equal(journal.drafts().count, drafts)
        }
    }

    @MainActor
    func testTheHopesOfASessionAreDraftsOfTheirOwn() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        for (draft, words) in [(app.intention(for: 1), "calm"), (app.concern(), "the dark"), (app.goal(), "sleep")] {
            await draft.load("")
            draft.change { $0 = words }
            await draft.save()
        }
        try await equal(journal.drafts().count, 3)
        _ = try await app.intention(for: 1).finish()
        try await equal(journal.hopes().intentions.map(\.text), ["calm"])
        try await equal(journal.drafts().count, 2)
        try await app.goal().discard()
        try await equal(journal.drafts().count, 1)
    }

    @MainActor
    func testThePlanIsADraftUntilItIsKept() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        let draft = app.crisisPlan()
        let page = try await journal.planPage()
        await draft.load(page.form, of: page.id)
        draft.change {
            $0[.coping] = ["cold water"]
            $0.people = [ContactForm(name: "Ana", phone: "555-0199"), ContactForm(name: " ")]
        }
        await draft.save()
        try await equal(journal.drafts().count, 1)
        let plan = try XCTUnwrap(draft.form).named
        XCTAssertEqual(plan[.people], ["Ana · 555-0199"])
        _ = try await journal.saveCrisisPlan(plan: plan)
        try await draft.discard()
        try await isTrue(journal.drafts().isEmpty)
        try await equal(journal.planPage().form[.coping], ["cold water"])
        // The page stays open, and the next change begins with the plan that was kept.
        let kept = try await journal.planPage()
        await draft.load(kept.form, of: kept.id)
        XCTAssertEqual(draft.form?[.coping], ["cold water"])
        draft.change { $0[.coping].append("a walk") }
        await draft.save()
        try await equal(journal.drafts().map(\.ofEntry), [true])
    }
}

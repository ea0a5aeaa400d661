import Afterglow
import AfterglowKit
import Foundation
import XCTest

/// The PIN before protected actions, and what the app's state says of errors and of the language.
final class AppModelTests: XCTestCase, @unchecked Sendable {
    @MainActor
    func testAProtectedActionWaitsForThePIN() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        // Without a PIN it runs at once.
        await app.proved { _ = try await $0.write(Writing(text: "first")) }
        XCTAssertNil(app.proving)
        try await journal.setPin(pin: "2468")
        await app.proved { _ = try await $0.write(Writing(text: "second")) }
        XCTAssertNotNil(app.proving)
        await app.prove { try await $0.unlock(pin: "1357") }
        XCTAssertNotNil(app.notice)
        XCTAssertNotNil(app.proving)
        try await equal(journal.list(kinds: [], limit: 10).map(\.text), ["first"])
        await app.prove { try await $0.unlock(pin: "2468") }
        XCTAssertNil(app.proving)
        try await equal(journal.list(kinds: [], limit: 10).map(\.text), ["second", "first"])
        await app.proved { _ = try await $0.write(Writing(text: "third")) }
        app.stopProving()
        XCTAssertNil(app.proving)
        try await equal(journal.list(kinds: [], limit: 10).count, 2)
    }

    /// A page that is still open, a tap or a save may come after everything was deleted.
    @MainActor
    func testWhatIsAskedOfADeletedJournalEndsQuietly() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        let page = Watched(app, [.timeline]) { try await $0.list(kinds: [], limit: 10).map(\.text) }
        await page.reload()
        app.go(.newStep(fromEntry: nil))
        let draft = app.newStep(from: nil)
        await draft.load(StepForm(text: "", cadence: nil, fromEntry: nil, status: .active))
        draft.change { $0.text = "a walk" }
        let said = try await app.erase { try await $0.erasePhone() }
        XCTAssertFalse(said.isEmpty)
        await page.reload()
        XCTAssertEqual(page.shown.value, [])
        await app.act { _ = try await $0.write(Writing(text: "too late")) }
        app.way = []
        await app.placesClosed()
        XCTAssertNil(app.notice)
    }

    @MainActor
    func testAfterADeletionThatFailsErrorsAreSaidAgain() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        do {
            _ = try await app.erase { _ in throw CocoaError(.fileNoSuchFile) }
            XCTFail("nothing was deleted")
        } catch {
            XCTAssertFalse(app.isErased)
        }
        await app.act { _ in throw CocoaError(.fileNoSuchFile) }
        XCTAssertNotNil(app.notice)
    }

    @MainActor
    func testWhatIsTypedForAnInvitationAndTheFilterStayThroughALock() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        try await journal.setPin(pin: "2468")
        app.typed[.handle] = "wren"
        app.typed[.link(of: "")] = "https://journal.example/jo"
        app.filter = JourneyFilter(shared: true)
        await app.lockNow()
        try await journal.unlock(pin: "2468")
        await app.readLock()
        XCTAssertEqual(app.filter, JourneyFilter(shared: true))
        XCTAssertEqual(app.typed[.handle], "wren")
        XCTAssertEqual(app.typed[.link(of: "")], "https://journal.example/jo")
        XCTAssertNil(app.typed[.link(of: "https://journal.example/join#secret")])
    }

    @MainActor
    func testTheLanguageOfTheScreensIsTheJournals() async throws {
        let journal = try await begun()
        journal.setPlatform(tag: "en-US")
        let app = AppModel(journal, welcomed: true)
        XCTAssertEqual(app.language, .english)
        let listening = Task { await app.listen() }
        try await journal.changePreferences { $0.language = .german }
        try await eventually("it is German") { app.language == .german }
        listening.cancel()
        await listening.value
    }

    @MainActor
    func testLockingAtOnceSavesWhatWasTyped() async throws {
        let journal = try await begun()
        let app = AppModel(journal, welcomed: true)
        try await journal.setPin(pin: "2468")
        let place = Place.write(id: nil, prompt: nil)
        app.go(place)
        let editor = app.editor(at: place)
        await editor.load(id: nil, prompt: nil)
        editor.change { $0.text = "the light" }
        await app.lockNow()
        try await isTrue(journal.lockView().locked)
        XCTAssertNil(editor.problem)
        try await journal.unlock(pin: "2468")
        try await equal(journal.drafts().map { $0.writing?.text }, ["the light"])
    }
}

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

import Afterglow
import AfterglowKit
import Foundation
import XCTest

private final class KeysInMemory: SecretStore, @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [String: Data] = [:]

    func load(name: String) throws -> Data? { lock.withLock { kept[name] } }
    func save(name: String, secret: Data) throws { lock.withLock { kept[name] = secret } }
    func forget(name: String) throws { lock.withLock { kept[name] = nil } }
}

/// A journal of its own for one test.
private func begun() throws -> Journal {
    let home = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
    return try Journal.open(home: home.path, device: "Test phone", secrets: KeysInMemory())
}

/// Waits for a condition: the core tells from a thread of its own.
@MainActor
private func eventually(_ what: String, _ holds: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while !holds() {
        guard ContinuousClock.now < end else { return XCTFail("not yet: \(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// What screens hold, without a screen.
final class KitTests: XCTestCase {
    @MainActor
    func testAPauseSavesAndLeavingMakesAnEntry() async throws {
        let journal = try begun()
        let editor = Editor(journal, pause: .milliseconds(1))
        await editor.load(id: nil, prompt: nil)
        editor.change(Writing(text: "the light"))
        await editor.save()
        XCTAssertNotNil(editor.savedAt)
        XCTAssertEqual(try journal.drafts().count, 1)
        editor.change(Writing(text: "the light through the leaves"))
        let id = await editor.finish()
        XCTAssertEqual(try journal.show(id: XCTUnwrap(id)).text, "the light through the leaves")
        XCTAssertTrue(try journal.drafts().isEmpty)
    }

    @MainActor
    func testWhatStandsBesideTheWordsIsTheCores() throws {
        let journal = try begun()
        let words = try journal.show(id: journal.write(Writing(text: "the light", mood: 6, states: ["calm"], themes: ["insight"])))
        XCTAssertEqual(words.mood, 6)
        XCTAssertEqual(words.marks, words.statesSaid + words.themesSaid)
        XCTAssertTrue(words.head.hasPrefix(words.kindSaid))
        let taps = try journal.show(id: journal.checkIn(CheckIn(mood: 5, energy: 3)))
        XCTAssertTrue(taps.marks.contains { $0.hasSuffix(" 3") })
    }

    @MainActor
    func testAnEmptyPageLeavesNothing() async throws {
        let journal = try begun()
        let editor = Editor(journal)
        await editor.load(id: nil, prompt: nil)
        let id = await editor.finish()
        XCTAssertNil(id)
        XCTAssertTrue(try journal.list(kinds: [], before: nil, limit: 10).isEmpty)
    }

    @MainActor
    func testAVoiceNoteWithoutAWordIsAnEntry() async throws {
        let journal = try begun()
        let editor = Editor(journal)
        await editor.load(id: nil, prompt: nil)
        await editor.attach(Data("a song, hummed".utf8), NewAttachment(mediaType: "audio/mp4", durationMs: 61_000))
        let note = try XCTUnwrap(editor.attachments.first)
        await editor.attach(Data("another".utf8), NewAttachment(mediaType: "audio/mp4"))
        await editor.remove(editor.attachments[1])
        let left = await editor.finish()
        let id = try XCTUnwrap(left)
        XCTAssertEqual(try journal.attachmentBytes(of: id, attachment: note.id), Data("a song, hummed".utf8))
        XCTAssertEqual(try journal.attachments(of: id).count, 1)
    }

    @MainActor
    func testAnEntryThatWasOnlyLookedAtIsNotChanged() async throws {
        let journal = try begun()
        let id = try journal.write(form: .reflection(writing: Writing(text: "before")))
        let editor = Editor(journal)
        await editor.load(id: id, prompt: nil)
        XCTAssertEqual(editor.writing.text, "before")
        await editor.finish()
        XCTAssertTrue(try journal.drafts().isEmpty)
    }

    @MainActor
    func testSafetyComesBeforeEverythingElse() async throws {
        let run = MeasureRun(try begun(), instrument: "phq-9")
        await run.open()
        for _ in 0..<8 { await run.answer(0) }
        await run.answer(1)
        guard case .safety(let safety, _) = run.stand else { return XCTFail("\(run.stand)") }
        XCTAssertFalse(safety.choices.isEmpty)
        await run.choose(safety.choices[0].choice)
        run.goOn()
        await run.finish()
    }

    @MainActor
    func testWithoutATherapistNothingIsGivenAndNothingGoesAlong() async throws {
        let journal = try begun()
        _ = try journal.write(form: .reflection(writing: Writing(text: "only mine")))
        let care = UUID().uuidString.lowercased()
        let given = try journal.given(to: care, atMost: 50)
        XCTAssertTrue(given.entries.isEmpty)
        XCTAssertFalse(given.more)
        let along = try journal.along(from: care, to: nil)
        XCTAssertTrue(along.ids.isEmpty)
        XCTAssertNil(along.view)
    }

    @MainActor
    func testTheWayLeadsToATabAndBack() async throws {
        let app = AppModel(try begun(), welcomed: true)
        app.go(.settings)
        app.go(.settings)
        XCTAssertEqual(app.way, [.settings])
        app.go(.journey)
        XCTAssertEqual(app.root, .journey)
        XCTAssertTrue(app.way.isEmpty)
    }

    @MainActor
    func testAScreenLoadsAgainWhenItsPartHasChanged() async throws {
        let journal = try begun()
        let app = AppModel(journal, welcomed: true)
        let listening = Task { await app.listen() }
        try await eventually("it listens") { app.lock != nil }
        let watched = Watched(journal, [.timeline]) { try $0.list(kinds: [], before: nil, limit: 10).map(\.text) }
        let following = Task { await watched.follow(app.changes()) }
        try await eventually("it is loaded") { watched.shown.value == [] }
        _ = try journal.write(Writing(text: "the light"))
        try await eventually("it is loaded again") { watched.shown.value == ["the light"] }
        following.cancel()
        listening.cancel()
        await following.value
        await listening.value
    }

    @MainActor
    func testWithoutAnAccountNothingIsOffline() async throws {
        let app = AppModel(try begun(), welcomed: true)
        let syncing = Task { await app.stayInSync() }
        let listening = Task { await app.listen() }
        try await eventually("it listens") { app.lock != nil }
        XCTAssertFalse(app.offline)
        syncing.cancel()
        listening.cancel()
        await syncing.value
        await listening.value
    }

    @MainActor
    func testThatThereIsNoNetworkIsKnownBeforeAnybodyAsksForIt() async throws {
        let app = AppModel(try begun(), welcomed: true)
        let (network, change) = AsyncStream.makeStream(of: Bool.self)
        let following = Task { await app.follow(network: network) }
        change.yield(false)
        try await eventually("it is offline") { app.offline }
        change.yield(true)
        try await eventually("it is not any more") { !app.offline }
        change.finish()
        await following.value
    }

    @MainActor
    func testWhatGoesWrongIsSaid() async throws {
        let app = AppModel(try begun(), welcomed: true)
        await app.act { _ = try $0.show(id: UUID().uuidString) }
        XCTAssertEqual(app.notice?.isEmpty, false)
    }

    @MainActor
    func testAMeasureThatWasBegunIsNotOpenedAsAText() async throws {
        let journal = try begun()
        let page = try journal.openMeasure(instrument: "phq-9", assignment: nil)
        _ = try journal.answerMeasure(draft: page.draft, item: 0, answer: 1)
        let fits = FitsNow(fit: .draft, title: "", text: "", target: page.draft, slot: nil, assignment: nil)
        let place = AfterglowKit.Place(of: fits, draft: try journal.draft(id: page.draft))
        XCTAssertEqual(place, .measure(instrument: "phq-9", assignment: nil))

        // And an editor that is led there all the same leaves it alone.
        let editor = Editor(journal)
        await editor.load(id: page.draft, prompt: nil)
        XCTAssertFalse(editor.loaded)
        await editor.finish()
        XCTAssertNotNil(try journal.draft(id: page.draft))
    }

    @MainActor
    func testLeftAloneItLocksAndSaysSo() async throws {
        let app = AppModel(try begun(), welcomed: true)
        let listening = Task { await app.listen() }
        try await eventually("it listens") { app.lock != nil }
        try await app.journal.setPin(pin: "2468")
        try app.journal.setAutoLock(seconds: 1)
        try await eventually("it is known") { app.lock?.autoLockS == 1 }
        await app.lockWhenLeftAlone()
        try await eventually("it is locked") { app.lock?.locked == true }
        listening.cancel()
        await listening.value
    }
}

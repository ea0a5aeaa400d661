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

/// A new journal for one test.
func begun() async throws -> Journal {
    let home = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
    return try await Journal.open(home: home, device: "Test phone", secrets: KeysInMemory())
}

private let phq9 = InstrumentID(rawValue: "phq-9")

// XCTest's assertions take closures that cannot be async.
func equal<Value: Equatable>(_ one: Value, _ other: Value, line: UInt = #line) { XCTAssertEqual(one, other, line: line) }
func isTrue(_ value: Bool, line: UInt = #line) { XCTAssertTrue(value, line: line) }
func isPresent<Value>(_ value: Value?, line: UInt = #line) { XCTAssertNotNil(value, line: line) }

/// Waits for a condition, because the core notifies on a thread of its own.
@MainActor
func eventually(_ what: String, _ holds: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(20)
    while !holds() {
        guard ContinuousClock.now < end else { return XCTFail("not yet: \(what)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// The state of screens, tested without screens.
///
/// Each test is `async`: on Linux XCTest finds only such tests on the main actor, and the test case must be `Sendable`.
final class KitTests: XCTestCase, @unchecked Sendable {
    @MainActor
    func testAPauseSavesAndLeavingMakesAnEntry() async throws {
        let journal = try await begun()
        let editor = Editor(journal, pause: .milliseconds(1))
        await editor.load(id: nil, prompt: nil)
        editor.change(Writing(text: "the light"))
        await editor.save()
        XCTAssertNotNil(editor.savedAt)
        try await equal(journal.drafts().count, 1)
        editor.change(Writing(text: "the light through the leaves"))
        let id = await editor.finish()
        try await equal(journal.show(id: XCTUnwrap(id)).text, "the light through the leaves")
        try await isTrue(journal.drafts().isEmpty)
    }

    @MainActor
    func testWhatStandsBesideTheWordsIsTheCores() async throws {
        let journal = try await begun()
        let words = try await journal.show(id: journal.write(Writing(text: "the light", mood: 6, states: ["calm"], themes: ["insight"])))
        XCTAssertEqual(words.mood, 6)
        XCTAssertEqual(words.marks, words.statesText + words.themesText)
        XCTAssertTrue(words.head.hasPrefix(words.kindText))
        let taps = try await journal.show(id: journal.checkIn(CheckIn(mood: 5, energy: 3)))
        XCTAssertTrue(taps.marks.contains { $0.hasSuffix(" 3") })
    }

    @MainActor
    func testWhatIsSaidOfASideEffectIsKeptWhileItIsMarked() async throws {
        let screen = try await begun().effectsView()
        var form = SideEffects(session: screen.session, slot: screen.slot, again: screen.again)
        form.answer(true)
        form.mark(["chest"])
        form.change("chest") { $0.severity = 2 }
        form.mark(["chest", "nausea"])
        form.other = "since breakfast"
        XCTAssertEqual(form.items, [SideEffect(effect: "chest", severity: 2), SideEffect(effect: "nausea")])
        form.mark(["nausea"])
        XCTAssertEqual(form.items.map(\.effect), ["nausea"])
        // "Nothing" removes the marks.
        form.answer(false)
        XCTAssertEqual(form, SideEffects(session: screen.session, slot: screen.slot, again: screen.again, any: false))
    }

    @MainActor
    func testAnEmptyPageLeavesNothing() async throws {
        let journal = try await begun()
        let editor = Editor(journal)
        await editor.load(id: nil, prompt: nil)
        let id = await editor.finish()
        XCTAssertNil(id)
        try await isTrue(journal.list(kinds: [], before: nil, limit: 10).isEmpty)
    }

    @MainActor
    func testAVoiceNoteWithoutAWordIsAnEntry() async throws {
        let journal = try await begun()
        let editor = Editor(journal)
        await editor.load(id: nil, prompt: nil)
        await editor.attach(Data("a song, hummed".utf8), NewAttachment(mediaType: "audio/mp4", durationMs: 61_000))
        let note = try XCTUnwrap(editor.attachments.first)
        await editor.attach(Data("another".utf8), NewAttachment(mediaType: "audio/mp4"))
        await editor.remove(editor.attachments[1])
        let left = await editor.finish()
        let id = try XCTUnwrap(left)
        try await equal(journal.attachmentBytes(of: id, attachment: note.id), Data("a song, hummed".utf8))
        try await equal(journal.attachments(of: id).count, 1)
    }

    @MainActor
    func testAnEntryThatWasOnlyLookedAtIsNotChanged() async throws {
        let journal = try await begun()
        let id = try await journal.write(form: .reflection(writing: Writing(text: "before")))
        let editor = Editor(journal)
        await editor.load(id: id, prompt: nil)
        XCTAssertEqual(editor.writing.text, "before")
        await editor.finish()
        try await isTrue(journal.drafts().isEmpty)
    }

    @MainActor
    func testSafetyComesBeforeEverythingElse() async throws {
        let run = MeasureRun(try await begun(), instrument: phq9)
        await run.open()
        for _ in 0..<8 { await run.answer(0) }
        await run.answer(1)
        guard case .safety(let safety, _) = run.stand else { return XCTFail("\(run.stand)") }
        XCTAssertFalse(safety.choices.isEmpty)
        await run.choose(safety.choices[0].choice)
        // The result comes after the last question, without a page of its own in between.
        await run.goOn()
        for _ in 0..<2 {
            if case .question = run.stand { await run.answer(0) }
        }
        guard case .done(let result) = run.stand else { return XCTFail("\(run.stand)") }
        XCTAssertTrue(result.safety)
    }

    @MainActor
    func testWithoutATherapistNothingIsGivenAndNothingGoesAlong() async throws {
        let journal = try await begun()
        _ = try await journal.write(form: .reflection(writing: Writing(text: "only mine")))
        let care = CareID(rawValue: UUID().uuidString.lowercased())
        let given = try await journal.given(to: care, atMost: 50)
        XCTAssertTrue(given.entries.isEmpty)
        XCTAssertFalse(given.more)
        let along = try await journal.along(from: care, to: nil)
        XCTAssertTrue(along.ids.isEmpty)
        XCTAssertNil(along.view)
    }

    @MainActor
    func testTheWayLeadsToATabAndBack() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        app.go(.settings)
        app.go(.settings)
        XCTAssertEqual(app.way, [.settings])
        app.go(.journey)
        XCTAssertEqual(app.root, .journey)
        XCTAssertTrue(app.way.isEmpty)
    }

    func testAFaultIsNotExplainedByItsInternals() {
        struct Fault: Error { let words = "what was written" }
        let said = sentence(of: Fault())
        XCTAssertTrue(said.hasSuffix("."), said)
        XCTAssertFalse(said.contains("what was written"))
        XCTAssertEqual(sentence(of: JournalError.Tell(code: "empty", sentence: "There is nothing to keep yet.")), "There is nothing to keep yet.")
    }

    func testALinkThatOpensTheAppLeadsToItsInvitation() async throws {
        let link = try XCTUnwrap(URL(string: "https://journal.example/join#0b1c.secret"))
        XCTAssertEqual(Place(link: link), .join(link: link.absoluteString))
        XCTAssertEqual(Place(link: try XCTUnwrap(Place.writeLink)), .write(id: nil, prompt: nil))
        for other in ["afterglow:erase", "https://journal.example/join", "https://journal.example/help#0b1c.secret"] {
            XCTAssertNil(Place(link: try XCTUnwrap(URL(string: other))))
        }
    }

    @MainActor
    func testLanguageAndRegionAreChosenAndNothingElseIsLost() async throws {
        let journal = try await begun()
        try await journal.setPreferences(preferences: Preferences(quietFrom: 21, silent: [.step], stepHour: 8))
        try await journal.changePreferences {
            $0.language = .german
            $0.region = "DE"
        }
        XCTAssertEqual(journal.language(), .german)
        try await equal(journal.help().emergency.call, "112")
        let kept = try await journal.preferences()
        XCTAssertEqual(kept, Preferences(language: .german, region: "DE", quietFrom: 21, silent: [.step], stepHour: 8))
    }

    @MainActor
    func testAScreenLoadsAgainWhenItsPartHasChanged() async throws {
        let journal = try await begun()
        let watched = Watched(AppModel(journal, welcomed: true), [.timeline]) { try await $0.list(kinds: [], limit: 10).map(\.text) }
        let following = Task { await watched.follow() }
        try await eventually("it is loaded") { watched.shown.value == [] }
        _ = try await journal.write(Writing(text: "the light"))
        try await eventually("it is loaded again") { watched.shown.value == ["the light"] }
        following.cancel()
        await following.value
    }

    @MainActor
    func testWithoutAnAccountNothingIsOffline() async throws {
        let app = AppModel(try await begun(), welcomed: true)
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
        let app = AppModel(try await begun(), welcomed: true)
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
        let app = AppModel(try await begun(), welcomed: true)
        await app.act { _ = try await $0.show(id: EntryID(rawValue: UUID().uuidString)) }
        XCTAssertEqual(app.notice?.isEmpty, false)
    }

    @MainActor
    func testAMeasureThatWasBegunIsNotOpenedAsAText() async throws {
        let journal = try await begun()
        let page = try await journal.openMeasure(instrument: phq9, assignment: nil)
        _ = try await journal.answerMeasure(draft: page.draft, item: 0, answer: 1)
        let fits = FitsNow(fit: .draft, title: "", text: "", target: page.draft.rawValue, slot: nil, assignment: nil)
        let place = Place(of: fits, draft: try await journal.draft(id: page.draft))
        XCTAssertEqual(place, .measure(instrument: phq9, assignment: nil))

        // An editor that opens it anyway does not change it.
        let editor = Editor(journal)
        await editor.load(id: page.draft, prompt: nil)
        XCTAssertFalse(editor.loaded)
        await editor.finish()
        try await isPresent(journal.draft(id: page.draft))
    }

    @MainActor
    func testLeftAloneItLocksAndSaysSo() async throws {
        let app = AppModel(try await begun(), welcomed: true)
        let listening = Task { await app.listen() }
        try await eventually("it listens") { app.lock != nil }
        try await app.journal.setPin(pin: "2468")
        try await app.journal.setAutoLock(seconds: 1)
        try await eventually("it is known") { app.lock?.autoLockS == 1 }
        await app.lockWhenLeftAlone()
        try await eventually("it is locked") { app.lock?.locked == true }
        listening.cancel()
        await listening.value
    }
}

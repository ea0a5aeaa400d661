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

/// What screens hold, without a screen.
@MainActor
final class KitTests: XCTestCase {
    private func journal() throws -> Journal {
        let home = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
        return try Journal.open(home: home.path, device: "Test phone", secrets: KeysInMemory())
    }

    func testAPauseSavesAndLeavingMakesAnEntry() async throws {
        let journal = try journal()
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

    func testAnEmptyPageLeavesNothing() async throws {
        let journal = try journal()
        let editor = Editor(journal)
        await editor.load(id: nil, prompt: nil)
        let id = await editor.finish()
        XCTAssertNil(id)
        XCTAssertTrue(try journal.list(kinds: [], before: nil, limit: 10).isEmpty)
    }

    func testAVoiceNoteWithoutAWordIsAnEntry() async throws {
        let journal = try journal()
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

    func testAnEntryThatWasOnlyLookedAtIsNotChanged() async throws {
        let journal = try journal()
        let id = try journal.write(form: .reflection(writing: Writing(text: "before")))
        let editor = Editor(journal)
        await editor.load(id: id, prompt: nil)
        XCTAssertEqual(editor.writing.text, "before")
        await editor.finish()
        XCTAssertTrue(try journal.drafts().isEmpty)
    }

    func testSafetyComesBeforeEverythingElse() async throws {
        let run = MeasureRun(try journal(), instrument: "phq-9")
        await run.open()
        for _ in 0..<8 { await run.answer(0) }
        await run.answer(1)
        guard case .safety(let safety, _) = run.stand else { return XCTFail("\(run.stand)") }
        XCTAssertFalse(safety.choices.isEmpty)
        await run.choose(safety.choices[0].choice)
        run.goOn()
        await run.finish()
    }

    func testWithoutATherapistNothingIsGivenAndNothingGoesAlong() throws {
        let journal = try journal()
        _ = try journal.write(form: .reflection(writing: Writing(text: "only mine")))
        let care = UUID().uuidString.lowercased()
        let given = try journal.given(to: care, atMost: 50)
        XCTAssertTrue(given.entries.isEmpty)
        XCTAssertFalse(given.more)
        let along = try journal.along(from: care, to: nil)
        XCTAssertTrue(along.ids.isEmpty)
        XCTAssertNil(along.view)
    }

    func testTheWayLeadsToATabAndBack() throws {
        let app = AppModel(try journal(), welcomed: true)
        app.go(.settings)
        app.go(.settings)
        XCTAssertEqual(app.way, [.settings])
        app.go(.journey)
        XCTAssertEqual(app.root, .journey)
        XCTAssertTrue(app.way.isEmpty)
    }
}

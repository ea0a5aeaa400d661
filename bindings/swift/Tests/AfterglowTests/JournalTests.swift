import Afterglow
import Foundation
import XCTest

/// Keeps secrets for one test.
final class KeysInMemory: SecretStore, @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [String: Data] = [:]

    func load(name: String) throws -> Data? { lock.withLock { kept[name] } }
    func save(name: String, secret: Data) throws { lock.withLock { kept[name] = secret } }
    func forget(name: String) throws { lock.withLock { kept[name] = nil } }
}

/// The package over the real library: `swift test -Xlinker -L… ` with the library's folder in LD_LIBRARY_PATH.
final class JournalTests: XCTestCase {
    private var home = URL(fileURLWithPath: NSTemporaryDirectory())
    private let keys = KeysInMemory()

    override func setUp() {
        home = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
    }

    override func tearDown() {
        try? FileManager.default.removeItem(at: home)
    }

    private func open() throws -> Journal {
        try Journal.open(home: home.path, device: "Test phone", secrets: keys)
    }

    private func words(_ text: String) -> EntryForm { .reflection(writing: Writing(text: text)) }

    func testWhatIsWrittenIsThereAfterwards() throws {
        let id = try open().write(form: words("the light through the leaves"))
        XCTAssertEqual(try open().show(id: id).text, "the light through the leaves")
    }

    func testADraftBecomesTheEntry() throws {
        let journal = try open()
        let draft = try journal.saveDraft(id: nil, form: words("half a sent"))
        _ = try journal.saveDraft(id: draft, form: words("half a sentence"))
        XCTAssertEqual(try journal.finishDraft(id: draft), draft)
        XCTAssertTrue(try journal.drafts().isEmpty)
        XCTAssertEqual(try journal.search(query: "sent").map(\.entry.text), ["half a sentence"])
    }

    func testALensBringsItsQuestionsFirst() throws {
        let journal = try open()
        let lens = try XCTUnwrap(journal.prompts(lens: nil).compactMap(\.theme).last)
        let seen = try journal.prompts(lens: lens)
        XCTAssertEqual(seen.first?.theme, lens)
        XCTAssertEqual(Set(seen.map(\.id)), Set(try journal.prompts(lens: nil).map(\.id)))
    }

    func testAnErrorSaysItsSentence() throws {
        let journal = try open()
        XCTAssertThrowsError(try journal.show(id: UUID().uuidString)) { thrown in
            let error = thrown as? JournalError
            XCTAssertEqual(error?.code, "no_entry")
            XCTAssertEqual(error?.localizedDescription, error?.sentence)
            XCTAssertFalse(error?.sentence.isEmpty ?? true)
        }
    }

    func testChangesAreTold() async throws {
        let journal = try open()
        var told = 0
        for await _ in journal.changes(of: [.timeline]) {
            told += 1
            if told == 2 { return }
            _ = try journal.write(form: words("told"))
        }
        XCTFail("the stream ended")
    }

    func testWithoutANetworkItIsLater() async throws {
        do {
            try await open().signIn(server: "http://localhost:1", handle: "nobody", password: "a long walk home")
            XCTFail("nobody is there")
        } catch let error as JournalError {
            guard case .Later = error else { return XCTFail("\(error)") }
        }
    }

    func testSyncEndsWithItsTask() async throws {
        let journal = try open()
        let syncing = Task { try await journal.keepInSync() }
        syncing.cancel()
        do {
            try await syncing.value
        } catch is CancellationError {
            // Before it began.
        } catch let error as JournalError {
            XCTAssertEqual(error.code, "no_account")
        }
    }
}

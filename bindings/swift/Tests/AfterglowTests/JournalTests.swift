import Afterglow
import Foundation
import XCTest

/// One phone alone, with the real library (`scripts/swift.sh test`).
final class JournalTests: XCTestCase, @unchecked Sendable {
    private var home = URL(fileURLWithPath: NSTemporaryDirectory())
    private let keys = KeysInMemory()

    override func setUp() {
        home = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString)
    }

    override func tearDown() {
        try? FileManager.default.removeItem(at: home)
    }

    private func open() async throws -> Journal {
        try await Journal.open(home: home, device: "Test phone", secrets: keys)
    }

    private func words(_ text: String) -> EntryForm { .reflection(writing: Writing(text: text)) }

    func testWhatIsWrittenIsThereAfterwards() async throws {
        let id = try await open().write(form: words("the light through the leaves"))
        try await equal(open().show(id: id).text, "the light through the leaves")
    }

    func testWhatWasTypedIntoOtherFormsIsThereAfterARestart() async throws {
        let phone = Phone()
        try await phone.journal().keepTyped(fields: ["handle": "a marsh wren"])
        try await equal(phone.journal().typed(), ["handle": "a marsh wren"])
        XCTAssertFalse(phone.keeps("a marsh wren"))
        try await phone.journal().keepTyped(fields: [:])
        try await equal(phone.journal().typed(), [:])
    }

    func testADraftBecomesTheEntry() async throws {
        let journal = try await open()
        let draft = try await journal.saveDraft(id: nil, form: words("half a sent"))
        _ = try await journal.saveDraft(id: draft, form: words("half a sentence"))
        try await equal(journal.finishDraft(id: draft), draft)
        try await isTrue(journal.drafts().isEmpty)
        try await equal(journal.search(query: "sent").map(\.entry.text), ["half a sentence"])
    }

    func testALensBringsItsQuestionsFirst() async throws {
        let journal = try await open()
        let lens = try await required(journal.prompts(lens: nil).compactMap(\.theme).last)
        let seen = try await journal.prompts(lens: lens)
        XCTAssertEqual(seen.first?.theme, lens)
        try await equal(Set(seen.map(\.id)), Set(journal.prompts(lens: nil).map(\.id)))
    }

    func testAnErrorSaysItsSentence() async throws {
        let journal = try await open()
        await refused("no_entry") { _ = try await journal.show(id: EntryID(rawValue: UUID().uuidString)) }
    }

    func testChangesAreTold() async throws {
        let journal = try await open()
        var told = 0
        for await _ in journal.changes(of: [.timeline]) {
            told += 1
            if told == 2 { return }
            _ = try await journal.write(form: words("told"))
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
        let journal = try await open()
        let syncing = Task { try await journal.keepInSync() }
        syncing.cancel()
        do {
            try await syncing.value
        } catch is CancellationError {
            // Cancelled before it began.
        } catch let error as JournalError {
            XCTAssertEqual(error.code, "no_account")
        }
    }
}

import Afterglow
import AfterglowInbox
import AfterglowKit
import Foundation
import XCTest

/// What other apps share, from the share extension to a draft.
final class InboxTests: XCTestCase, @unchecked Sendable {
    private func folder() -> URL { URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(UUID().uuidString) }

    private func file(_ bytes: Data) throws -> URL {
        let file = folder()
        try bytes.write(to: file)
        return file
    }

    func testAnArrivalIsThereWhenItIsComplete() throws {
        let inbox = Inbox(folder())
        XCTAssertEqual(inbox.arrivals(), [])
        let incoming = try inbox.begin()
        let kept = try incoming.add(file: file(Data("a picture".utf8)), mediaType: "image/heic")
        XCTAssertEqual(inbox.arrivals(), [], "not finished")
        try incoming.finish(text: "a line from a book", files: [kept])
        try inbox.begin().finish(text: "a second one")
        let arrivals = inbox.arrivals()
        XCTAssertEqual(arrivals.map(\.text), ["a line from a book", "a second one"])
        let picture = try XCTUnwrap(arrivals.first?.files.first)
        XCTAssertEqual(picture.mediaType, "image/heic")
        XCTAssertEqual(try inbox.bytes(of: picture, in: arrivals[0]), Data("a picture".utf8))
        try inbox.remove(arrivals[0])
        XCTAssertEqual(inbox.arrivals().map(\.text), ["a second one"])
    }

    func testWhatIsTooMuchIsRefusedAndLeavesNothing() throws {
        let place = folder()
        let inbox = Inbox(place)
        let one = try file(Data("x".utf8))
        let many = try inbox.begin()
        for _ in 0..<Inbox.maxFiles { _ = try many.add(file: one, mediaType: "image/png") }
        XCTAssertThrowsError(try many.add(file: one, mediaType: "image/png")) { XCTAssertEqual($0 as? Inbox.Refusal, .tooMany) }
        many.cancel()
        let long = try inbox.begin()
        let text = String(repeating: "a", count: Inbox.maxLetters + 1)
        XCTAssertThrowsError(try long.finish(text: text)) { XCTAssertEqual($0 as? Inbox.Refusal, .tooLong) }
        long.cancel()
        let large = try inbox.begin()
        let bytes = try file(Data(count: Inbox.maxBytes + 1))
        XCTAssertThrowsError(try large.add(file: bytes, mediaType: "image/png")) { XCTAssertEqual($0 as? Inbox.Refusal, .tooLarge) }
        XCTAssertThrowsError(try large.finish(text: " \n")) { XCTAssertEqual($0 as? Inbox.Refusal, .empty) }
        large.cancel()
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: place.path), [])
    }

    @MainActor
    func testWhatArrivedWaitsForTheLockAndBecomesADraftOnce() async throws {
        let inbox = Inbox(folder())
        try inbox.begin().finish(text: "a line from a book")
        let app = AppModel(try await begun(), welcomed: true)
        try await app.journal.setPin(pin: "2468")
        _ = try await app.journal.lock()
        await app.takeUp(inbox)
        XCTAssertEqual(app.way, [])
        XCTAssertNil(app.notice)
        XCTAssertEqual(inbox.arrivals().count, 1)

        try await app.journal.unlock(pin: "2468")
        await app.takeUp(inbox)
        await app.takeUp(inbox)
        XCTAssertEqual(inbox.arrivals(), [])
        let drafts = try await app.journal.drafts()
        XCTAssertEqual(drafts.map { $0.writing?.text }, ["a line from a book"])
        XCTAssertEqual(app.way, [.write(id: drafts[0].id, prompt: nil)])
    }

    @MainActor
    func testAPictureThatCannotBeTakenIsNamedAndTheWordsAreKept() async throws {
        let inbox = Inbox(folder())
        let app = AppModel(try await begun(), welcomed: true)
        for text in ["with words", ""] {
            let incoming = try inbox.begin()
            let kept = try incoming.add(file: file(Data("no picture".utf8)), mediaType: "image/jpeg")
            try incoming.finish(text: text, files: [kept])
        }
        await app.takeUp(inbox)
        XCTAssertEqual(app.notice?.isEmpty, false)
        XCTAssertEqual(inbox.arrivals(), [])
        let drafts = try await app.journal.drafts()
        XCTAssertEqual(drafts.map { $0.writing?.text }, ["with words"])
    }
}

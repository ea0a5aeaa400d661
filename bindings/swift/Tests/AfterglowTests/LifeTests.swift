import Afterglow
import Foundation
import XCTest

/// Cancelled calls, concurrent calls, released journals, and change notifications.
final class LifeTests: XCTestCase, @unchecked Sendable {
    func testAThousandCallsAtOnceAreAllAnswered() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        let ids = try await withThrowingTaskGroup(of: EntryID.self) { group in
            for leaf in 1...200 { group.addTask { try await journal.write(Writing(text: "leaf \(leaf)")) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(Set(ids).count, 200)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for turn in 1...800 { group.addTask { try await journal.show(id: ids[turn % 200]).text } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        XCTAssertEqual(texts.count, 800)
        XCTAssertEqual(Set(texts).count, 200)
        try await equal(journal.texts().count, 200)
    }

    func testStayingInSyncThatIsCancelledHangsUpAtOnceAndTheNextSyncBringsEverythingTogether() async throws {
        let (phone, tunnel) = (Phone(), try Tunnel(to: World.server.port))
        let journal = try await phone.journal()
        _ = try await journal.register(server: tunnel.url, handle: World.somebody(), password: password)
        _ = try await journal.sync()
        _ = try await journal.write(Writing(text: "on the way"))
        let hold = tunnel.hold()
        let syncing = Task { try await journal.keepInSync() }
        try await soon("a request comes in") { await hold.arrived.wait() }
        syncing.cancel()
        try await soon("the phone hangs up") { await hold.hungUp.wait() }
        // It was cancelled, so it ends, with whichever error.
        _ = await syncing.result
        try await equal(journal.status().waiting, 1)
        tunnel.release()
        let status = try await journal.sync()
        XCTAssertTrue(status.inSync)
    }

    func testPhonesThatStayInSyncShowEachOthersWordsByThemselves() async throws {
        let (first, second, wren) = (Phone(), Phone(), World.somebody())
        let (one, two) = (try await first.journal(), try await second.journal())
        _ = try await one.register(server: World.server.url, handle: wren, password: password)
        try await two.signIn(server: World.server.url, handle: wren, password: password)
        let foreground = [one, two].map { journal in Task { try await journal.keepInSync() } }
        _ = try await one.write(Writing(text: "to the other one"))
        try await soon("the other one has it") {
            for await _ in two.changes(of: [.timeline]) where try await two.texts() == ["to the other one"] { return }
        }
        _ = try await two.write(Writing(text: "and back"))
        try await soon("it comes back") {
            for await _ in one.changes(of: [.timeline]) where try await one.texts().contains("and back") { return }
        }
        foreground.forEach { $0.cancel() }
        try await soon("both end") { for task in foreground { _ = await task.result } }
    }

    func testWithoutTheServerASyncSaysLaterAndWhatWasWrittenWaits() async throws {
        let (phone, tunnel) = (Phone(), try Tunnel(to: World.server.port))
        let journal = try await phone.journal()
        _ = try await journal.register(server: tunnel.url, handle: World.somebody(), password: password)
        tunnel.cut()
        _ = try await journal.write(Writing(text: "in the tunnel"))
        let error = await refused("offline") { _ = try await journal.sync() }
        guard case .Later = error else { return XCTFail("\(String(describing: error))") }
        try await equal(journal.status().reasons.map(\.code), [.offline, .waiting])
        try await equal(journal.status().waiting, 1)
    }

    func testAStreamThatIsLeftIsToldNoMoreAndOneWhoseJournalIsLetGoEnds() async throws {
        let phone = Phone()
        let left = Gone()
        do {
            let journal = try await phone.journal()
            let reading = Task {
                for await _ in journal.changes(of: [.timeline]) { withExtendedLifetime(left) {} }
            }
            _ = try await journal.write(Writing(text: "told"))
            reading.cancel()
            await reading.value
        }
        // Nothing holds the first journal any more, also not its stream, so it can be opened again.
        var journal: Journal? = try await phone.journal()
        let changes = try XCTUnwrap(journal).changes(of: [.timeline])
        journal = nil
        try await soon("the stream ends with the journal") { for await _ in changes {} }
    }

    private final class Gone: Sendable {}
}

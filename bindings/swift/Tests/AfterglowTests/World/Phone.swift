import Afterglow
import Foundation
import XCTest

/// Stores secrets for one test.
final class KeysInMemory: SecretStore, @unchecked Sendable {
    private let lock = NSLock()
    private var kept: [String: Data] = [:]
    private var isLocked = false

    /// The device is locked: no secret is available.
    var locked: Bool {
        get { lock.withLock { isLocked } }
        set { lock.withLock { isLocked = newValue } }
    }

    /// The stored secrets by name, to remove and restore them.
    var all: [String: Data] {
        get { lock.withLock { kept } }
        set { lock.withLock { kept = newValue } }
    }

    func load(name: String) throws -> Data? {
        if locked { throw SecretError.Locked }
        return lock.withLock { kept[name] }
    }

    func save(name: String, secret: Data) throws { lock.withLock { kept[name] = secret } }
    func forget(name: String) throws { lock.withLock { kept[name] = nil } }
}

/// A phone: its storage and its keystore, which outlive the app.
final class Phone {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent("afterglow-phone-\(UUID().uuidString)")
    let keys = KeysInMemory()

    deinit { try? FileManager.default.removeItem(at: home) }

    /// Starts the app. Releasing its journal kills it.
    func journal() async throws -> Journal {
        try await Journal.open(home: home, device: "Test phone", secrets: keys)
    }

    /// Whether this text occurs anywhere in the phone's storage.
    func keeps(_ words: String) -> Bool { folder(home, holds: words) }
}

extension Journal {
    /// The texts of the listed entries, newest first.
    func texts() async throws -> [String] { try await list(kinds: [], limit: 1_000).map(\.text) }
}

extension XCTestCase {
    /// Fails unless the call throws a journal error with this code and a sentence; returns the error.
    @discardableResult
    func refused(_ code: String, file: StaticString = #filePath, line: UInt = #line, _ call: () async throws -> Void) async -> JournalError? {
        do {
            try await call()
            XCTFail("\(code) was expected, and nothing was thrown", file: file, line: line)
        } catch let error as JournalError {
            XCTAssertEqual(error.code, code, file: file, line: line)
            XCTAssertTrue(error.sentence.hasSuffix("."), error.sentence, file: file, line: line)
            XCTAssertEqual(error.localizedDescription, error.sentence, file: file, line: line)
            return error
        } catch {
            XCTFail("\(code) was expected, and not \(error)", file: file, line: line)
        }
        return nil
    }

    /// Waits for the result, with a limit that is much longer than it should take.
    func soon<Answer: Sendable>(_ what: String, _ story: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            group.addTask(operation: story)
            group.addTask {
                try await Task.sleep(for: .seconds(60))
                throw Failed(said: "not within a minute: \(what)")
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }
}

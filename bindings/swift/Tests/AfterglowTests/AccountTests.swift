import Afterglow
import Foundation
import XCTest

/// Changes of an account: other secrets, a sign-out, a wrong name; salvage of a damaged file.
final class AccountTests: XCTestCase, @unchecked Sendable {
    func testAnotherPasswordAndALostPhoneLetTheOwnerInAndNobodyElse() async throws {
        let (phone, wren) = (Phone(), World.somebody())
        let journal = try await phone.journal()
        let server = try World.server.url
        let first = try await journal.register(server: server, handle: wren, password: password)
        _ = try await journal.write(Writing(text: "the lake"))
        _ = try await journal.sync()
        try await journal.changePassword(password: password, newPassword: "a longer way home")
        try await journal.confirmRecoveryCode(code: first)
        _ = try await journal.sync()
        let next = try await journal.lostPhone(password: "a longer way home", newPassword: "the long way home", code: first)
        XCTAssertNotEqual(first, next)
        let status = try await journal.sync()
        XCTAssertTrue(status.inSync)

        try await journal.signOut()
        try await equal(journal.account()?.signedIn, false)
        try await equal(journal.texts(), ["the lake"])
        await refused("signed_out") { _ = try await journal.sync() }
        await refused("password_of_before") { try await journal.signIn(server: server, handle: wren, password: password) }
        try await journal.signIn(server: server, handle: wren, password: "the long way home")

        let other = try await Phone().journal()
        await refused("wrong_credentials") { try await other.recover(server: server, handle: wren, code: first, newPassword: "another long walk") }
        try await other.recover(server: server, handle: wren, code: next, newPassword: "the longest way home")
        _ = try await other.sync()
        try await equal(other.texts(), ["the lake"])
    }

    func testAWrongPasswordAndAnUnknownNameAreAnsweredAlike() async throws {
        let (server, wren) = (try World.server.url, World.somebody())
        let journal = try await Phone().journal()
        _ = try await journal.register(server: server, handle: wren, password: password)
        let other = try await Phone().journal()
        let wrong = await refused("wrong_credentials") { try await other.signIn(server: server, handle: wren, password: "not the password") }
        let unknown = await refused("wrong_credentials") { try await other.signIn(server: server, handle: World.somebody(), password: password) }
        XCTAssertEqual(wrong?.sentence, unknown?.sentence)
        try await isNil(other.account())
    }

    func testADamagedFileIsPutAsideAndSaid() async throws {
        let phone = Phone()
        do {
            let journal = try await phone.journal()
            _ = try await journal.write(Writing(text: "before"))
            XCTAssertNil(journal.salvaged())
        }
        // The store closes on a thread of its own. Its last write, from the log to the file, would repair the damage.
        let log = phone.home.appendingPathComponent("journal.sqlite3-wal")
        for _ in 0..<2_000 where FileManager.default.fileExists(atPath: log.path) { try await Task.sleep(for: .milliseconds(5)) }
        isFalse(FileManager.default.fileExists(atPath: log.path))
        let file = try FileHandle(forWritingTo: phone.home.appendingPathComponent("journal.sqlite3"))
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0x5a, count: 64))
        try file.close()
        try await isPresent(phone.journal().salvaged())
    }
}

import Afterglow
import Foundation
import XCTest

/// PIN, face or fingerprint, and the key. Sensor and keystore are Swift fakes that the core calls.
final class LockTests: XCTestCase, @unchecked Sendable {
    private final class Sensor: Biometrics, @unchecked Sendable {
        private let lock = NSLock()
        private var secret: Data?
        private var fault: BiometricError?

        /// The error of the next attempt; nil lets it succeed.
        var next: BiometricError? {
            get { lock.withLock { fault } }
            set { lock.withLock { fault = newValue } }
        }

        var kept: Data? { lock.withLock { secret } }

        func keep(secret: Data) throws { lock.withLock { self.secret = secret } }
        func forget() throws { lock.withLock { secret = nil } }

        func release() throws -> Data {
            if let next { throw next }
            return try XCTUnwrap(kept)
        }
    }

    func testItLocksWhenTheAppIsLeftAndATouchKeepsItOpen() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        try await isFalse(journal.lock(), "nothing keeps it locked without a PIN")
        try await journal.setPin(pin: "246801")
        try await journal.setAutoLock(seconds: 300)
        journal.touch()
        try await isGreater(journal.lockView().locksIn ?? .zero, .seconds(290))
        try await journal.leaveScreen()
        XCTAssertFalse(journal.isLocked())
        try await journal.setAutoLock(seconds: 0)
        try await journal.leaveScreen()
        XCTAssertTrue(journal.isLocked())
        await refused("locked") { _ = try await journal.texts() }
        await refused("pin_wrong") { try await journal.unlock(pin: "111111") }
        try await journal.unlock(pin: "246801")
        try await equal(journal.texts(), [])
        try await journal.removePin(pin: "246801")
        try await isFalse(journal.lockView().pin)

        // A person who has forgotten the PIN starts again.
        try await journal.setPin(pin: "246801")
        _ = try await journal.lock()
        let gone = try await journal.eraseLocked()
        XCTAssertTrue(gone.keysHere)
    }

    func testAFaceOpensItUntilFacesHaveChanged() async throws {
        let (phone, sensor) = (Phone(), Sensor())
        let journal = try await phone.journal()
        journal.useBiometrics(biometrics: sensor)
        try await journal.setPin(pin: "246801")
        try await journal.enableBiometrics(pin: "246801")
        try await isTrue(journal.lock())
        try await journal.unlockWithBiometrics()
        XCTAssertFalse(journal.isLocked())

        _ = try await journal.lock()
        sensor.next = .Refused
        do {
            try await journal.unlockWithBiometrics()
            XCTFail("a face that is not known opened it")
        } catch is JournalError {}
        XCTAssertTrue(journal.isLocked())
        sensor.next = .Changed
        do {
            try await journal.unlockWithBiometrics()
            XCTFail("faces had changed")
        } catch is JournalError {}
        try await isFalse(journal.lockView().biometrics, "only the PIN opens it after that")
        try await journal.unlock(pin: "246801")

        sensor.next = nil
        try await journal.enableBiometrics(pin: "246801")
        try await isTrue(journal.lockView().biometrics)
        try await journal.disableBiometrics()
        XCTAssertNil(sensor.kept)
        try await journal.setWipeAfter(failures: 5, pin: "246801")
        try await equal(journal.lockView().wipeAfter, 5)
    }

    func testTheKeyLivesInThePlatformsKeyStore() async throws {
        let phone = Phone()
        let id = try await phone.journal().write(Writing(text: "under lock and key"))
        XCTAssertEqual(phone.keys.all.values.map(\.count), [32])
        XCTAssertFalse(phone.keeps("under lock and key"))

        phone.keys.locked = true
        await refused("store_key_locked") { _ = try await phone.journal() }
        phone.keys.locked = false
        let kept = phone.keys.all
        phone.keys.all = [:]
        await refused("store_key_missing") { _ = try await phone.journal() }
        phone.keys.all = kept
        try await equal(phone.journal().show(id: id).text, "under lock and key")
    }
}

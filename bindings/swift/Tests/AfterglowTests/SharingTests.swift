import Afterglow
import AfterglowKit
import Foundation
import XCTest

/// What the share screens show, with a real therapist.
final class SharingTests: XCTestCase, @unchecked Sendable {
    @MainActor
    func testNothingIsSharedWithoutConsentAndATakeBackIsNotSaidToBeDoneTooEarly() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        _ = try await journal.register(server: World.server.url, handle: World.somebody(), password: password)
        let care = try await journal.join(link: World.therapist.invite("Wren"), name: "Wren")
        let app = AppModel(journal, welcomed: true)
        let lake = try await journal.write(Writing(text: "the lake"))

        // Joining gives consent.
        let before = try await journal.sharing(of: lake, with: nil)
        XCTAssertEqual(before.view?.care, care.id)
        XCTAssertEqual(before.therapist, care.therapist)
        XCTAssertNil(before.consent)
        XCTAssertNil(before.takenBack)
        XCTAssertFalse(before.isShared)

        let given = try required(await journal.consents().first { $0.wording.care == care.id })
        try await journal.withdrawConsent(purpose: given.wording.purpose, care: care.id)
        let missing = try await journal.sharing(of: lake, with: care.id).consent
        XCTAssertEqual(missing?.wording, given.wording)
        try await isPresent(journal.along(from: CareID(rawValue: UUID().uuidString.lowercased()), to: care.id).consent)
        // The tap leads to the consent.
        await app.act { try await $0.share(id: lake, care: care.id) }
        XCTAssertEqual(app.way, [.whatThisIs])

        try await journal.agree(purpose: given.wording.purpose, care: care.id)
        try await journal.share(id: lake, care: care.id)
        _ = try await journal.sync()
        try await isTrue(journal.sharing(of: lake, with: nil).isShared)
        try await equal(journal.given(to: care.id, atMost: 10).entries.map(\.id), [lake])
        try await equal(journal.given(to: care.id, atMost: 10).access?.care.id, care.id)

        // An open page is told of both.
        let page = Watched(app, .sharingState) { try await $0.show(id: lake).leaving }
        let following = Task { await page.follow() }
        defer { following.cancel() }
        _ = try await journal.takeBack(id: lake, care: care.id)
        try await soon("the page says that it waits") { while await page.shown.value != true { try await Task.sleep(for: .milliseconds(2)) } }
        try await equal(journal.sharing(of: lake, with: nil).takenBack?.confirmed, false)
        // Until then the therapist may still open it, and a list says so.
        try await isTrue(journal.show(id: lake).leaving)
        _ = try await journal.sync()
        try await equal(journal.sharing(of: lake, with: nil).takenBack?.confirmed, true)
        try await isFalse(journal.show(id: lake).leaving)
        try await soon("the page says that it is done") { while await page.shown.value != false { try await Task.sleep(for: .milliseconds(2)) } }
    }
}

import Afterglow
import Foundation
import XCTest

/// From the first entry to the therapist's desk and back, with the real server.
final class JourneyTests: XCTestCase, @unchecked Sendable {
    func testTheTherapistReadsWhatIsSharedNothingElseAndNotWhatIsTakenBack() async throws {
        let phone = Phone()
        let journal = try await phone.journal()

        // Without an account.
        let alone = try await journal.write(Writing(text: "a private magnolia", mood: 4))
        try await equal(journal.status().reasons.first?.code, .noAccount)

        let wren = World.somebody()
        let code = try await journal.register(server: World.server.url, handle: wren, password: password)
        XCTAssertEqual(code.split(separator: " ").count, 15)
        try await equal(journal.recoveryCode(), code)
        let kit = phone.home.appendingPathComponent("kit.pdf")
        try await journal.recoveryKit(to: kit)
        XCTAssertEqual(try Data(contentsOf: kit).prefix(4), Data("%PDF".utf8))
        try await journal.confirmRecoveryCode(code: code)
        try await isNil(journal.recoveryCode())
        let account = try Account(handle: wren, server: World.server.url, signedIn: true, recoveryKept: true)
        try await equal(journal.account(), account)

        let link = try World.therapist.invite("Wren")
        let invitation = try await journal.readInvitation(link: link)
        XCTAssertEqual([invitation.therapist, invitation.practice], ["M. Osei", "Harbour Street Practice"])
        XCTAssertEqual(invitation.purpose, .care)
        let care = try await journal.join(link: link, name: "Wren")
        try await equal(journal.care(), [care])
        XCTAssertFalse(care.ended)
        XCTAssertEqual(care.since.timeIntervalSinceNow, 0, accuracy: 600)
        XCTAssertEqual(invitation.expiresAt.timeIntervalSince(care.since), 7 * 86_400, accuracy: 600)

        let words = Writing(text: "a shared kingfisher", phase: .integration, mood: 7, themes: ["insight"], wantsToTalk: true)
        let shared = try await journal.write(words)
        let preview = try await journal.preview(id: shared, care: nil)
        XCTAssertEqual(preview.entry.text, "a shared kingfisher")
        XCTAssertFalse(preview.json.contains("magnolia"))
        try await journal.share(id: shared, care: nil)
        try await equal(journal.show(id: shared).sharedWith, [care.id])
        let status = try await journal.sync()
        XCTAssertTrue(status.inSync)

        let seen = try XCTUnwrap(World.therapist.client(care))
        XCTAssertEqual(seen.name, "Wren")
        XCTAssertEqual(seen.texts, ["a shared kingfisher"])
        let said = try await journal.safetyWords(care: care.id)
        XCTAssertEqual(said, SafetyWords(key: seen.key, words: seen.safetyWords))
        XCTAssertEqual(said.words.count, 4)

        // The therapist replies, and an edit of a shared entry is shared without a second confirmation.
        try World.therapist.reply(care, to: shared, "Tell me more about the bird.")
        try World.therapist.review(care, shared)
        _ = try await journal.sync()
        let entry = try await journal.show(id: shared)
        XCTAssertEqual(entry.reading, .reviewed)
        XCTAssertEqual(entry.replies.map(\.text), ["Tell me more about the bird."])
        try await journal.edit(id: shared, form: .reflection(writing: Writing(text: "a shared kingfisher, at dusk")))
        _ = try await journal.sync()
        XCTAssertEqual(try World.therapist.client(care)?.texts, ["a shared kingfisher, at dusk"])

        try await isFalse(journal.takeBack(id: shared, care: nil).isEmpty)
        let afterwards = try await journal.sync()
        XCTAssertTrue(afterwards.inSync)
        XCTAssertEqual(try World.therapist.client(care)?.texts, [])
        try await equal(journal.texts(), ["a shared kingfisher, at dusk", "a private magnolia"])
        try await equal(journal.show(id: alone).text, "a private magnolia")

        for words in ["magnolia", "kingfisher", "Tell me more"] {
            XCTAssertFalse(try World.server.keeps(words), "\(words) stands in the server's files")
            XCTAssertFalse(phone.keeps(words), "\(words) stands in the phone's files")
        }
    }

    func testTwoPhonesOfOnePersonHoldOneJournal() async throws {
        let (first, second, wren) = (Phone(), Phone(), World.somebody())
        let one = try await first.journal()
        _ = try await one.register(server: World.server.url, handle: wren, password: password)
        let id = try await one.write(Writing(text: "the lake", mood: 3))
        let river = try await one.write(Writing(text: "the river"))
        _ = try await one.sync()

        let two = try await second.journal()
        _ = try await two.write(Writing(text: "written before signing in"))
        try await two.signIn(server: World.server.url, handle: wren, password: password)
        let status = try await two.sync()
        XCTAssertTrue(status.inSync)
        try await equal(Set(two.texts()), ["the lake", "the river", "written before signing in"])
        let devices = try await one.devices()
        XCTAssertEqual(devices.count, 2)

        // Both phones change one field of an entry offline: both versions are kept, and one is chosen.
        try await one.edit(id: id, form: .reflection(writing: Writing(text: "of the first phone", mood: 3)))
        try await two.edit(id: id, form: .reflection(writing: Writing(text: "of the second phone", mood: 3)))
        try await one.edit(id: river, form: .reflection(writing: Writing(text: "the river of the first")))
        try await two.edit(id: river, form: .reflection(writing: Writing(text: "the river of the second")))
        _ = try await one.sync()
        _ = try await two.sync()
        let field = try await required(two.conflicts().first { $0.entry.id == id }?.fields.first)
        try await two.resolve(id: id, field: field.field, keep: .other)
        try await equal(two.show(id: id).text, field.other)
        try await two.dismissAlternatives(id: river)
        try await isTrue(two.conflicts().isEmpty)
        _ = try await two.sync()
        _ = try await one.sync()
        try await equal(one.texts(), two.texts())
        try await isTrue(one.conflicts().isEmpty)

        // A lost phone is signed out from the other phone.
        let lost = try XCTUnwrap(devices.first { !$0.current })
        await refused("wrong_credentials") { try await one.removeDevice(device: lost.id, password: "a short walk") }
        try await one.removeDevice(device: lost.id, password: password)
        await refused("signed_out") { _ = try await two.sync() }
        try await equal(two.texts().count, 3, "what is here stays here")
    }

    func testAPersonWhoLostThePhoneComesBackWithTheRecoveryCode() async throws {
        let wren = World.somebody()
        let code = try await {
            let journal = try await Phone().journal()
            let code = try await journal.register(server: World.server.url, handle: wren, password: password)
            _ = try await journal.write(Writing(text: "kept for later"))
            _ = try await journal.sync()
            return code
        }()
        let phone = Phone()
        let journal = try await phone.journal()
        let other = code.split(separator: " ").reversed().joined(separator: " ")
        await refused("code") { try await journal.recover(server: World.server.url, handle: wren, code: other, newPassword: "another long walk") }
        try await journal.recover(server: World.server.url, handle: wren, code: code, newPassword: "another long walk")
        let status = try await journal.sync()
        XCTAssertTrue(status.inSync)
        try await equal(journal.texts(), ["kept for later"])
    }

    func testEverythingButSyncWorksWithoutAnAccountOrANetwork() async throws {
        let phone = Phone()
        var journal = try await phone.journal()
        _ = try await journal.write(SessionForm(number: 1, at: ZonedTime(rawValue: "2026-11-02T14:00:00-07:00"), route: "lozenge", music: "a slow cello"))
        let insight = try await journal.write(Writing(text: "the garden was my mother's"))
        _ = try await journal.checkIn(CheckIn(mood: 6, sleep: 4))
        let step = try await journal.write(form: .step(step: StepForm(text: "call her on Sundays", fromEntry: insight, status: .active)))
        try await journal.markStep(id: step, day: nil, done: true)
        try await journal.setStep(id: step, progress: .done)
        let draft = try await journal.saveDraft(Writing(text: "half a sentence"))

        // The app is killed and started again.
        journal = try await phone.journal()
        try await equal(journal.draft(id: draft)?.writing?.text, "half a sentence")
        try await equal(journal.finishDraft(id: draft), draft)
        let shown = try await journal.show(id: step)
        XCTAssertEqual(shown.step, .done)
        XCTAssertEqual(shown.fromEntry, insight)
        try await equal(journal.search(query: "sent").map(\.entry.text), ["half a sentence"])
        try await equal(journal.list(kinds: [.checkIn], limit: 10).map(\.mood), [6])
        try await equal(journal.timeline().sections.compactMap(\.session).first?.setting.first { $0.part == .music }?.text, "a slow cello")
        let newest = try await required(journal.list(kinds: [], before: nil, limit: 1).first)
        try await isFalse(journal.list(kinds: [], before: newest.id, limit: 10).contains { $0.id == newest.id })
    }
}

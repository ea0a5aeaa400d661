import Afterglow
import Foundation
import XCTest

/// Client and therapist: sharing several entries, sharing rules, taking back, measures with the safety page, ending.
final class CareTests: XCTestCase, @unchecked Sendable {
    private func joined(_ phone: Phone) async throws -> (Journal, Care) {
        let journal = try await phone.journal()
        _ = try await journal.register(server: World.server.url, handle: World.somebody(), password: password)
        return (journal, try await journal.join(link: World.therapist.invite("Wren"), name: "Wren"))
    }

    func testSeveralAreSharedAtOnceAndTakenBackInPlainWords() async throws {
        let phone = Phone()
        let (journal, care) = try await joined(phone)
        try await equal(journal.readers().readers.map(\.compared), [false])
        try await journal.wordsCompared(care: care.id)
        try await equal(journal.readers().readers.map(\.compared), [true])

        try await journal.confirmReaders()
        try await isNil(journal.readers().question)
        // The server has everything, so there is nothing to push, to delete or to restore.
        try await journal.pushMissing()
        try await journal.deleteMissing()
        try await isTrue(journal.recentlyRemoved().isEmpty)
        await refused("no_entry") { _ = try await journal.restoreRemoved(id: EntryID(rawValue: care.id.rawValue)) }

        let lake = try await journal.write(Writing(text: "the lake"))
        await refused("no_entry") { _ = try await journal.acceptSuggestion(id: lake) }
        await refused("no_entry") { try await journal.declineSuggestion(id: lake) }
        try await journal.markToTalk(id: lake, marked: true)
        try await isTrue(journal.show(id: lake).wantsToTalk)
        let low = try await journal.checkIn(CheckIn(mood: 3, text: "low"))
        try await equal(journal.shareView(ids: [lake, low], care: nil).previews.map(\.entry.text), ["the lake", "low"])
        try await journal.shareSeveral(ids: [lake, low], care: nil)
        try await equal(Set(journal.sharedWith(care: care.id)), [lake, low])
        _ = try await journal.sync()
        try await equal(journal.access().map(\.shared), [2])
        try World.therapist.reply(care, to: lake, "Tell me about the lake.")
        try World.therapist.review(care, lake)
        _ = try await journal.sync()
        let replies = try await journal.therapist().replies
        XCTAssertEqual(replies.map(\.text), ["Tell me about the lake."])
        XCTAssertEqual(replies.map(\.entry), [lake])
        XCTAssertEqual(replies.map(\.fresh), [true])
        try await journal.markRepliesSeen()
        try await equal(journal.therapist().replies.map(\.fresh), [false])
        try await isTrue(journal.takeBack(id: lake, care: nil).contains("cannot be undone"))
        try await isTrue(journal.takeBack(id: low, care: nil).contains("may still open it"))
        try await equal(journal.takenBack(id: low).map(\.confirmed), [false])
        _ = try await journal.sync()
        try await equal(journal.takenBack(id: low).map(\.confirmed), [true])

        XCTAssertTrue(journal.shareRuleQuestion(kinds: [.checkIn]).contains("stays private"))
        try await journal.shareFromNowOn(kinds: [.checkIn], care: nil)
        try await equal(journal.show(id: journal.checkIn(CheckIn(mood: 8))).sharedWith, [care.id])
        try await journal.stopSharingFromNowOn(care: nil)
        try await equal(journal.show(id: journal.checkIn(CheckIn(mood: 9))).sharedWith, [])
        try await equal(journal.sessionRecords(care: care.id), [], "the clinic recorded none")
        try await journal.endCare(care: care.id)
        try await equal(journal.care().map(\.ended), [true])
    }

    func testASafetyItemOpensHelpAtOnceAndOneAnswerIsShownToTheTherapist() async throws {
        let phone = Phone()
        let (journal, care) = try await joined(phone)
        journal.setPlatform(tag: "en-US")
        _ = try await journal.saveCrisisPlan(plan: PlanForm(coping: ["cold water"], people: [ContactForm(name: "Ana", phone: "555-0199")]))
        let page = try await journal.openMeasure(instrument: InstrumentID(rawValue: "phq-9"), assignment: nil)
        await refused("wrong_kind") { _ = try await journal.agreeMeasure(draft: page.draft, item: 0, agreed: true) }
        for item in UInt32(0)..<8 { _ = try await journal.answerMeasure(draft: page.draft, item: item, answer: 0) }
        guard case .safety(let safety, let then) = try await journal.answerMeasure(draft: page.draft, item: 8, answer: 1) else {
            return XCTFail("no help was opened")
        }
        XCTAssertEqual(then?.item, 9, "the question that is not scored")
        XCTAssertEqual(safety.help.emergency.call, "911")
        XCTAssertEqual(safety.help.people.map(\.name), ["Ana"])
        XCTAssertEqual(safety.choices.first?.choice, .helpNow)
        try await journal.chooseSafety(event: safety.event, choice: .safeNow)
        try await journal.shareSafety(event: safety.event, care: care.id)
        try await equal(journal.safetyPage(event: safety.event).share.map(\.shared), [true])
        try await journal.settleSafety(event: safety.event)
        let result = try await journal.finishMeasure(draft: page.draft)
        try await journal.keepMeasurePrivate(id: result.id)
        XCTAssertTrue(result.safety)
        try await equal(journal.measureResult(id: result.id), result)
        try await equal(journal.show(id: result.id).sharedWith, [], "one answer is shown, and nothing else of the questionnaire")

        // Help opens while the journal is locked.
        try await journal.setPin(pin: "471108")
        try await isTrue(journal.lock())
        await refused("locked") { _ = try await journal.today() }
        try await equal(journal.help().plan.first?.lines, ["cold water"])
        try await equal(journal.helpIn(region: "DE").emergency.call, "112")
    }

    func testWhatIsWrongSaysSoInThePersonsLanguage() async throws {
        let phone = Phone()
        let (journal, _) = try await joined(phone)
        let revoked = try World.therapist.invite("Somebody else")
        try World.therapist.revoke(revoked)
        let english = await refused("invitation_revoked") { _ = try await journal.readInvitation(link: revoked) }
        journal.setPlatform(tag: "de-AT")
        XCTAssertEqual(journal.language(), .german)
        let german = await refused("invitation_revoked") { _ = try await journal.readInvitation(link: revoked) }
        XCTAssertNotEqual(english?.sentence, german?.sentence)

        let used = try World.therapist.invite("Wren")
        _ = try await journal.join(link: used, name: nil)
        let other = try await Phone().journal()
        _ = try await other.register(server: World.server.url, handle: World.somebody(), password: password)
        await refused("invitation_used") { _ = try await other.join(link: used, name: nil) }
        await refused("link") { _ = try await other.join(link: "\(World.server.url)/join", name: nil) }
        let nobodys = try await other.write(Writing(text: "to nobody yet"))
        await refused("no_care") { try await other.share(id: nobodys, care: nil) }
        await refused("invalid") { _ = try await other.write(Writing(text: "eleven", mood: 11)) }
        await refused("empty") { _ = try await other.write(Writing(text: "  ")) }
    }

    func testEverythingIsErasedHereAndThere() async throws {
        let phone = Phone()
        let (journal, care) = try await joined(phone)
        try await journal.share(id: journal.write(Writing(text: "the lake")), care: nil)
        try await journal.setName(care: care.id, name: "Robin")
        _ = try await journal.sync()
        XCTAssertEqual(try World.therapist.client(care)?.name, "Robin")
        try await isTrue(journal.whatWouldBeLost().account)
        let gone = try await journal.eraseEverything(password: password)
        XCTAssertTrue(gone.account && gone.keysHere)
        XCTAssertEqual(try World.therapist.client(care)?.texts ?? [], [])
    }
}

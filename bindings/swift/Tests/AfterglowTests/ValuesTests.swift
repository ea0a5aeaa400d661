import Afterglow
import Foundation
import XCTest

/// Ids, codes, moments and days as types of their own.
final class ValuesTests: XCTestCase, @unchecked Sendable {
    func testACodeKeepsAWordThatItDoesNotKnow() {
        for kind in EntryKind.known { XCTAssertEqual(EntryKind(rawValue: kind.rawValue), kind) }
        XCTAssertEqual(EntryKind.checkIn.rawValue, "check_in")
        let new = EntryKind(rawValue: "a kind of next year")
        XCTAssertEqual(new, .other("a kind of next year"))
        XCTAssertEqual(new.rawValue, "a kind of next year")
        XCTAssertEqual("\(SyncReason.noAccount)", "no_account")
    }

    func testACheckInKeepsItsTimeAfterTheSessionAlsoWeeksAndMonthsLater() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        for slot in [Slot.fourHours, .day, .threeDays, .week, .fourWeeks, .threeMonths, .sixMonths] {
            let id = try await journal.saveDraft(id: nil, form: .checkIn(checkIn: CheckIn(slot: slot, session: 1)))
            try await equal(journal.draft(id: id)?.form, .checkIn(checkIn: CheckIn(slot: slot, session: 1)))
        }
    }

    func testADayIsNoMomentAndInNoZone() throws {
        let tokyo = try XCTUnwrap(TimeZone(identifier: "Asia/Tokyo"))
        let honolulu = try XCTUnwrap(TimeZone(identifier: "Pacific/Honolulu"))
        let moment = Date(timeIntervalSince1970: 1_772_323_200)  // 2026-03-01, midnight in Greenwich
        XCTAssertEqual(CalendarDay(moment, in: tokyo).rawValue, "2026-03-01")
        XCTAssertEqual(CalendarDay(moment, in: honolulu).rawValue, "2026-02-28")
        let day = CalendarDay(rawValue: "2026-03-01")
        XCTAssertEqual(day.start(in: tokyo), moment.addingTimeInterval(-9 * 3_600))
        XCTAssertLessThan(CalendarDay(rawValue: "2026-02-28"), day)
        for text in ["", "2026-02-30", "yesterday", "2026-3"] { XCTAssertNil(CalendarDay(rawValue: text).start(), text) }
    }

    func testAZonedTimeKeepsItsHour() throws {
        let abroad = ZonedTime(rawValue: "2026-11-02T14:00:00-07:00")
        XCTAssertEqual(abroad.zone?.secondsFromGMT(), -7 * 3_600)
        XCTAssertEqual(abroad.date, Date(timeIntervalSince1970: 1_793_653_200))
        XCTAssertEqual(ZonedTime(try XCTUnwrap(abroad.date), in: try XCTUnwrap(abroad.zone)), abroad)
        XCTAssertEqual(ZonedTime(rawValue: "2026-11-02T21:00:00.5Z").date, Date(timeIntervalSince1970: 1_793_653_200.5))
        XCTAssertNil(ZonedTime(rawValue: "soon").date)
        XCTAssertNil(ZonedTime(rawValue: "soon").zone)
    }

    func testMomentsOfTheCoreAreDates() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        let before = Date().addingTimeInterval(-1)
        let draft = try await journal.saveDraft(Writing(text: "half a sentence"))
        let saved = try required(try await journal.draft(id: draft)).savedAt
        XCTAssertTrue((before...Date().addingTimeInterval(1)).contains(saved), "\(saved)")
        let at = ZonedTime(rawValue: "2026-11-02T14:00:00-07:00")
        let id = try await journal.write(form: .appointment(appointment: AppointmentForm(purpose: .integration, at: at)))
        let meeting = try await journal.show(id: id)
        let file = try await journal.appointmentFile(id: id)
        XCTAssertTrue(file.contains("DTSTART:20261102T210000Z") && !file.contains("integration"), file)
        XCTAssertEqual(meeting.at, at)
        XCTAssertEqual(meeting.moment, at.date)
        XCTAssertEqual(meeting.date, CalendarDay(rawValue: "2026-11-02"))
        XCTAssertEqual(meeting.purpose, .integration)
        XCTAssertEqual(meeting.kind, .appointment)
    }

    /// The main actor continues while calls wait for the disk: a thousand calls are in flight, and the actor is used in
    /// between.
    @MainActor
    func testTheMainActorIsFreeWhileTheStoreIsRead() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        // A busy machine may give it few turns once, but if it waited for the disk it would never get many.
        var turns = 0
        let end = ContinuousClock.now + .seconds(60)
        while turns <= 10, ContinuousClock.now < end {
            turns = 0
            let looking = Task { @MainActor in
                while !Task.isCancelled {
                    turns += 1
                    await Task.yield()
                }
            }
            try await Task.detached {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 1...1_000 { group.addTask { _ = try await journal.today() } }
                    try await group.waitForAll()
                }
            }.value
            looking.cancel()
            await looking.value
        }
        XCTAssertGreaterThan(turns, 10)
    }

    /// A save is completed, even if the screen that saves has closed.
    func testACallRunsToItsEndInATaskThatIsCancelled() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        let saving = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            XCTAssertTrue(Task.isCancelled)
            return try await journal.write(Writing(text: "the screen is closed"))
        }
        let id = try await saving.value
        try await equal(journal.show(id: id).text, "the screen is closed")
    }
}

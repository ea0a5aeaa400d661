import Afterglow
import AfterglowKit
import Foundation
import XCTest

/// What forms make of typed text, and what charts make of values.
final class FormTests: XCTestCase, @unchecked Sendable {
    func testAnInvitationNamesItsServerAndATypedAddressIsCompleted() {
        XCTAssertEqual(ServerAddress.of(invitation: " https://journal.example:8443/join#0b1c.secret\n"), "https://journal.example:8443")
        XCTAssertEqual(ServerAddress.of(invitation: "http://localhost:8080/join#x"), "http://localhost:8080")
        for other in ["", "journal.example", "afterglow:write", "https://"] { XCTAssertNil(ServerAddress.of(invitation: other), other) }
        XCTAssertEqual(ServerAddress.typed(" journal.example "), "https://journal.example")
        XCTAssertEqual(ServerAddress.typed("http://localhost:8080"), "http://localhost:8080")
        XCTAssertEqual(ServerAddress.typed(" "), "")
    }

    func testThreeWordsOfTheRecoveryCodeAreAskedAlwaysTheSame() {
        let code = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        let check = RecoveryCheck(code: code)
        XCTAssertEqual(check.words.count, 15)
        XCTAssertEqual(check, RecoveryCheck(code: code))
        XCTAssertEqual(check.asked.map { $0 / 5 }, [0, 1, 2], "one of each third")
        let right = Dictionary(uniqueKeysWithValues: check.asked.map { ($0, " \(check.words[$0].uppercased()) ") })
        XCTAssertEqual(check.wrong(right), [])
        var wrong = right
        wrong[check.asked[1]] = "other"
        wrong[check.asked[2]] = nil
        XCTAssertEqual(check.wrong(wrong), Set(check.asked.suffix(2)))
        XCTAssertEqual(RecoveryCheck(code: "").asked, [])
    }

    func testAMonthOfMoodsBeginsWithTheRightWeekday() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try XCTUnwrap(TimeZone(identifier: "Europe/Vienna"))
        calendar.firstWeekday = 2
        func point(_ day: String, _ low: UInt8?, _ high: UInt8? = nil, session: UInt32? = nil) -> TrendPoint {
            TrendPoint(date: CalendarDay(rawValue: day), value: nil, low: low, high: high, median: nil, session: session)
        }
        let points = [point("2026-09-30", nil), point("2026-10-25", 2, 5), point("2026-10-26", 3), point("2026-11-20", nil, session: 2), point("2026-11-30", nil)]
        let moods = MoodMonths(points, calendar: calendar)
        // October is the first month with a value, and November the last.
        XCTAssertEqual(moods.count, 2)
        let november = try XCTUnwrap(moods.month(ago: 0))
        XCTAssertEqual(november.first.rawValue, "2026-11-01")
        XCTAssertEqual(november.blanks, 6, "a Sunday, in weeks that begin on Monday")
        XCTAssertEqual(november.days.count, 30)
        XCTAssertEqual(november.days[19].session, 2)
        // The clock changes on October 25: it is one day all the same.
        let october = try XCTUnwrap(moods.month(ago: 1))
        XCTAssertEqual(october.days.map(\.number), Array(1...31))
        XCTAssertEqual(october.days[24].range, 2...5)
        XCTAssertEqual(october.days[25].range, 3...3)
        XCTAssertNil(moods.month(ago: 2))
        XCTAssertEqual(MoodMonths([], calendar: calendar).count, 0)

        let range = try XCTUnwrap(TrendRange(points))
        XCTAssertEqual([range.low, range.high], [2, 5])
        XCTAssertEqual(range.days, 2)
        XCTAssertNil(TrendRange([point("2026-11-30", nil)]))
    }

    @MainActor
    func testALongTaskSaysHowFarItIsAndStops() async throws {
        let going = Going()
        XCTAssertNil(going.share)
        XCTAssertTrue(going.step(done: 1, of: 4))
        try await eventually("it is known") { going.share == 0.25 }
        going.stop()
        XCTAssertFalse(going.step(done: 2, of: 4))
    }

    @MainActor
    func testATextAboutHarmIsWithheld() async throws {
        let journal = try await begun()
        let open = try await journal.show(id: journal.write(Writing(text: "the light")))
        let withheld = try await journal.show(id: journal.write(Writing(text: "what happened", withheld: true)))
        try await equal(journal.isWithheld(open), false)
        try await equal(journal.isWithheld(withheld), true)
        // Without a therapist there is nobody to share with.
        let sharing = try await journal.sharing(of: open.id, with: nil)
        XCTAssertNil(sharing.view)
        XCTAssertFalse(sharing.isShared)
        XCTAssertEqual(sharing.therapist, "")
    }
}

import Afterglow
import Foundation

/// The lowest and the highest value of some days, and how many of them have one; nil without any.
public struct TrendRange: Equatable, Sendable {
    public let low: UInt8
    public let high: UInt8
    public let days: Int

    public init?(_ points: [TrendPoint]) {
        let valued = points.compactMap { point in point.low.map { ($0, point.high ?? $0) } }
        guard let low = valued.map(\.0).min(), let high = valued.map(\.1).max() else { return nil }
        (self.low, self.high, days) = (low, high, valued.count)
    }
}

/// The moods of a series of days, by month.
public struct MoodMonths: Sendable {
    public struct Day: Equatable, Sendable {
        public let date: CalendarDay
        /// The day of the month.
        public let number: Int
        public let range: ClosedRange<Int>?
        public let session: UInt32?
    }

    public struct Month: Equatable, Sendable {
        /// Its first day.
        public let first: CalendarDay
        /// How many days of the first week belong to the month before.
        public let blanks: Int
        public let days: [Day]
    }

    private let points: [CalendarDay: TrendPoint]
    private let calendar: Calendar
    private let first: Date?
    private let last: Date?

    /// `calendar` says with which day a week begins.
    public init(_ points: [TrendPoint], calendar: Calendar = .current) {
        self.points = Dictionary(points.map { ($0.date, $0) }) { first, _ in first }
        self.calendar = calendar
        let noted = points.first { $0.low != nil || $0.session != nil } ?? points.last
        first = noted.flatMap { Self.month(of: $0.date, calendar) }
        last = points.last.flatMap { Self.month(of: $0.date, calendar) }
    }

    private static func month(of day: CalendarDay, _ calendar: Calendar) -> Date? {
        day.start(in: calendar.timeZone).flatMap { calendar.dateInterval(of: .month, for: $0)?.start }
    }

    /// How many months there are, from the first that has something to the last.
    public var count: Int {
        guard let first, let last else { return 0 }
        return (calendar.dateComponents([.month], from: first, to: last).month ?? 0) + 1
    }

    /// The last month, or the one `ago` months before.
    public func month(ago: Int) -> Month? {
        guard let last, ago >= 0, ago < count, let start = calendar.date(byAdding: .month, value: -ago, to: last),
            let numbers = calendar.range(of: .day, in: .month, for: start)
        else { return nil }
        let days = numbers.compactMap { number -> Day? in
            guard let date = calendar.date(byAdding: .day, value: number - 1, to: start) else { return nil }
            let day = CalendarDay(date, in: calendar.timeZone)
            let point = points[day]
            let range = point?.low.map { low in Int(low)...max(Int(point?.high ?? low), Int(low)) }
            return Day(date: day, number: number, range: range, session: point?.session)
        }
        let blanks = (calendar.component(.weekday, from: start) - calendar.firstWeekday + 7) % 7
        return Month(first: CalendarDay(start, in: calendar.timeZone), blanks: blanks, days: days)
    }
}

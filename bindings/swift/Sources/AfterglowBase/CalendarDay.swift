import Foundation

/// A day on the person's own calendar, `YYYY-MM-DD`: not a moment, and without a time zone.
public struct CalendarDay: CoreText, Comparable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The day of a moment in `zone`.
    public init(_ date: Date, in zone: TimeZone = .current) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let day = calendar.dateComponents([.year, .month, .day], from: date)
        rawValue = String(format: "%04d-%02d-%02d", day.year ?? 0, day.month ?? 0, day.day ?? 0)
    }

    /// The beginning of the day in `zone`. Nil only for a text that is not a day.
    public func start(in zone: TimeZone = .current) -> Date? {
        let parts = rawValue.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let wanted = DateComponents(year: year, month: month, day: day)
        guard let date = calendar.date(from: wanted), calendar.dateComponents([.year, .month, .day], from: date) == wanted else { return nil }
        return calendar.startOfDay(for: date)
    }

    public static func < (one: CalendarDay, other: CalendarDay) -> Bool { one.rawValue < other.rawValue }
}

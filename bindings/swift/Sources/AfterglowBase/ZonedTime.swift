import Foundation

/// A moment with the UTC offset of its place: RFC 3339. An entry that was written abroad keeps its local hour.
public struct ZonedTime: CoreText {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The moment with the offset of `zone`.
    public init(_ date: Date, in zone: TimeZone = .current) {
        let format = ISO8601DateFormatter()
        format.timeZone = zone
        rawValue = format.string(from: date)
    }

    /// The moment. Nil only for a text that is not one.
    public var date: Date? {
        let format = ISO8601DateFormatter()
        if let date = format.date(from: rawValue) { return date }
        format.formatOptions.insert(.withFractionalSeconds)
        return format.date(from: rawValue)
    }
}

extension ZonedTime {
    /// The offset as a time zone: a clock in it shows the local hour of the entry.
    public var zone: TimeZone? {
        if rawValue.uppercased().hasSuffix("Z") { return TimeZone(secondsFromGMT: 0) }
        let offset = rawValue.suffix(6)
        let parts = offset.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, let sign = offset.first, "+-".contains(sign) else { return nil }
        return TimeZone(secondsFromGMT: (parts[0] * 60 + parts[1]) * 60 * (sign == "-" ? -1 : 1))
    }
}

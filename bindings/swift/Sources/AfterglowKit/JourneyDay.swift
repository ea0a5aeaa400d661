import Afterglow

/// A part of the journal as a list: the entries of one day, or a session by itself, as a landmark.
public struct JourneyDay: Identifiable, Equatable, Sendable {
    public struct Landmark: Equatable, Sendable {
        public let number: Int
        /// "Session 2".
        public let title: String
        public let date: String
    }

    /// The first entry's, or the session's.
    public let id: EntryID
    /// Empty for a session.
    public private(set) var entries: [Entry] = []
    public let session: Landmark?

    /// Groups rows by day, in their order. A session separates the entries before and after it.
    public static func all(of rows: [JourneyRow]) -> [JourneyDay] {
        var days: [JourneyDay] = []
        for row in rows {
            switch row {
            case .entry(let entry, _):
                if days.last?.entries.last?.date == entry.date {
                    days[days.count - 1].entries.append(entry)
                } else {
                    days.append(JourneyDay(id: entry.id, entries: [entry], session: nil))
                }
            case .session(let session, let title, let date):
                days.append(JourneyDay(id: session.id, session: Landmark(number: Int(session.number), title: title, date: date)))
            }
        }
        return days
    }
}

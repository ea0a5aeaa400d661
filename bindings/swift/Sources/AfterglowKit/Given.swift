import Afterglow

/// What one therapist has of the journal.
public struct Given: Sendable {
    /// Newest first.
    public let entries: [Entry]
    /// There is more than was asked for.
    public let more: Bool
    /// The other relationships that have not ended.
    public let others: [Care]
}

/// All that one therapist has, on its way to another one as well.
public struct Along: Sendable {
    /// Those to whom it may go.
    public let others: [Care]
    /// What the chosen one does not have yet, oldest first.
    public let ids: [String]
    /// Exactly what would be seen; absent when there is nobody.
    public let view: ShareScreen?
}

extension Journal {
    /// What the therapist of a relationship has, or had.
    public func given(to care: String, atMost rows: Int) throws -> Given {
        let all = try sharedWith(care: care)
        return Given(entries: try all.reversed().prefix(rows).map { try show(id: $0) }, more: all.count > rows, others: try openCare(beside: care))
    }

    /// The same for the relationship `to`, or for the first one there is.
    public func along(from care: String, to chosen: String?) throws -> Along {
        let others = try openCare(beside: care)
        guard let to = chosen ?? others.first?.id else { return Along(others: others, ids: [], view: nil) }
        let there = Set(try sharedWith(care: to))
        let ids = try sharedWith(care: care).filter { !there.contains($0) }
        return Along(others: others, ids: ids, view: try shareView(ids: ids, care: to))
    }

    private func openCare(beside care: String) throws -> [Care] { try self.care().filter { !$0.ended && $0.id != care } }
}

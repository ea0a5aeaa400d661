import Afterglow

/// The entries that are shared with one therapist.
public struct Given: Sendable {
    /// The relationship; absent if it is unknown here.
    public let access: Access?
    /// Newest first.
    public let entries: [Entry]
    /// There are more entries than the limit.
    public let more: Bool
    /// The other active relationships.
    public let others: [Care]
}

/// A preview of sharing one therapist's entries with another one.
public struct Along: Sendable {
    /// The possible recipients.
    public let others: [Care]
    /// Entries that the chosen recipient does not have yet, oldest first.
    public let ids: [EntryID]
    /// The exact preview; absent without a recipient.
    public let view: ShareScreen?
    /// The consent that is needed first, if any.
    public let consent: Consent?
}

extension Journal {
    /// The entries that the therapist of a relationship has, or had.
    public func given(to care: CareID, atMost rows: Int) async throws -> Given {
        let all = try await sharedWith(care: care)
        var entries: [Entry] = []
        for id in all.reversed().prefix(rows) { entries.append(try await show(id: id)) }
        let access = try await access().first { $0.care.id == care }
        return Given(access: access, entries: entries, more: all.count > rows, others: try await openCare(beside: care))
    }

    /// The preview for the relationship `to`, or for the first possible one.
    public func along(from care: CareID, to chosen: CareID?) async throws -> Along {
        let others = try await openCare(beside: care)
        guard let to = chosen ?? others.first?.id else { return Along(others: others, ids: [], view: nil, consent: nil) }
        let there = Set(try await sharedWith(care: to))
        let ids = try await sharedWith(care: care).filter { !there.contains($0) }
        return Along(others: others, ids: ids, view: try await shareView(ids: ids, care: to), consent: try await missingConsent(for: to))
    }

    private func openCare(beside care: CareID) async throws -> [Care] { try await self.care().filter { !$0.ended && $0.id != care } }
}

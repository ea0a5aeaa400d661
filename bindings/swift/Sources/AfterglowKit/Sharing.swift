import Afterglow

/// An entry before and after it is shared with one therapist.
public struct Sharing: Sendable {
    /// The active relationships.
    public let care: [Care]
    public let entry: Entry
    /// Exactly what the therapist would see; absent without a relationship.
    public let view: ShareScreen?
    /// The consent that is needed first, if any.
    public let consent: Consent?
    /// Whether it was taken back from this therapist, and whether the server has confirmed that.
    public let takenBack: TakenBack?

    /// Whether the chosen therapist has it.
    public var isShared: Bool { view.map { entry.sharedWith.contains($0.care) } ?? false }

    /// The name of the chosen therapist.
    public var therapist: String { care.first { $0.id == view?.care }?.therapist ?? "" }
}

extension Set<Part> {
    /// What a sentence about sharing depends on: also on what the server has confirmed meanwhile.
    public static var sharingState: Set<Part> { [.timeline, .sharing, .care, .status] }
}

extension Journal {
    /// An entry with the chosen relationship, or with the first active one.
    public func sharing(of id: EntryID, with chosen: CareID?) async throws -> Sharing {
        let open = try await care().filter { !$0.ended }
        let entry = try await show(id: id)
        guard let with = chosen ?? open.first?.id else { return Sharing(care: open, entry: entry, view: nil, consent: nil, takenBack: nil) }
        return Sharing(
            care: open, entry: entry, view: try await shareView(ids: [id], care: with), consent: try await missingConsent(for: with),
            takenBack: try await takenBack(id: id).first { $0.care == with }
        )
    }

    /// The consent without which nothing is shared with a therapist: not given, withdrawn, or in another wording.
    public func missingConsent(for care: CareID) async throws -> Consent? {
        try await consents().first { $0.wording.care == care && (!$0.agreed || $0.changed) }
    }

    /// Whether an entry is a text about harm by a practitioner: it is never offered for sharing.
    public func isWithheld(_ entry: Entry) async throws -> Bool {
        guard entry.kind == .reflection, !entry.fromTherapist, case .reflection(let writing) = try await form(id: entry.id) else { return false }
        return writing.withheld
    }
}

import Afterglow

/// The place for the one thing to do now; for a draft, its text so far.
public struct Begun: Equatable, Sendable {
    /// Nil if there is nothing to open.
    public let place: Place?
    public let words: String?

    /// `draft` is the draft to continue, if any.
    public init(_ fits: FitsNow, draft: Draft?) {
        place = Place(of: fits, draft: draft)
        let words: String? =
            switch draft?.form {
            case .reflection(let writing)?: writing.text
            case .checkIn(let taps)?: taps.text
            case .effects(let effects)?: effects.other
            case .session(let session)?: session.firstWords
            case .intention(let intention)?: intention.text
            case .goal(let goal)?: goal.text
            case .concern(let concern)?: concern.text
            case .step(let step)?: step.text
            default: nil
            }
        self.words = words.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }
}

extension Place {
    /// The screen for the one thing to do now, if any; `draft` is the draft to continue, if any.
    public init?(of fits: FitsNow, draft: Draft?) {
        switch fits.fit {
        case .rest, .session: return nil
        case .checkIn: self = .checkIn
        case .effects: self = .effects
        case .draft: self = Self.of(draft) ?? .write(id: fits.target.map { EntryID(rawValue: $0) }, prompt: nil)
        case .measure:
            guard let instrument = fits.target else { return nil }
            self = .measure(instrument: InstrumentID(rawValue: instrument), assignment: fits.assignment)
        case .suggestion, .step: self = .steps
        case .talk: self = .journey
        case .intention: self = .prepare
        case .prompt: self = .write(id: nil, prompt: fits.target.map { PromptID(rawValue: $0) })
        }
    }

    /// The screen for a piece of news on Today.
    public init(of news: News) {
        switch (news.kind, news.target) {
        case (.unshared, let id?): self = .result(EntryID(rawValue: id))
        case (.alarm, _), (.reader, _), (.readers, _): self = .readers
        case (.replies, _): self = .therapist
        default: self = .conflicts
        }
    }

    /// The screen of a draft that is not a text.
    private static func of(_ draft: Draft?) -> Place? {
        switch draft?.form {
        case .measure(let measure)?: .measure(instrument: measure.instrument, assignment: measure.assignment)
        case .checkIn?: .checkIn
        case .effects?: .effects
        case .session(let session)?: .session(Int(session.number))
        case .intention?, .goal?, .concern?: .prepare
        case .step(let step)?: .newStep(fromEntry: step.fromEntry)
        case .crisisPlan?: .crisisPlan
        default: nil
        }
    }
}

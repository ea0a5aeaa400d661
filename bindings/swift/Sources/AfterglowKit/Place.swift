import Afterglow

/// Where in the app a person can be; the same places as on Android.
public enum Place: Hashable, Sendable {
    case welcome, today, journey, lookBack, more
    case write(id: String?, prompt: String?)
    /// Words about harm: never offered for sharing.
    case writeWithheld
    case checkIn
    case entry(String)
    case share(String)
    case conflicts
    case sessions
    case session(Int)
    case steps
    case newStep(fromEntry: String?)
    case measures
    case measure(instrument: String, assignment: String?)
    case therapist
    /// What one therapist has; and the same, for another one as well.
    case sharedWith(String), goAlong(from: String)
    /// Who can read what is shared; and what therapists had written and the server no longer has.
    case readers, recentlyRemoved
    case join(link: String)
    case register, signIn, recover, recoveryKit
    case whatThisIs, help, crisisPlan, reminders, settings
    /// If something was done to the person; the safety page of an event; a result that waits for a decision.
    case harm, safety(String), result(String)
    /// Everything, to take along; and what was written elsewhere, to bring here.
    case takeAlong, bring

    /// The places of the tab bar.
    public static let roots: [Place] = [.today, .journey, .lookBack, .more]
}

extension Place {
    /// Where a tap on the one thing that fits now leads, if anywhere; `draft` is what was begun, if it is a draft.
    public init?(of fits: FitsNow, draft: Draft?) {
        switch fits.fit {
        case .rest, .session: return nil
        case .checkIn: self = .checkIn
        case .draft:
            if case .measure(let measure)? = draft?.form {
                self = .measure(instrument: measure.instrument, assignment: nil)
            } else {
                self = .write(id: fits.target, prompt: nil)
            }
        case .measure:
            guard let instrument = fits.target else { return nil }
            self = .measure(instrument: instrument, assignment: fits.assignment)
        case .suggestion, .step: self = .steps
        case .talk: self = .journey
        case .intention: self = .sessions
        case .prompt: self = .write(id: nil, prompt: fits.target)
        }
    }
}

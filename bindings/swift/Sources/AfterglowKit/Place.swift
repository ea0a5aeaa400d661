/// Where in the app a person can be; the same places as on Android.
public enum Place: Hashable, Sendable {
    case welcome, today, journey, lookBack, more
    case write(id: String?, prompt: String?)
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
    case join(link: String)
    case register, signIn, recover, recoveryKit
    case whatThisIs, help, crisisPlan, reminders, settings
    /// Everything, to take along; and what was written elsewhere, to bring here.
    case takeAlong, bring

    /// The places of the tab bar.
    public static let roots: [Place] = [.today, .journey, .lookBack, .more]
}

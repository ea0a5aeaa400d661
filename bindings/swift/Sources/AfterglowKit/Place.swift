import Afterglow
import Foundation

/// The screens of the app; the same as on Android.
public enum Place: Hashable, Sendable {
    case welcome, today, journey, lookBack, more
    case write(id: EntryID?, prompt: PromptID?)
    /// A text about harm: never offered for sharing.
    case writeWithheld
    case checkIn
    /// The side-effect check, and the page in response to it.
    case effects, effectsAnswer(EntryID)
    case entry(EntryID)
    case share(EntryID)
    case conflicts
    case sessions
    case session(Int)
    /// The preparation of the next session.
    case prepare
    case steps
    case newStep(fromEntry: EntryID?)
    case measures
    case measure(instrument: InstrumentID, assignment: AssignmentID?)
    case therapist
    /// Entries shared with one therapist; and sharing them with another one.
    case sharedWith(CareID), goAlong(from: CareID)
    /// The readers; and therapists' texts that the server no longer has.
    case readers, recentlyRemoved
    case join(link: String)
    case register(invitation: String?)
    case signIn, recover, recoveryKit
    case whatThisIs, help, crisisPlan, reminders, settings
    case settingsOf(SettingsSubject)
    /// Help after harm; the safety page of an event; a result that waits for a decision.
    case harm, safety(SafetyEventID), result(EntryID)
    /// Export; and import.
    case takeAlong, bring

    /// The screens of the tab bar.
    public static let roots: [Place] = [.today, .journey, .lookBack, .more]
}

/// The subjects of the settings, one page each.
public enum SettingsSubject: String, CaseIterable, Hashable, Sendable {
    case look, language, lock, account, sync, journal
}

extension Place {
    /// The link of the widget: an empty page.
    public static let writeLink = URL(string: "afterglow:write")

    /// The screen for a link that opens the app: an invitation has the path `/join`, and its secret after `#`.
    public init?(link: URL) {
        if link == Self.writeLink {
            self = .write(id: nil, prompt: nil)
            return
        }
        guard link.path == "/join", link.fragment?.isEmpty == false else { return nil }
        self = .join(link: link.absoluteString)
    }
}

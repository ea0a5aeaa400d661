import Observation

/// Typed text that belongs to no entry, so that the core has no draft of it: the name of an account, the link of an
/// invitation. It survives help, Back and the lock, in memory only. Secrets are typed again.
@MainActor
@Observable
public final class Typed {
    public enum Item: Hashable, Sendable {
        /// Of an account.
        case handle, invitation
        /// The name that a therapist sees.
        case name
        /// The link on the page that an invitation has opened. Another invitation must not be shown with it.
        case link(of: String)
    }

    private var texts: [Item: String] = [:]

    public init() {}

    public subscript(item: Item) -> String? {
        get { texts[item] }
        set { texts[item] = newValue }
    }
}

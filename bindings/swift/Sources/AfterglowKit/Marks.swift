import Afterglow

extension Entry {
    /// Kind, time and place: "Entry · Thursday · 2 days after session 1".
    public var head: String { [kindSaid, whenSaid, placeSaid].filter { !$0.isEmpty }.joined(separator: " · ") }

    /// What stands beside the words, as the core says it: scales, states, the body, themes. A mood that is an entry's own
    /// stands apart.
    public var marks: [String] {
        let scales = figures.filter { $0.name != "mood" || mood == nil }.map { "\($0.label) \($0.value)" }
        return scales + statesSaid + affect + bodySaid + themesSaid
    }
}

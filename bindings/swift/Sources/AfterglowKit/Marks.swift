import Afterglow

extension Entry {
    /// Kind, time and place: "Entry · Thursday · 2 days after session 1".
    public var head: String { [kindText, whenText, placeText].filter { !$0.isEmpty }.joined(separator: " · ") }

    /// The details of an entry, as labelled by the core: scales, states, body, themes. An entry's own mood is separate.
    public var marks: [String] {
        let scales = figures.filter { $0.name != .mood || mood == nil }.map { "\($0.label) \($0.value)" }
        return scales + statesText + affect + bodyText + themesText
    }
}

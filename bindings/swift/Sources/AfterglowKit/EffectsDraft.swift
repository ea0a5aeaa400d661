import Afterglow

/// A side-effect check while it is filled in.
public struct EffectsDraft: Equatable, Hashable, Sendable {
    /// A marked side effect, and its severity.
    public struct Mark: Equatable, Hashable, Sendable {
        public let effect: String
        /// 0 (not at all) to 3 (strong).
        public var severity: UInt8?
        public var still: Bool?
        public var before: Bool?
    }

    /// Whether anything bothers at all.
    public var any: Bool? { didSet { if any != true { (marks, other) = ([], "") } } }
    public private(set) var marks: [Mark] = []
    public var other = ""
    public var drove: Bool?
    public var suicidal: Suicidal?

    public init() {}

    /// Marks exactly these effects. The answers about an effect that stays marked are kept.
    public mutating func mark(_ effects: [String]) {
        let kept = marks.filter { effects.contains($0.effect) }
        let new = effects.filter { effect in !kept.contains { $0.effect == effect } }
        marks = kept + new.map { Mark(effect: $0) }
    }

    /// Changes the answers about a marked effect.
    public mutating func change(_ effect: String, _ change: (inout Mark) -> Void) {
        for at in marks.indices where marks[at].effect == effect { change(&marks[at]) }
    }

    /// The form to write, for the session and slot of the screen.
    public func form(on screen: EffectsScreen) -> SideEffects {
        SideEffects(
            session: screen.session, slot: screen.slot, again: screen.again, any: any,
            items: marks.map { SideEffect(effect: $0.effect, severity: $0.severity, still: $0.still, before: $0.before) },
            other: other, drove: drove, suicidal: suicidal
        )
    }
}

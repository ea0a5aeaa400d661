import Afterglow

// Places as text, which the system stores while the app is not running. They contain ids and no text of entries.
extension Place {
    /// This place as text. Invitations are left out: a link is a secret.
    public var route: String {
        switch self {
        case .write(let id, let prompt): Self.route("write", id?.rawValue, prompt?.rawValue)
        case .effectsAnswer(let id): Self.route("effects-answer", id.rawValue)
        case .entry(let id): Self.route("entry", id.rawValue)
        case .share(let id): Self.route("share", id.rawValue)
        case .session(let number): Self.route("session", "\(number)")
        case .newStep(let source): Self.route("new-step", source?.rawValue)
        case .measure(let instrument, let assignment): Self.route("measure", instrument.rawValue, assignment?.rawValue)
        case .sharedWith(let care): Self.route("shared-with", care.rawValue)
        case .goAlong(let care): Self.route("go-along", care.rawValue)
        case .join: "join"
        case .register: "register"
        case .safety(let event): Self.route("safety", event.rawValue)
        case .result(let id): Self.route("result", id.rawValue)
        case .settingsOf(let subject): Self.route("settings-of", subject.rawValue)
        default: Self.single.first { $0.value == self }?.key ?? ""
        }
    }

    /// The place that ``route`` has written; nil for anything else.
    public init?(route: String) {
        let parts = route.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        func part(_ number: Int) -> String? { number < parts.count && !parts[number].isEmpty ? parts[number] : nil }
        func id<ID: CoreText>(_ number: Int) -> ID? { part(number).map { ID(rawValue: $0) } }
        let place: Place? =
            switch parts[0] {
            case "write": .write(id: id(1), prompt: id(2))
            case "effects-answer": id(1).map { .effectsAnswer($0) }
            case "entry": id(1).map { .entry($0) }
            case "share": id(1).map { .share($0) }
            case "session": part(1).flatMap { Int($0) }.map { .session($0) }
            case "new-step": .newStep(fromEntry: id(1))
            case "measure": id(1).map { .measure(instrument: $0, assignment: id(2)) }
            case "shared-with": id(1).map { .sharedWith($0) }
            case "go-along": id(1).map { .goAlong(from: $0) }
            case "join": .join(link: "")
            case "register": .register(invitation: nil)
            case "safety": id(1).map { .safety($0) }
            case "result": id(1).map { .result($0) }
            case "settings-of": part(1).flatMap { SettingsSubject(rawValue: $0) }.map { .settingsOf($0) }
            default: Self.single[route]
            }
        guard let place else { return nil }
        self = place
    }

    private static func route(_ parts: String?...) -> String {
        var route = parts.map { $0 ?? "" }.joined(separator: "/")
        while route.hasSuffix("/") { route.removeLast() }
        return route
    }

    private static let single: [String: Place] = [
        "welcome": .welcome, "today": .today, "journal": .journey, "look-back": .lookBack, "more": .more, "write-withheld": .writeWithheld,
        "check-in": .checkIn, "effects": .effects, "conflicts": .conflicts, "sessions": .sessions, "prepare": .prepare, "steps": .steps,
        "measures": .measures, "therapist": .therapist, "readers": .readers, "recently-removed": .recentlyRemoved, "sign-in": .signIn,
        "recover": .recover, "recovery-kit": .recoveryKit, "what-this-is": .whatThisIs, "help": .help, "crisis-plan": .crisisPlan,
        "harm": .harm, "reminders": .reminders, "settings": .settings, "take-along": .takeAlong, "bring": .bring,
    ]
}

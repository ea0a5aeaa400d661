import Afterglow

// The forms of the screens, each with its draft.
extension AppModel {
    /// The check-in for now, shared by its own page and Today. A draft for another slot or session belongs to another
    /// check-in.
    public func checkIn(_ screen: CheckInScreen) -> FormDraft<CheckIn> {
        let (slot, session) = (screen.slot, screen.session)
        return draft(at: .checkIn, part: "\(session ?? 0) \(slot.map { "\($0)" } ?? "")") {
            FormDraft(journal, entry: { .checkIn(checkIn: $0) }) { form in
                guard case .checkIn(let found) = form, found.slot == slot, found.session == session else { return nil }
                return found
            }
        }
    }

    public func effects() -> FormDraft<SideEffects> {
        draft(at: .effects) {
            FormDraft(journal, entry: { .effects(effects: $0) }) { if case .effects(let found) = $0 { found } else { nil } }
        }
    }

    public func session(_ number: Int) -> FormDraft<SessionForm> {
        draft(at: .session(number)) {
            FormDraft(journal, entry: { .session(session: $0) }) { form in
                guard case .session(let found) = form, Int(found.number) == number else { return nil }
                return found
            }
        }
    }

    public func newStep(from source: EntryID?) -> FormDraft<StepForm> {
        draft(at: .newStep(fromEntry: source)) {
            FormDraft(journal, entry: { .step(step: $0) }) { form in
                guard case .step(let found) = form, found.fromEntry == source else { return nil }
                return found
            }
        }
    }

    public func crisisPlan() -> FormDraft<PlanForm> {
        draft(at: .crisisPlan) {
            FormDraft(journal, entry: { .crisisPlan(plan: $0) }) { if case .crisisPlan(let found) = $0 { found } else { nil } }
        }
    }

    /// The hopes for a session, one form each.
    public func intention(for session: UInt32) -> FormDraft<String> {
        draft(at: .prepare, part: "intention \(session)") {
            FormDraft(journal, entry: { .intention(intention: IntentionForm(text: $0, session: session)) }) {
                if case .intention(let found) = $0 { found.text } else { nil }
            }
        }
    }

    public func concern() -> FormDraft<String> {
        draft(at: .prepare, part: "concern") {
            FormDraft(journal, entry: { .concern(concern: ConcernForm(text: $0, status: .open)) }) {
                if case .concern(let found) = $0 { found.text } else { nil }
            }
        }
    }

    public func goal() -> FormDraft<String> {
        draft(at: .prepare, part: "goal") {
            FormDraft(journal, entry: { .goal(goal: GoalForm(text: $0, status: .open)) }) {
                if case .goal(let found) = $0 { found.text } else { nil }
            }
        }
    }
}

extension CheckIn {
    /// The value of one scale.
    public subscript(name: ScaleName) -> UInt8? {
        get {
            switch name {
            case .mood: mood
            case .energy: energy
            case .sleep: sleep
            case .sensitivity: sensitivity
            default: clarity
            }
        }
        set {
            switch name {
            case .mood: mood = newValue
            case .energy: energy = newValue
            case .sleep: sleep = newValue
            case .sensitivity: sensitivity = newValue
            default: clarity = newValue
            }
        }
    }
}

extension SideEffects {
    /// Whether anything bothers at all. "Nothing" removes all marks.
    public mutating func answer(_ bothered: Bool) {
        any = bothered
        if !bothered { (items, other) = ([], "") }
    }

    /// Marks exactly these effects. The answers about an effect that stays marked are kept.
    public mutating func mark(_ effects: [String]) {
        let kept = items.filter { effects.contains($0.effect) }
        let new = effects.filter { effect in !kept.contains { $0.effect == effect } }
        items = kept + new.map { SideEffect(effect: $0) }
    }

    /// Changes the answers about a marked effect.
    public mutating func change(_ effect: String, _ change: (inout SideEffect) -> Void) {
        for at in items.indices where items[at].effect == effect { change(&items[at]) }
    }
}

extension PlanForm {
    /// The lines of a part of the plan.
    public subscript(part: PlanSection) -> [String] {
        get {
            switch part {
            case .signs: signs
            case .coping: coping
            case .places: places
            case .safer: safer
            case .people: people.map(\.line)
            case .professionals: professionals.map(\.line)
            default: reasons
            }
        }
        set {
            switch part {
            case .signs: signs = newValue
            case .coping: coping = newValue
            case .places: places = newValue
            case .safer: safer = newValue
            case .people, .professionals: break
            default: reasons = newValue
            }
        }
    }

    /// The same without contacts that have no name.
    public var named: PlanForm {
        var plan = self
        plan.people.removeAll { $0.name.allSatisfy(\.isWhitespace) }
        plan.professionals.removeAll { $0.name.allSatisfy(\.isWhitespace) }
        return plan
    }
}

extension ContactForm {
    fileprivate var line: String { [name, phone].filter { !$0.isEmpty }.joined(separator: " · ") }
}

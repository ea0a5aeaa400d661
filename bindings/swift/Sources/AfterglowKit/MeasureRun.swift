import Afterglow
import Observation

/// A measure in progress: one question per page, each answer saved immediately, the safety page before everything else.
@MainActor
@Observable
public final class MeasureRun {
    public enum Stand: Sendable {
        case loading
        case question(MeasurePage)
        /// The safety page, shown before any score; `then` is the next step.
        case safety(SafetyScreen, then: MeasurePage?)
        case done(MeasureResult)
    }

    public private(set) var stand: Stand = .loading
    public private(set) var problem: String?

    private let journal: Journal
    private let instrument: InstrumentID
    private let assignment: AssignmentID?
    private var draft: EntryID?

    public init(_ journal: Journal, instrument: InstrumentID, assignment: AssignmentID? = nil) {
        self.journal = journal
        self.instrument = instrument
        self.assignment = assignment
    }

    public func open() async {
        await step { [instrument, assignment] journal in
            let page = try await journal.openMeasure(instrument: instrument, assignment: assignment)
            // Resumed with a safety answer: the safety page comes first again.
            if let safety = page.safety { return .safety(safety, then: page) }
            return .question(page)
        }
    }

    public func answer(_ value: Double?) async {
        guard case .question(let page) = stand else { return }
        await step { journal in
            switch try await journal.answerMeasure(draft: page.draft, item: page.item, answer: value) {
            case .safety(let safety, let then): return .safety(safety, then: then)
            case .question(let next): return .question(next)
            case .end: return .done(try await journal.finishMeasure(draft: page.draft))
            }
        }
    }

    public func back() async {
        guard case .question(let page) = stand, page.item > 0 else { return }
        await step { .question(try await $0.measurePage(draft: page.draft, item: page.item - 1)) }
    }

    /// Before the first question of an assigned measure: whether its therapist gets the answers on finishing.
    public func agree(_ agreed: Bool) async {
        guard case .question(let page) = stand else { return }
        await step { journal in
            .question(try await journal.agreeMeasure(draft: page.draft, item: page.item, agreed: agreed))
        }
    }

    public func choose(_ choice: SafetyChoice) async {
        guard case .safety(let safety, _) = stand else { return }
        do {
            try await journal.chooseSafety(event: safety.event, choice: choice)
        } catch {
            problem = sentence(of: error)
        }
    }

    /// The person continues from the safety page: to the next question, or to the result.
    public func goOn() async {
        guard case .safety(_, let then) = stand, let draft else { return }
        await step { if let then { .question(then) } else { .done(try await $0.finishMeasure(draft: draft)) } }
    }

    private func step(_ next: @Sendable (Journal) async throws -> Stand) async {
        do {
            let stand = try await next(journal)
            if case .question(let page) = stand { draft = page.draft }
            if case .safety(_, let then?) = stand { draft = then.draft }
            self.stand = stand
            problem = nil
        } catch {
            problem = sentence(of: error)
        }
    }
}

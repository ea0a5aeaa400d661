import Afterglow
import Observation

/// A view of the core, loaded again whenever one of its parts has changed.
@MainActor
@Observable
public final class Watched<Value: Sendable> {
    public private(set) var shown: Shown<Value> = .loading

    private let journal: Journal
    private let parts: Set<Part>
    private let load: @Sendable (Journal) throws -> Value

    public init(_ journal: Journal, _ parts: Set<Part>, load: @escaping @Sendable (Journal) throws -> Value) {
        self.journal = journal
        self.parts = parts
        self.load = load
    }

    public func reload() async {
        do {
            shown = .ready(try await journal.ask(load))
        } catch {
            shown = .failed(sentence(of: error, otherwise: "\(error)"))
        }
    }

    /// Loads now, and on each of these changes, until the task is cancelled.
    public func follow(_ changes: AsyncStream<Part>) async {
        await reload()
        for await part in changes where parts.contains(part) {
            await reload()
        }
    }
}

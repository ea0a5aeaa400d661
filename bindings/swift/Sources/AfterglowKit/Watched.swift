import Afterglow
import Observation

/// A view of the core, reloaded whenever one of its topics has changed.
@MainActor
@Observable
public final class Watched<Value: Sendable> {
    public private(set) var shown: Shown<Value> = .loading

    private let app: AppModel
    private let parts: Set<Part>
    private let load: @Sendable (Journal) async throws -> Value

    public init(_ app: AppModel, _ parts: Set<Part>, load: @escaping @Sendable (Journal) async throws -> Value) {
        self.app = app
        self.parts = parts
        self.load = load
    }

    public func reload() async {
        do {
            shown = .ready(try await load(app.journal))
        } catch {
            guard !app.isOfErased(error) else { return }
            shown = .failed(sentence(of: error))
        }
    }

    /// Loads now and after every change of its topics, until the task is cancelled.
    public func follow() async {
        for await _ in app.journal.changes(of: parts) {
            await reload()
        }
    }
}

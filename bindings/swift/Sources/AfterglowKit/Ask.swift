import Afterglow

/// Passes on what the core tells, from the core's own thread.
private final class Listener: Observer {
    private let told: @Sendable (Part) -> Void

    init(_ told: @escaping @Sendable (Part) -> Void) {
        self.told = told
    }

    func changed(view: Part) {
        told(view)
    }
}

extension Journal {
    /// Each part as it changes. Call it once while the app runs: the core keeps its observers for as long as the journal is
    /// open, and ``AppModel`` hands the changes on to the screens.
    public func everyChange() -> AsyncStream<Part> {
        let (stream, continuation) = AsyncStream.makeStream(of: Part.self, bufferingPolicy: .bufferingNewest(64))
        observe(observer: Listener { continuation.yield($0) })
        return stream
    }

    /// Asks the store on this phone, away from the caller's thread.
    public func ask<Answer: Sendable>(_ call: @escaping @Sendable (Journal) throws -> Answer) async throws -> Answer {
        try await Task.detached(priority: .userInitiated) { try call(self) }.value
    }
}

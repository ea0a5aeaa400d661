import AfterglowCore

extension Journal {
    /// Emits at once, and after every change of one of these parts. A slow reader sees the newest change only: several
    /// count as one.
    ///
    ///     for await _ in journal.changes(of: [.today]) { today = try journal.today() }
    public func changes(of parts: Set<Part>) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            observe(observer: Watcher(parts: parts, continuation: continuation))
            continuation.yield()
        }
    }
}

/// Passes on what the core tells, from the core's own thread.
private final class Watcher: Observer {
    private let parts: Set<Part>
    private let continuation: AsyncStream<Void>.Continuation

    init(parts: Set<Part>, continuation: AsyncStream<Void>.Continuation) {
        self.parts = parts
        self.continuation = continuation
    }

    func changed(view: Part) {
        if parts.contains(view) { continuation.yield() }
    }
}

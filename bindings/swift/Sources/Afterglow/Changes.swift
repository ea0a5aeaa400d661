import AfterglowCore

extension Journal {
    /// Emits immediately, and after every change of one of these views, until the reader's task ends or the journal is
    /// released. A slow reader sees only the newest change: several count as one, and none is missed.
    ///
    ///     for await _ in journal.changes(of: [.today]) { today = try await journal.today() }
    public func changes(of parts: Set<Part>) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = observe(observer: Watcher(parts: parts, continuation: continuation))
        continuation.onTermination = { [weak self] _ in self?.stopObserving(number: number) }
        continuation.yield()
        return stream
    }
}

/// Forwards changes from the core's thread. The core owns it, so the stream ends with the journal.
private final class Watcher: Observer {
    private let parts: Set<Part>
    private let continuation: AsyncStream<Void>.Continuation

    init(parts: Set<Part>, continuation: AsyncStream<Void>.Continuation) {
        self.parts = parts
        self.continuation = continuation
    }

    deinit { continuation.finish() }

    func changed(view: Part) {
        if parts.contains(view) { continuation.yield() }
    }
}

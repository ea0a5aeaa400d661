import Network

/// Whether the phone has a network. The server may still be unreachable.
enum Connection {
    /// The current state, and every change.
    static func changes() -> AsyncStream<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let following = Task {
            for await path in NWPathMonitor() { continuation.yield(path.status == .satisfied) }
        }
        continuation.onTermination = { _ in following.cancel() }
        return stream
    }
}

import Network

/// Whether the phone has a network. It says nothing of who can be reached through it.
enum Connection {
    /// Now, and whenever that changes.
    static func changes() -> AsyncStream<Bool> {
        let (stream, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let following = Task {
            for await path in NWPathMonitor() { continuation.yield(path.status == .satisfied) }
        }
        continuation.onTermination = { _ in following.cancel() }
        return stream
    }
}

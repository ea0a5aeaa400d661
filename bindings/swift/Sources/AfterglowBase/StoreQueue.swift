import Dispatch

/// Runs calls that wait for the disk, on threads of their own: neither the main actor waits for them nor the few threads that Swift's
/// tasks share. Calls may run at once; the core puts them in order where it must.
package final class StoreQueue: Sendable {
    private let queue = DispatchQueue(label: "afterglow.store", qos: .userInitiated, attributes: .concurrent)

    package init() {}

    package func run<Answer: Sendable>(_ call: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        let once = Once(call)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: once.run()) }
        }
    }
}

/// Lets go of what a call holds as soon as it has run: whoever waited for it may be the last to hold the journal, and find it closed.
private final class Once<Answer: Sendable>: @unchecked Sendable {
    private var call: (@Sendable () throws -> Answer)?

    init(_ call: @escaping @Sendable () throws -> Answer) {
        self.call = call
    }

    func run() -> Result<Answer, any Error> {
        defer { call = nil }
        return Result { try call!() }
    }
}

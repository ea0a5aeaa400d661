import Dispatch

/// Runs calls that wait for the disk on separate threads, so that they block neither the main actor nor the shared
/// threads of Swift's tasks. Calls may run concurrently; the core orders them where necessary.
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

/// Releases a call's captures right after it has run: otherwise they could keep the journal open after its last other
/// owner has released it.
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

import Afterglow
import Foundation
import Observation

/// The progress of an export or import, and the way to stop it.
@MainActor
@Observable
public final class Going: ProgressListener {
    /// From 0 to 1; nil as long as it is unknown.
    public private(set) var share: Double?

    private nonisolated let stopped = Stopped()

    public init() {}

    public func stop() { stopped.set() }

    /// The core calls it from its own thread.
    public nonisolated func step(done: UInt32, of: UInt32) -> Bool {
        if of > 0 { Task { @MainActor in share = min(Double(done) / Double(of), 1) } }
        return !stopped.isSet
    }
}

private final class Stopped: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }

    func set() { lock.withLock { value = true } }
}

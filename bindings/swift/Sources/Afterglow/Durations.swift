import AfterglowCore

// The core's seconds as `Duration`.

extension AfterglowCore.LockView {
    /// Time until auto-lock: check again then.
    public var locksIn: Duration? { locksInS.map { .seconds(Int64(clamping: $0)) } }
    /// Time until the next PIN can be tried.
    public var wait: Duration { .seconds(Int64(clamping: waitS)) }
}

extension JournalError {
    /// How long the server asks to wait before the next try, if it does.
    public var wait: Duration? {
        if case .Later(_, _, let seconds?) = self { .seconds(Int64(clamping: seconds)) } else { nil }
    }
}

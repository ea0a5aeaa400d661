import AfterglowCore

extension Journal {
    /// Keeps this phone in sync until its task is cancelled: at once, after every write here, and whenever something moves
    /// on the server. Run it while the app is in the foreground. It fails only with what does not pass by itself, such as
    /// being signed out; a network that is away is waited out.
    ///
    /// Every other `async` call runs to its end, also in a task that is cancelled meanwhile.
    public func keepInSync() async throws {
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try await stayInSync()
        } onCancel: {
            stopSyncing()
        }
    }
}

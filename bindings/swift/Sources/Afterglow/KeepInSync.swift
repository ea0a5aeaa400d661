import AfterglowCore

extension Journal {
    /// Keeps this phone in sync until its task is cancelled: immediately, after every local write, and when the server
    /// announces a change. Run it while the app is in the foreground. It fails only with a permanent error, such as being
    /// signed out; without a network it waits.
    ///
    /// Every other `async` call runs to its end, even if its task is cancelled.
    public func keepInSync() async throws {
        try await withTaskCancellationHandler {
            try Task.checkCancellation()
            try await stayInSync()
        } onCancel: {
            stopSyncing()
        }
    }
}

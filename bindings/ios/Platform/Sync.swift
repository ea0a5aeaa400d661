import Afterglow
import BackgroundTasks
import Foundation

/// Syncs in the background.
enum Sync {
    static let identifier = "afterglow.sync"

    static func schedule() {
        let request = BGAppRefreshTaskRequest(identifier: identifier)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 15 * 60)
        try? BGTaskScheduler.shared.submit(request)
    }

    static func run() async {
        schedule()
        guard let journal = try? await Phone.shared.journal() else { return }
        // Errors are shown in the status when the app is opened.
        _ = try? await journal.sync()
    }
}

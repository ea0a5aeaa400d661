import Afterglow
import BackgroundTasks
import Foundation

/// Brings out what was written when the app is not in sight.
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
        // Nobody is looking: what went wrong is said by the status when the app is opened.
        _ = try? await journal.sync()
    }
}

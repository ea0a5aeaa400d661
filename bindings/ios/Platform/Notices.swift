import Afterglow
import AfterglowKit
import Foundation
import UserNotifications

/// The core plans; the system keeps the plan and shows it. A notice has a title that tells nothing, and no body.
enum Notices {
    @MainActor
    static func follow(_ app: AppModel) async {
        await plan(app.journal)
        for await part in app.changes() where part == .reminders {
            await plan(app.journal)
        }
    }

    static func plan(_ journal: Journal) async {
        guard let reminders = try? await journal.ask({ try $0.reminders() }) else { return }
        let center = UNUserNotificationCenter.current()
        if !reminders.notices.isEmpty {
            _ = try? await center.requestAuthorization(options: [.alert])
        }
        center.removeAllPendingNotificationRequests()
        for notice in reminders.notices {
            let content = UNMutableNotificationContent()
            content.title = notice.title
            let wait = Double(notice.unixMs) / 1000 - Date().timeIntervalSince1970
            guard wait > 0 else { continue }
            let trigger = UNTimeIntervalNotificationTrigger(timeInterval: wait, repeats: false)
            try? await center.add(UNNotificationRequest(identifier: notice.id, content: content, trigger: trigger))
        }
    }
}

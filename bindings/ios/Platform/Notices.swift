import Afterglow
import AfterglowKit
import Foundation
import UserNotifications

/// Schedules the core's reminders as notifications. A notification has a discreet title and no body.
enum Notices {
    @MainActor
    static func follow(_ app: AppModel) async {
        for await _ in app.journal.changes(of: [.reminders]) {
            await plan(app.journal)
        }
    }

    /// Whether the person has refused notifications, so that no reminder can appear.
    static var areRefused: Bool {
        get async { await UNUserNotificationCenter.current().notificationSettings().authorizationStatus == .denied }
    }

    static func plan(_ journal: Journal) async {
        guard let reminders = try? await journal.reminders() else { return }
        let center = UNUserNotificationCenter.current()
        if !reminders.notices.isEmpty {
            _ = try? await center.requestAuthorization(options: [.alert])
        }
        center.removeAllPendingNotificationRequests()
        for notice in reminders.notices {
            let content = UNMutableNotificationContent()
            content.title = notice.title
            let wait = notice.moment.timeIntervalSinceNow
            guard wait > 0 else { continue }
            let trigger = UNTimeIntervalNotificationTrigger(timeInterval: wait, repeats: false)
            try? await center.add(UNNotificationRequest(identifier: notice.id, content: content, trigger: trigger))
        }
    }
}

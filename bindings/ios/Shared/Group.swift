import AfterglowInbox
import Foundation

extension Inbox {
    /// The folder that the app and its share extension both have. It can only be read while the phone is unlocked, which
    /// files in it inherit.
    static var shared: Inbox? {
        guard let group = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: "group.afterglow.phone") else { return nil }
        let folder = group.appending(path: "inbox")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.protectionKey: FileProtectionType.complete])
        return Inbox(folder)
    }
}

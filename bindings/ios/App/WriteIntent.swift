import AfterglowKit
import AppIntents

/// Opens an empty page: for Siri, Spotlight, Shortcuts, the action button and controls. A locked journal asks for its PIN
/// first.
struct WriteIntent: AppIntent {
    static let title: LocalizedStringResource = "Write"
    static let description = IntentDescription("Opens an empty page.")
    static let openAppWhenRun = true

    @MainActor
    func perform() async throws -> some IntentResult {
        Opening.shared.lead(to: .write(id: nil, prompt: nil))
        return .result()
    }
}

struct Shortcuts: AppShortcutsProvider {
    static var appShortcuts: [AppShortcut] {
        AppShortcut(intent: WriteIntent(), phrases: ["Write in \(.applicationName)"], shortTitle: "Write", systemImageName: "square.and.pencil")
    }
}

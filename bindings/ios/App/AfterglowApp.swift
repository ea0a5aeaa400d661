import Afterglow
import AfterglowKit
import BackgroundTasks
import SwiftUI

@main
struct AfterglowApp: App {
    @State private var opening = Opening.shared
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            OpeningScreen(opening: opening)
                .covered()
                .onOpenURL { opening.opened(by: $0) }
        }
        .onChange(of: phase) { _, now in
            guard now == .background, let app = opening.app else { return }
            // Saves the text first, then locks: the system grants a few seconds for both.
            let time = UIApplication.shared.beginBackgroundTask(withName: "leave")
            Task {
                await app.leave()
                UIApplication.shared.endBackgroundTask(time)
            }
            Sync.schedule()
        }
        .backgroundTask(.appRefresh(Sync.identifier)) { await Sync.run() }
    }
}

/// Opens the journal once while the app runs, or shows why it cannot be opened.
@MainActor
@Observable
final class Opening {
    static let shared = Opening()
    private(set) var app: AppModel?
    private(set) var problem: String?
    /// Whether the places of the last time were opened again.
    @ObservationIgnored var isRestored = false
    /// Where a link or an intent leads that came before the journal was open.
    @ObservationIgnored private var destination: Place?

    func open() async {
        problem = nil
        do {
            let journal = try await Phone.shared.journal()
            let opened = AppModel(journal, welcomed: UserDefaults.standard.bool(forKey: "welcomed"))
            if journal.salvaged() != nil {
                opened.notice = localized("The journal's file was damaged. It was moved aside, and all readable entries were restored.")
            }
            app = opened
            if let destination { lead(to: destination) }
        } catch {
            problem = sentence(of: error)
        }
    }

    /// A link opened the app.
    func opened(by link: URL) {
        guard let place = Place(link: link) else { return }
        lead(to: place)
    }

    /// Shows a place as soon as the journal is open.
    func lead(to place: Place) {
        destination = app == nil ? place : nil
        guard let app else { return }
        UserDefaults.standard.set(true, forKey: "welcomed")
        app.lead(to: place)
    }

    /// The notice after everything was deleted. A new journal begins.
    func erased(_ said: String) async {
        app = nil
        await Phone.shared.erased()
        await open()
        app?.notice = said
    }
}

/// The process: it opens the journal once, for the screens and for background tasks.
actor Phone {
    static let shared = Phone()
    /// Callers that ask while the journal is being opened wait for the same one.
    private var open: Task<Journal, any Error>?
    /// The same protection class as the key's: a background refresh reads the journal while the phone is locked. Its
    /// content is encrypted.
    private static let protection = FileProtectionType.completeUntilFirstUserAuthentication

    func journal() async throws -> Journal {
        let opening = open ?? Task { try await Self.opened() }
        open = opening
        do {
            return try await opening.value
        } catch {
            // Who asks next tries again.
            open = nil
            throw error
        }
    }

    private static func opened() async throws -> Journal {
        clearTemporaryFiles()
        var home = URL.applicationSupportDirectory.appending(path: "journal")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true, attributes: [.protectionKey: protection])
        // In a backup it could not be opened, because the key never leaves this phone.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try home.setResourceValues(values)
        let journal = try await Journal.open(home: home, device: "iPhone", secrets: Keychain())
        journal.useBiometrics(biometrics: FaceOrFinger())
        journal.setPlatform(tag: Locale.current.identifier(.bcp47))
        return journal
    }

    /// What was made for another app, or recorded, when the app was ended before.
    private static func clearTemporaryFiles() {
        let files = try? FileManager.default.contentsOfDirectory(at: .temporaryDirectory, includingPropertiesForKeys: nil)
        for file in files ?? [] { try? FileManager.default.removeItem(at: file) }
    }

    /// Everything was deleted: the next call opens a new journal.
    func erased() { open = nil }
}

struct OpeningScreen: View {
    let opening: Opening

    var body: some View {
        Group {
            if let app = opening.app {
                AppScreen().environment(app).environment(opening)
            } else if let problem = opening.problem {
                ContentUnavailableView {
                    Text(problem)
                } actions: {
                    Button("Try again") { Task { await opening.open() } }
                }
            } else {
                ProgressView("Loading")
            }
        }
        .task { await opening.open() }
    }
}

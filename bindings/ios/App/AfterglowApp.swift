import Afterglow
import AfterglowKit
import BackgroundTasks
import SwiftUI

@main
struct AfterglowApp: App {
    @State private var opening = Opening()
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            OpeningScreen(opening: opening)
                // The list of apps shows a cover, and nothing of the journal.
                .overlay { if phase != .active { Color("Paper").ignoresSafeArea() } }
        }
        .onChange(of: phase) { _, now in
            guard now == .background, let app = opening.app else { return }
            Task { await app.leave() }
            Sync.schedule()
        }
        .backgroundTask(.appRefresh(Sync.identifier)) { await Sync.run() }
    }
}

/// Opens the journal once while the app runs, or says why it cannot be opened.
@MainActor
@Observable
final class Opening {
    private(set) var app: AppModel?
    private(set) var problem: String?

    func open() async {
        problem = nil
        do {
            let journal = try await Phone.shared.journal()
            let opened = AppModel(journal, welcomed: UserDefaults.standard.bool(forKey: "welcomed"))
            if journal.salvaged() != nil {
                opened.notice = String(localized: "The journal's file was damaged. It was moved aside, and what could be read was brought back.")
            }
            app = opened
        } catch {
            problem = error.localizedDescription
        }
    }

    /// Everything was deleted, and this is to be said of it: the journal begins anew.
    func erased(_ said: String) async {
        app = nil
        await Phone.shared.erased()
        await open()
        app?.notice = said
    }
}

/// The process: it opens the journal once, for the screen and for whatever wakes it.
actor Phone {
    static let shared = Phone()
    private var open: Journal?

    func journal() throws -> Journal {
        if let open { return open }
        let home = URL.applicationSupportDirectory.appending(path: "journal")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true, attributes: [.protectionKey: FileProtectionType.complete])
        let journal = try Journal.open(home: home.path(percentEncoded: false), device: "iPhone", secrets: Keychain())
        journal.useBiometrics(biometrics: FaceOrFinger())
        journal.setPlatform(tag: Locale.current.identifier(.bcp47))
        open = journal
        return journal
    }

    /// Everything was deleted: who asks next begins anew.
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

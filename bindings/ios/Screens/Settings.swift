import Afterglow
import AfterglowKit
import SwiftUI

/// The settings, one page per subject, with the current value beside its name.
struct SettingsPage: View {
    @Environment(AppModel.self) private var app
    @AppStorage(Light.key) private var light = Light.system.rawValue

    private struct Now: Sendable {
        let pin: Bool
        let handle: String?
        let inSync: Bool
        let language: Language?
    }

    var body: some View {
        PageColumn {
            Shows([.lock, .account, .status, .settings]) { journal in
                Now(
                    pin: try await journal.lockView().pin, handle: try await journal.account()?.handle, inSync: try await journal.status().inSync,
                    language: try await journal.preferences().language
                )
            } content: { now in
                VStack(spacing: 0) {
                    row(.look, "circle.lefthalf.filled", (Light(rawValue: light) ?? .system).name)
                    row(.language, "globe", now.language?.own ?? localized("Same as phone"))
                    row(.lock, "lock", now.pin ? localized("PIN is set") : localized("No PIN"))
                    row(.account, "person", now.handle ?? localized("Only on this phone"))
                    row(.sync, "arrow.triangle.2.circlepath", now.inSync ? localized("Everything is backed up.") : "")
                    row(.journal, "book", "")
                }
            }
        }
        .navigationTitle("Settings")
    }

    private func row(_ subject: SettingsSubject, _ image: String, _ now: String) -> some View {
        RowItem(text: subject.name, image: image, detail: now) { app.go(.settingsOf(subject)) }
    }
}

extension SettingsSubject {
    var name: String {
        switch self {
        case .look: localized("Brightness")
        case .language: localized("Language and numbers for help")
        case .lock: localized("Lock")
        case .account: localized("Account and devices")
        case .sync: localized("Sync")
        case .journal: localized("Your journal")
        }
    }
}

extension Light {
    var name: String {
        switch self {
        case .system: localized("Same as phone")
        case .light: localized("Bright")
        case .dark: localized("Dark")
        case .dim: localized("Very dim")
        }
    }
}

extension Language {
    /// In itself.
    var own: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }
}

/// One subject of the settings.
struct SettingsSubjectPage: View {
    @Environment(AppModel.self) private var app
    let subject: SettingsSubject

    var body: some View {
        PageColumn {
            switch subject {
            case .look: LookPart()
            case .language: LanguagePart()
            case .lock: LockPart()
            case .account: AccountPart()
            case .sync: SyncPart()
            case .journal:
                VStack(spacing: 0) {
                    RowItem(text: localized("Export"), image: "square.and.arrow.up") { app.go(.takeAlong) }
                    RowItem(text: localized("Import"), image: "square.and.arrow.down") { app.go(.bring) }
                    RowItem(text: localized("Recently removed"), image: "clock.arrow.circlepath") { app.go(.recentlyRemoved) }
                }
                ErasePart()
            }
        }
        .navigationTitle(subject.name)
    }
}

/// The brightness of this phone's screens: other phones of the journal have their own setting. The size of texts is the
/// system's.
private struct LookPart: View {
    @AppStorage(Light.key) private var light = Light.system.rawValue

    var body: some View {
        OneOf(Light.allCases.map { ($0.rawValue, $0.name) }, light) { light = $0 }
        Small(localized("Very dim is for sensitive eyes after a session. The size of the text is the phone's."))
    }
}

/// Language and region are stored in the journal, for all phones of the person; the region determines which numbers
/// help shows.
private struct LanguagePart: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Shows([.settings]) { try await $0.settings() } content: { settings in
            Heading(localized("Language"))
            OneOf(
                [(Language?.none, localized("Same as phone")), (.english, Language.english.own), (.german, Language.german.own)],
                .some(settings.preferences.language)
            ) { language in
                change { $0.language = language }
            }
            if !settings.regions.isEmpty {
                Heading(localized("Numbers for help"))
                Picker("Numbers for help", selection: Binding { settings.preferences.region } set: { region in change { $0.region = region } }) {
                    Text("Same as phone").tag("")
                    ForEach(settings.regions, id: \.value) { Text($0.label).tag($0.value) }
                }
            }
        }
    }

    private func change(_ edit: @escaping @Sendable (inout Preferences) -> Void) {
        Task { await app.act { try await $0.changePreferences(edit) } }
    }
}

private struct SyncPart: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Shows([.status, .timeline, .account]) { try await $0.status() } content: { status in
            if status.inSync { Text("Everything is backed up.") }
            ForEach(status.reasons, id: \.code) { Note($0.sentence) }
            Button("Sync now") { Task { await app.act { _ = try await $0.sync() } } }.buttonStyle(.quiet)
        }
    }
}

/// First what would be lost; then the password; then everything is deleted.
private struct ErasePart: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @State private var loss: Loss?
    @State private var password = ""

    var body: some View {
        Heading(localized("Delete everything"))
        if let loss {
            Note(loss.sentence, urgent: true)
            if loss.account { SecretField(label: localized("Password"), text: $password) }
            Button("Delete everything") { Task { await erase(loss) } }.buttonStyle(.main).disabled(loss.account && password.isEmpty)
            Button("Cancel") { self.loss = nil }
        } else {
            Button("Delete everything") { Task { await ask() } }.buttonStyle(.quiet)
        }
    }

    private func ask() async {
        do {
            loss = try await app.journal.whatWouldBeLost()
        } catch {
            app.notice = sentence(of: error)
        }
    }

    private func erase(_ loss: Loss) async {
        do {
            let password = password
            let said = try await app.erase { [account = loss.account] journal in
                if account { try await journal.eraseEverything(password: password) } else { try await journal.erasePhone() }
            }
            await opening.erased(said)
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

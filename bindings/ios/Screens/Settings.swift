import Afterglow
import AfterglowKit
import SwiftUI

/// Settings: lock, account and devices, sync, export and import.
struct SettingsPage: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @State private var loss: Loss?
    @State private var password = ""

    var body: some View {
        Form {
            LanguagePart()
            BrightnessPart()
            Section("Lock") { LockPart() }
            Shows([.account]) { try await $0.account() } content: { account in
                Section("Account") {
                    if let account {
                        Text("\(account.handle) · \(account.server)")
                        Away(here: true)
                        if !account.recoveryKept { Button("Your recovery code") { app.go(.recoveryKit) } }
                        if account.signedIn {
                            Devices()
                            NewPassword()
                            Button("Sign out") { Task { await app.act { try await $0.signOut() } } }
                        } else {
                            Text("You are signed out. Your journal is still here.")
                            Button("Sign in") { app.go(.signIn) }
                        }
                    } else {
                        Button("Create account") { app.go(.register(invitation: nil)) }
                        Button("Sign in") { app.go(.signIn) }
                    }
                }
            }
            Shows([.status, .timeline, .account]) { try await $0.status() } content: { status in
                Section("Sync") {
                    if status.inSync { Text("Everything is backed up.") }
                    ForEach(status.reasons, id: \.code) { Text($0.sentence) }
                    Button("Sync now") { Task { await app.act { _ = try await $0.sync() } } }
                }
            }
            Section("Your journal") {
                Button("Export") { app.go(.takeAlong) }
                Button("Import") { app.go(.bring) }
            }
            Section("Delete everything") {
                if let loss {
                    Text(loss.sentence)
                    if loss.account { SecureField("Password", text: $password) }
                    Button("Delete everything", role: .destructive) { Task { await erase(loss) } }
                } else {
                    Button("Delete everything") { Task { loss = try? await app.journal.whatWouldBeLost() } }
                }
            }
        }
        .navigationTitle("Settings")
    }

    private func erase(_ loss: Loss) async {
        do {
            let password = password
            let erased = if loss.account {
                try await app.journal.eraseEverything(password: password)
            } else {
                try await app.journal.erasePhone()
            }
            await opening.erased(erased.sentence)
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

/// The brightness of this phone's screens: other phones of the journal have their own setting.
private struct BrightnessPart: View {
    @AppStorage(Light.key) private var light = Light.system.rawValue

    var body: some View {
        Section("Brightness") {
            Picker("Brightness", selection: $light) {
                Text("Same as phone").tag(Light.system.rawValue)
                Text("Bright").tag(Light.light.rawValue)
                Text("Dark").tag(Light.dark.rawValue)
                Text("Very dim").tag(Light.dim.rawValue)
            }
        }
    }
}

/// Language and region are stored in the journal, for all phones of the person; the region determines which numbers
/// help shows.
private struct LanguagePart: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Shows([.settings]) { try await $0.settings() } content: { settings in
            Section("Language") {
                Picker("Language", selection: Binding { settings.preferences.language } set: { language in change { $0.speaking(language) } }) {
                    Text("Same as phone").tag(Language?.none)
                    Text(verbatim: "English").tag(Optional(Language.english))
                    Text(verbatim: "Deutsch").tag(Optional(Language.german))
                }
                if !settings.regions.isEmpty {
                    Picker("Numbers for help", selection: Binding { settings.preferences.region } set: { region in change { $0.helped(in: region) } }) {
                        Text("Same as phone").tag("")
                        ForEach(settings.regions, id: \.value) { Text($0.label).tag($0.value) }
                    }
                }
            }
        }
    }

    private func change(_ change: @escaping @Sendable (Preferences) -> Preferences) {
        Task { await app.act { journal in try await journal.setPreferences(preferences: change(journal.preferences())) } }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// The lock, the account and its devices, sync, and the ways out and in.
struct SettingsPage: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @State private var loss: Loss?
    @State private var password = ""

    var body: some View {
        Form {
            Section("Lock") { LockPart() }
            Shows([.account]) { try $0.account() } content: { account in
                Section("Account") {
                    if let account {
                        Text("\(account.handle) · \(account.server)")
                        Away(here: true)
                        if !account.recoveryKept { Button("Your recovery kit") { app.go(.recoveryKit) } }
                        if account.signedIn {
                            Devices()
                            NewPassword()
                            Button("Sign out") { Task { await app.act { try await $0.signOut() } } }
                        } else {
                            Text("You are signed out. Your journal is still here.")
                            Button("Sign in") { app.go(.signIn) }
                        }
                    } else {
                        Button("Make an account") { app.go(.register) }
                        Button("Sign in") { app.go(.signIn) }
                    }
                }
            }
            Shows([.status, .timeline, .account]) { try $0.status() } content: { status in
                Section("Sync") {
                    if status.inSync { Text("Everything is where it belongs.") }
                    ForEach(status.reasons, id: \.code) { Text($0.sentence) }
                    Button("Sync now") { Task { await app.act { _ = try await $0.sync() } } }
                }
            }
            Section("Your journal") {
                Button("Take it with you") { app.go(.takeAlong) }
                Button("Bring a journal in") { app.go(.bring) }
            }
            Section("Delete everything") {
                if let loss {
                    Text(loss.sentence)
                    if loss.account { SecureField("Password", text: $password) }
                    Button("Delete everything", role: .destructive) { Task { await erase(loss) } }
                } else {
                    Button("Delete everything") { Task { loss = try? await app.journal.ask { try $0.whatWouldBeLost() } } }
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
                try await app.journal.ask { try $0.erasePhone() }
            }
            await opening.erased(erased.sentence)
        } catch {
            app.notice = error.localizedDescription
        }
    }
}

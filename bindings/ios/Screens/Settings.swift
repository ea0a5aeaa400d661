import Afterglow
import AfterglowKit
import SwiftUI

/// What will be said when, and what may not be said at all.
struct RemindersPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.reminders, .settings]) { try $0.reminders() } content: { reminders in
                Section {
                    Text(reminders.nextSaid)
                    Text(reminders.quietSaid).font(.footnote)
                    Button("Not today") { Task { await app.act { try $0.notToday() } } }
                }
                Section { ForEach(reminders.notices, id: \.id) { Text("\($0.title), \($0.whenSaid)") } }
            }
        }
        .navigationTitle("Reminders")
    }
}

/// The lock, the account and its devices, sync, and the ways out and in.
struct SettingsPage: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @State private var pin = ""
    @State private var loss: Loss?
    @State private var password = ""

    var body: some View {
        Form {
            Section("Lock") {
                SecureField("PIN", text: $pin).keyboardType(.numberPad)
                if app.lock?.pin == true {
                    Button("Lock now") { Task { await app.act { _ = try $0.lock() } } }
                    Button("Remove the PIN") { Task { await app.act { [pin] in try await $0.removePin(pin: pin) } } }
                    if FaceOrFinger.available {
                        Button("Face or finger") {
                            Task { await app.act { [pin] in try await $0.enableBiometrics(pin: pin) } }
                        }
                    }
                } else {
                    Button("Set a PIN") { Task { await app.act { [pin] in try await $0.setPin(pin: pin) } } }
                }
            }
            Shows([.account]) { [try $0.account()].compactMap { $0 } } content: { accounts in
                Section("Account") {
                    if let account = accounts.first {
                        Text("\(account.handle) · \(account.server)")
                        if !account.recoveryKept { Button("Your recovery kit") { app.go(.recoveryKit) } }
                        if account.signedIn { Devices() }
                        Button("Sign out") { Task { await app.act { try await $0.signOut() } } }
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

/// In front of everything but help. It shows nothing of the journal.
struct LockScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.help) private var help
    let lock: Lock
    @State private var pin = ""
    @State private var wrong: String?

    var body: some View {
        VStack(spacing: 16) {
            Text("Locked").font(.largeTitle).accessibilityAddTraits(.isHeader)
            SecureField("PIN", text: $pin).keyboardType(.numberPad).textFieldStyle(.roundedBorder).onSubmit(unlock)
            if let wrong { Text(wrong).foregroundStyle(.red) }
            Button("Unlock", action: unlock).buttonStyle(.borderedProminent).disabled(pin.isEmpty)
            if lock.biometrics { Button("Face or finger") { open { try await $0.unlockWithBiometrics() } } }
            Button("Help now", action: help)
        }
        .padding(24)
        .frame(maxWidth: 420)
        .task {
            guard lock.biometrics else { return }
            open { try await $0.unlockWithBiometrics() }
        }
    }

    private func unlock() {
        let typed = pin
        pin = ""
        open { try await $0.unlock(pin: typed) }
    }

    private func open(_ how: @escaping @Sendable (Journal) async throws -> Void) {
        Task {
            do {
                try await how(app.journal)
                wrong = nil
            } catch {
                // How long to wait, and what a further try would mean, is said by the core.
                wrong = error.localizedDescription
            }
        }
    }
}

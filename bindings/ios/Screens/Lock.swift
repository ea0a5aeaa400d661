import Afterglow
import AfterglowKit
import SwiftUI

/// The lock screen, in front of everything except help. It shows nothing of the journal.
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
            if lock.biometrics { Button("Face or fingerprint") { open { try await $0.unlockWithBiometrics() } } }
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
                // The core provides the text on waiting and on further attempts.
                wrong = sentence(of: error)
            }
        }
    }
}

/// The lock settings: PIN, face or fingerprint, auto-lock, and deletion after wrong PINs.
struct LockPart: View {
    @Environment(AppModel.self) private var app
    @State private var pin = ""
    @State private var cost: String?

    var body: some View {
        SecureField("PIN", text: $pin).keyboardType(.numberPad)
        if let lock = app.lock, lock.pin {
            Picker("Auto-lock", selection: Binding { lock.autoLockS } set: { after in
                Task { await app.act { try await $0.setAutoLock(seconds: after) } }
            }) {
                Text("When you leave the app").tag(Optional(UInt32(0)))
                Text("After one minute").tag(Optional(UInt32(60)))
                Text("After five minutes").tag(Optional(UInt32(300)))
                Text("Never").tag(UInt32?.none)
            }
            if lock.biometrics {
                Button("Only the PIN") { Task { await app.act { try await $0.disableBiometrics() } } }
            } else if FaceOrFinger.available {
                Button("Face or fingerprint") { with { try await $0.enableBiometrics(pin: $1) } }
            }
            if lock.wipeAfter != nil {
                Button("Delete nothing after wrong PINs") { with { try await $0.setWipeAfter(failures: nil, pin: $1) } }
            } else {
                Button("Delete everything here after ten wrong PINs") {
                    Task { cost = try? await app.journal.whatWouldBeLost().sentence }
                }
                .confirmationDialog(cost ?? "", isPresented: Binding { cost != nil } set: { if !$0 { cost = nil } }, titleVisibility: .visible) {
                    Button("Yes", role: .destructive) { with { try await $0.setWipeAfter(failures: 10, pin: $1) } }
                }
            }
            Button("Lock now") { Task { await app.act { _ = try await $0.lock() } } }
            Button("Remove PIN") { with { try await $0.removePin(pin: $1) } }
        } else {
            Button("Set PIN") { with { try await $0.setPin(pin: $1) } }.disabled(pin.isEmpty)
        }
    }

    /// Runs an action that requires the PIN.
    private func with(_ task: @escaping @Sendable (Journal, String) async throws -> Void) {
        guard !pin.isEmpty else { return app.notice = String(localized: "Please enter your PIN above first.") }
        let typed = pin
        pin = ""
        Task { await app.act { try await task($0, typed) } }
    }
}

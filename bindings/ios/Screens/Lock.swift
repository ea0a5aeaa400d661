import Afterglow
import AfterglowInbox
import AfterglowKit
import SwiftUI

/// The lock screen, in front of everything except help. It shows nothing of the journal.
struct LockScreen: View {
    @Environment(AppModel.self) private var app
    @Environment(\.help) private var help
    @Environment(\.palette) private var palette
    let lock: Lock
    @State private var pin = ""
    @State private var wrong: String?
    /// An older PIN may have letters.
    @State private var letters = false

    var body: some View {
        ScrollView {
            VStack(spacing: 16) {
                Text("Locked").font(.greeting).accessibilityAddTraits(.isHeader)
                if let inbox = Inbox.shared, !inbox.arrivals().isEmpty {
                    Note(localized("What came from the other app waits until the journal is open."))
                }
                if letters {
                    SecretField(label: localized("PIN"), text: $pin).onSubmit(unlock)
                } else {
                    Dots(count: pin.count)
                }
                if let wrong { Note(wrong, urgent: true) }
                if !letters { Keypad(pin: $pin) }
                Button("Unlock", action: unlock).buttonStyle(.main).disabled(pin.isEmpty)
                if lock.biometrics { Button("Face or fingerprint") { open { try await $0.unlockWithBiometrics() } }.buttonStyle(.quiet) }
                Button("Help now", action: help).buttonStyle(.quiet)
                Button(letters ? "Use the keypad" : "Use the keyboard") { letters.toggle() }
                ForgottenPIN()
            }
            .padding(24)
            .frame(maxWidth: 420)
            .frame(maxWidth: .infinity)
        }
        .font(.said)
        .foregroundStyle(palette.text)
        .background(palette.background)
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

/// Shows the number of typed digits, but not the digits.
private struct Dots: View {
    @Environment(\.palette) private var palette
    let count: Int

    var body: some View {
        HStack(spacing: 12) {
            // At least four places are shown, and as many as there are digits.
            ForEach(Array(0..<min(max(count, 4), 12)), id: \.self) { place in
                Circle()
                    .fill(place < count ? palette.accent : palette.background)
                    .frame(width: 14, height: 14)
                    .overlay { Circle().stroke(place < count ? palette.accent : palette.outline, lineWidth: 1.5) }
            }
        }
        .frame(height: 32)
        .accessibilityElement()
        .accessibilityLabel("\(Int(count)) digits typed")
    }
}

private struct Keypad: View {
    @Environment(\.palette) private var palette
    @Binding var pin: String

    var body: some View {
        VStack(spacing: 10) {
            ForEach(["123", "456", "789", " 0<"], id: \.self) { row in
                HStack(spacing: 18) {
                    ForEach(row.map(String.init), id: \.self) { key in one(key) }
                }
            }
        }
    }

    @ViewBuilder private func one(_ key: String) -> some View {
        switch key {
        case " ": Color.clear.frame(width: 64, height: 64).accessibilityHidden(true)
        case "<":
            Button { pin = String(pin.dropLast()) } label: {
                Image(systemName: "delete.backward").frame(width: 64, height: 64).contentShape(.circle)
            }
            .buttonStyle(.plain)
            .accessibilityLabel("Delete the last digit")
        default: Button(key) { pin += key }.buttonStyle(KeyStyle())
        }
    }
}

private struct KeyStyle: ButtonStyle {
    @Environment(\.palette) private var palette

    func makeBody(configuration: Configuration) -> some View {
        configuration.label
            .font(.question)
            .frame(width: 64, height: 64)
            .background(palette.card, in: .circle)
            .overlay { Circle().stroke(palette.outline, lineWidth: 1.5) }
            .pressed(configuration.isPressed)
    }
}

/// Nobody can open it without the PIN: the options are explained before anything is deleted.
private struct ForgottenPIN: View {
    @Environment(AppModel.self) private var app
    @Environment(Opening.self) private var opening
    @State private var open = false
    @State private var sure = false

    var body: some View {
        Button("PIN forgotten?") { open.toggle() }
        if open {
            Text(
                "Nobody can open this journal without the PIN, the practice neither. You can delete it from this phone and begin again. If you have an account, sign in afterwards: everything that was synced comes back. Without an account nothing comes back."
            )
            .font(.row)
            Button("Delete and begin again") { sure = true }
                .buttonStyle(.quiet)
                .confirmationDialog("Delete and begin again", isPresented: $sure, titleVisibility: .visible) {
                    Button("Delete and begin again", role: .destructive) { erase() }
                } message: {
                    Text("Without an account nothing comes back.")
                }
        }
    }

    private func erase() {
        Task {
            do {
                await opening.erased(try await app.erase { try await $0.eraseLocked() })
            } catch {
                app.notice = sentence(of: error)
            }
        }
    }
}

/// The lock settings: PIN, face or fingerprint, auto-lock, and deletion after wrong PINs.
struct LockPart: View {
    @Environment(AppModel.self) private var app
    @State private var pin = ""
    @State private var again = ""
    @State private var cost: String?

    var body: some View {
        if let lock = app.lock, lock.pin { set(lock) } else { new }
    }

    /// Typed twice: a typo would lock the person out of a journal that nobody else can open.
    @ViewBuilder private var new: some View {
        Text("No PIN yet. At least four digits, preferably six.")
        SecretField(label: localized("PIN"), text: digits($pin), digits: true)
        SecretField(
            label: localized("Repeat PIN"), text: digits($again),
            problem: again.isEmpty || pin.hasPrefix(again) ? nil : localized("The two PINs do not match."), digits: true
        )
        Button("Set PIN") {
            with { try await $0.setPin(pin: $1) }
            again = ""
        }
        .buttonStyle(.main)
        .disabled(pin.isEmpty || pin != again)
    }

    /// The lock screen has a keypad, so a new PIN has only digits.
    private func digits(_ text: Binding<String>) -> Binding<String> {
        Binding { text.wrappedValue } set: { text.wrappedValue = $0.filter(\.isNumber) }
    }

    @ViewBuilder private func set(_ lock: Lock) -> some View {
        Text("The journal is locked with a PIN.")
        SecretField(label: localized("PIN"), text: $pin)
        Heading(localized("Auto-lock"))
        OneOf(
            [
                (UInt32?.some(0), localized("When you leave the app")), (.some(60), localized("After one minute")),
                (.some(300), localized("After five minutes")), (.none, localized("Never")),
            ], .some(lock.autoLockS)
        ) { after in
            Task { await app.act { try await $0.setAutoLock(seconds: after) } }
        }
        if lock.biometrics {
            Button("Only the PIN") { Task { await app.act { try await $0.disableBiometrics() } } }.buttonStyle(.quiet)
        } else if FaceOrFinger.available {
            Button("Face or fingerprint") { with { try await $0.enableBiometrics(pin: $1) } }.buttonStyle(.quiet)
            Small(localized("The PIN keeps working."))
        }
        if lock.wipeAfter != nil {
            Button("Delete nothing after wrong PINs") { with { try await $0.setWipeAfter(failures: nil, pin: $1) } }.buttonStyle(.quiet)
        } else {
            Button("Delete everything here after ten wrong PINs") {
                Task { cost = try? await app.journal.whatWouldBeLost().sentence }
            }
            .buttonStyle(.quiet)
            .confirmationDialog(cost ?? "", isPresented: Binding { cost != nil } set: { if !$0 { cost = nil } }, titleVisibility: .visible) {
                Button("Yes", role: .destructive) { with { try await $0.setWipeAfter(failures: 10, pin: $1) } }
            }
            Small(localized("In case the phone falls into the wrong hands."))
        }
        Button("Lock now") { Task { await app.lockNow() } }.buttonStyle(.main)
        Button("Remove PIN") { with { try await $0.removePin(pin: $1) } }
    }

    /// Runs an action that requires the PIN.
    private func with(_ task: @escaping @Sendable (Journal, String) async throws -> Void) {
        guard !pin.isEmpty else { return app.notice = localized("Please enter your PIN above first.") }
        let typed = pin
        pin = ""
        Task { await app.act { try await task($0, typed) } }
    }
}

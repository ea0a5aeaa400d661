import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

struct CredentialsPage: View {
    enum Purpose { case register, signIn, recover }

    @Environment(AppModel.self) private var app
    let purpose: Purpose
    @AppStorage("server") private var server = ""
    /// Secrets are typed again after a lock.
    @State private var password = ""
    @State private var code = ""
    @State private var busy = false
    @State private var scanning = false
    /// Shown beside the button until the form is corrected.
    @State private var problem: String?
    /// It was already scanned or opened, so it need not be typed.
    private let invited: String?

    init(purpose: Purpose, invitation: String? = nil) {
        self.purpose = purpose
        invited = invitation
    }

    private var handle: String { app.typed[.handle] ?? "" }
    private var invitation: String { purpose == .register ? invited ?? app.typed[.invitation] ?? "" : "" }

    var body: some View {
        PageColumn {
            Away(here: true)
            if !about.isEmpty { Text(about) }
            if purpose == .register && invited == nil {
                Field(label: localized("Link of the invitation"), text: Binding { invitation } set: { app.typed[.invitation] = $0 })
            }
            // An invitation names its server.
            if ServerAddress.of(invitation: invitation) == nil {
                Field(label: localized("Address of the practice's server"), text: $server).keyboardType(.URL)
            }
            Field(
                label: localized("Sign-in name"), text: Binding { handle } set: { app.typed[.handle] = $0 },
                about: purpose == .register ? localized("A name that nobody else has here. You need it to sign in.") : ""
            )
            .textContentType(.username)
            if purpose == .recover {
                Field(label: localized("Recovery code"), text: $code, lines: 3)
                if DataScannerViewController.isSupported { Button("Scan the code of the recovery kit") { scanning = true }.buttonStyle(.quiet) }
            }
            SecretField(
                label: purpose == .recover ? localized("New password") : localized("Password"), text: $password,
                about: purpose == .signIn ? "" : localized("Nobody can look it up for you. Three or four words you will remember are good."),
                isNew: purpose != .signIn
            )
            .onSubmit { Task { await go() } }
            if let problem { Note(problem, urgent: true) }
            Button(title) { Task { await go() } }.buttonStyle(.main).disabled(busy || !isFilled)
            if busy { ProgressView() }
            if purpose == .signIn { Button("Forgot password") { app.leave(.signIn, for: .recover) } }
        }
        .autocorrectionDisabled()
        .textInputAutocapitalization(.never)
        .navigationTitle(title)
        .sheet(isPresented: $scanning) {
            CodeScanner { found in
                scanning = false
                code = found
            }
        }
    }

    private var address: String { ServerAddress.of(invitation: invitation) ?? ServerAddress.typed(server) }

    private var isFilled: Bool { !address.isEmpty && !handle.isEmpty && !password.isEmpty && (purpose != .recover || !code.isEmpty) }

    private var title: LocalizedStringKey {
        switch purpose {
        case .register: "Create account"
        case .signIn: "Sign in"
        case .recover: "Recover with the recovery code"
        }
    }

    private var about: String {
        switch purpose {
        case .register: localized("Your entries so far are included. The server stores them encrypted and cannot read them.")
        case .signIn: ""
        case .recover: localized("The fifteen words of your recovery code. All other devices are signed out.")
        }
    }

    private func go() async {
        guard !busy, isFilled else { return }
        busy = true
        problem = nil
        defer { busy = false }
        let (address, handle) = (address, handle.trimmingCharacters(in: .whitespaces))
        do {
            switch purpose {
            case .register:
                let link = invitation.isEmpty ? nil : invitation
                _ = try await app.journal.register(server: address, handle: handle, password: password, invitation: link)
                // The invitation is accepted after the recovery code.
                app.registered(at: .register(invitation: invited), invitation: link)
            case .signIn:
                try await app.journal.signIn(server: address, handle: handle, password: password)
                app.leave(.signIn)
            case .recover:
                try await app.journal.recover(server: address, handle: handle, code: code.trimmingCharacters(in: .whitespaces), newPassword: password)
                app.leave(.recover)
            }
            server = address
            (app.typed[.handle], app.typed[.invitation]) = (nil, nil)
        } catch {
            problem = sentence(of: error)
        }
    }
}

/// The account in the settings: devices, keys, password.
struct AccountPart: View {
    @Environment(AppModel.self) private var app
    @State private var leaving = false

    var body: some View {
        Shows([.account]) { try await $0.account() } content: { account in
            if let account {
                Text("\(account.handle) · \(account.server)").font(.action)
                Away(here: true)
                if !account.recoveryKept { Button("Your recovery code") { app.go(.recoveryKit) }.buttonStyle(.quiet) }
                if account.signedIn {
                    Devices()
                    NewPassword()
                    Button("Sign out") { leaving = true }
                } else {
                    Note(localized("You are signed out. Your journal is still here."))
                    Button("Sign in") { app.go(.signIn) }.buttonStyle(.main)
                }
            } else {
                Nothing(
                    title: "Only on this phone",
                    text: "With an account, your journal is also stored, encrypted, on the practice's server. If you lose your phone, you keep your journal."
                )
                Button("Create account") { app.go(.register(invitation: nil)) }.buttonStyle(.main)
                Button("Sign in") { app.go(.signIn) }
            }
        }
        .confirmationDialog("Sign out", isPresented: $leaving, titleVisibility: .visible) {
            Button("Sign out", role: .destructive) { Task { await app.act { try await $0.signOut() } } }
        } message: {
            Text("Your journal stays on this phone.")
        }
    }
}

/// The account's devices: sign out one that was given away; renew the keys for a lost one.
private struct Devices: View {
    @Environment(AppModel.self) private var app
    @State private var devices: [Device] = []
    @State private var shown = false
    /// The device to sign out after the password was entered.
    @State private var leaving: Device?
    @State private var password = ""

    var body: some View {
        Button("Your devices") { Task { await load() } }.buttonStyle(.quiet)
        if shown {
            ForEach(devices, id: \.id) { device in
                VStack(alignment: .leading, spacing: 8) {
                    RowItem(
                        text: device.name, image: "iphone",
                        detail: device.current ? localized("This phone") : device.seenAt.formatted(Spoken.moment)
                    )
                    if !device.current {
                        if leaving?.id == device.id { SecretField(label: localized("Password"), text: $password) }
                        Button("Sign out") {
                            if leaving?.id == device.id { Task { await remove(device) } } else { leaving = device }
                        }
                        .disabled(leaving?.id == device.id && password.isEmpty)
                    }
                }
            }
            Small(localized("For a phone that you sold or gave away."))
            LostPhone()
        }
    }

    private func load() async {
        do {
            devices = try await app.journal.devices()
            shown = true
        } catch {
            app.notice = sentence(of: error)
        }
    }

    private func remove(_ device: Device) async {
        let typed = password
        (password, leaving) = ("", nil)
        await app.act { try await $0.removeDevice(device: device.id, password: typed) }
        await load()
    }
}

/// Renewal after a phone was lost: replaces password and keys, then shows the new recovery code.
private struct LostPhone: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    @State private var before = ""
    @State private var password = ""
    @State private var code = ""
    @State private var busy = false

    var body: some View {
        Text(
            "The lost phone can then neither read what you write from now on nor act in your name. You get a new password and a new recovery code, and you sign in again on your other devices."
        )
        .font(.row)
        if asking {
            SecretField(label: localized("Password"), text: $before)
            SecretField(
                label: localized("New password"), text: $password,
                about: localized("Nobody can look it up for you. Three or four words you will remember are good."), isNew: true
            )
            SecretField(
                label: localized("Recovery code"), text: $code,
                about: localized("Without the recovery code, every therapist has to invite you again.")
            )
            Button("Lost phone") { Task { await exchange() } }.buttonStyle(.main).disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("Lost phone") { asking = true }.buttonStyle(.quiet)
        }
    }

    private func exchange() async {
        busy = true
        defer {
            busy = false
            before = ""
            password = ""
            code = ""
        }
        do {
            let kept = code.trimmingCharacters(in: .whitespacesAndNewlines)
            _ = try await app.journal.lostPhone(password: before, newPassword: password, code: kept.isEmpty ? nil : kept)
            asking = false
            app.go(.recoveryKit)
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

/// Changes the password.
private struct NewPassword: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    @State private var before = ""
    @State private var password = ""
    @State private var busy = false

    var body: some View {
        if asking {
            SecretField(label: localized("Password"), text: $before)
            SecretField(
                label: localized("New password"), text: $password,
                about: localized("Nobody can look it up for you. Three or four words you will remember are good."), isNew: true
            )
            Button("Change password") { Task { await change() } }.buttonStyle(.main).disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("Change password") { asking = true }.buttonStyle(.quiet)
        }
    }

    private func change() async {
        busy = true
        defer {
            before = ""
            password = ""
            busy = false
        }
        do {
            try await app.journal.changePassword(password: before, newPassword: password)
            app.notice = localized("Your password has been changed. Your other devices stay signed in.")
            asking = false
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

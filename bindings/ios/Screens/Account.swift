import Afterglow
import AfterglowKit
import SwiftUI

/// The welcome screen: what stays on the phone, who can read, that nobody reads entries live. No account is needed.
struct WelcomePage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.account, .settings]) { try await $0.welcome() } content: { welcome in
                Section(welcome.title) { ForEach(welcome.lines, id: \.self) { Text($0) } }
                Section {
                    Button("Start writing") { begin() }
                    Button("I have an invitation") { begin(.join(link: "")) }
                    Button("Sign in") { begin(.signIn) }
                }
            }
        }
    }

    private func begin(_ place: Place? = nil) {
        UserDefaults.standard.set(true, forKey: "welcomed")
        app.go(.today)
        if let place { app.go(place) }
    }
}

/// The consents, with their versions.
struct WhatThisIsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.settings, .sharing]) { try await $0.consents() } content: { consents in
                ForEach(consents, id: \.wording.title) { consent in
                    Section(consent.wording.title) {
                        Text(consent.wording.text)
                        Text(consent.said).font(.footnote)
                        let (purpose, care) = (consent.wording.purpose, consent.wording.care)
                        if !consent.agreed || consent.changed {
                            Button("I agree") { Task { await app.act { try await $0.agree(purpose: purpose, care: care) } } }
                        }
                        if consent.agreed {
                            Button("Withdraw my consent") { Task { await app.act { try await $0.withdrawConsent(purpose: purpose, care: care) } } }
                        }
                    }
                }
            }
        }
        .navigationTitle("What this is, and what it is not")
    }
}

struct CredentialsPage: View {
    enum Purpose { case register, signIn, recover }

    @Environment(AppModel.self) private var app
    let purpose: Purpose
    @AppStorage("server") private var server = ""
    @State private var handle = ""
    @State private var password = ""
    @State private var code = ""
    @State private var invitation: String
    @State private var busy = false
    /// The invitation names its server.
    private let invited: Bool

    init(purpose: Purpose, invitation: String? = nil) {
        self.purpose = purpose
        invited = invitation != nil
        _invitation = State(initialValue: invitation ?? "")
    }

    var body: some View {
        Form {
            Away(here: true)
            if !invited { TextField("Address of the practice's server", text: $server).keyboardType(.URL) }
            TextField("Sign-in name", text: $handle).textContentType(.username)
            if purpose == .register { Text("A name that nobody else has here. You need it to sign in.").font(.footnote) }
            if purpose == .recover { TextField("Recovery code", text: $code, axis: .vertical) }
            SecureField("Password", text: $password).textContentType(purpose == .signIn ? .password : .newPassword)
            if purpose != .signIn { Text("Nobody can look it up for you. Three or four words you will remember are good.").font(.footnote) }
            Button(title) { Task { await go() } }.disabled(busy || address.isEmpty || handle.isEmpty || password.isEmpty)
            if purpose == .register && !invited { TextField("Link of the invitation", text: $invitation) }
            if purpose == .signIn { Button("Forgot password") { app.go(.recover) } }
        }
        .autocorrectionDisabled()
        .textInputAutocapitalization(.never)
        .navigationTitle(title)
    }

    private var address: String {
        guard invited, var link = URLComponents(string: invitation) else { return server }
        (link.path, link.query, link.fragment) = ("", nil, nil)
        return link.string ?? server
    }

    private var title: LocalizedStringKey {
        switch purpose {
        case .register: "Create account"
        case .signIn: "Sign in"
        case .recover: "Recover with the recovery code"
        }
    }

    private func go() async {
        busy = true
        defer { busy = false }
        server = address
        do {
            switch purpose {
            case .register:
                let link = invitation.isEmpty ? nil : invitation
                _ = try await app.journal.register(server: address, handle: handle, password: password, invitation: link)
                // The invitation is accepted after the recovery code.
                app.way = link.map { [.join(link: $0), .recoveryKit] } ?? [.recoveryKit]
            case .signIn:
                try await app.journal.signIn(server: server, handle: handle, password: password)
                app.way = []
            case .recover:
                try await app.journal.recover(server: server, handle: handle, code: code, newPassword: password)
                app.way = []
            }
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

/// The recovery code, shown until it is confirmed.
struct RecoveryKitPage: View {
    @Environment(AppModel.self) private var app
    @State private var typed = ""

    var body: some View {
        Form {
            Shows([.account]) { try await $0.recoveryCode() } content: { code in
                if let code {
                    Text("If you lose your phone and your password, only these words can restore your journal.")
                    Text(code).font(.title3).textSelection(.enabled)
                    FileToShare("As a PDF, with a QR code", name: "afterglow-recovery.pdf") { try await $0.recoveryKit(to: $1) }
                    TextField("Type the fifteen words", text: $typed, axis: .vertical)
                    Button("I have saved them") { Task { await app.act { [typed] in try await $0.confirmRecoveryCode(code: typed) } } }
                } else {
                    // Continues with a waiting invitation, or with Today.
                    Button("Done") { app.way.removeAll { if case .join = $0 { false } else { true } } }
                }
            }
        }
        .navigationTitle("Your recovery code")
    }
}

/// The account's devices: sign out one that was given away; renew the keys for a lost one.
struct Devices: View {
    @Environment(AppModel.self) private var app
    @State private var devices: [Device] = []
    @State private var shown = false
    /// The device to sign out after the password was entered.
    @State private var leaving: Device?
    @State private var password = ""

    var body: some View {
        Button("Your devices") { Task { await load() } }
        if shown {
            ForEach(devices, id: \.id) { device in
                HStack {
                    Text(device.name)
                    Spacer()
                    if device.current {
                        Text("This phone").foregroundStyle(.secondary)
                    } else {
                        Button("Sign out") { leaving = device }
                    }
                }
                if leaving?.id == device.id {
                    SecureField("Password", text: $password)
                    Button("Sign out") { Task { await remove(device) } }
                        .disabled(password.isEmpty)
                }
            }
            Text("For a phone that you sold or gave away.").font(.footnote)
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
struct LostPhone: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    @State private var before = ""
    @State private var password = ""
    @State private var code = ""
    @State private var invitation = ""
    @State private var busy = false

    var body: some View {
        Text(
            "The lost phone can then neither read what you write from now on nor act in your name. You get a new password and a new recovery code, and you sign in again on your other devices."
        )
        .font(.footnote)
        if asking {
            SecureField("Password", text: $before)
            SecureField("New password", text: $password)
            SecureField("Recovery code", text: $code)
            Text("Without the recovery code, every therapist has to invite you again.").font(.footnote)
            Button("Lost phone", role: .destructive) { Task { await exchange() } }
                .disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("Lost phone") { asking = true }
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
struct NewPassword: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false
    @State private var before = ""
    @State private var password = ""
    @State private var busy = false

    var body: some View {
        if asking {
            SecureField("Password", text: $before)
            SecureField("New password", text: $password)
            Text("Nobody can look it up for you. Three or four words you will remember are good.").font(.footnote)
            Button("Change password") { Task { await change() } }.disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("Change password") { asking = true }
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
            app.notice = String(localized: "Your password has been changed. Your other devices stay signed in.")
            asking = false
        } catch {
            app.notice = sentence(of: error)
        }
    }
}

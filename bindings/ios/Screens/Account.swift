import Afterglow
import AfterglowKit
import SwiftUI

/// The first screen: what stays here, who can read, that nobody is watching. No account is needed to begin.
struct WelcomeScreen: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.account, .settings]) { try $0.welcome() } content: { welcome in
                Section(welcome.title) { ForEach(welcome.lines, id: \.self) { Text($0) } }
                Section {
                    Button("Begin writing") { begin() }
                    Button("I have an invitation") { begin(.join(link: "")) }
                    Button("I have written before") { begin(.signIn) }
                }
            }
        }
    }

    private func begin(_ place: AfterglowKit.Place? = nil) {
        UserDefaults.standard.set(true, forKey: "welcomed")
        app.go(.today)
        if let place { app.go(place) }
    }
}

/// What there is to agree to, in its versions.
struct WhatThisIsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.settings, .sharing]) { try $0.consents() } content: { consents in
                ForEach(consents, id: \.wording.title) { consent in
                    Section(consent.wording.title) {
                        Text(consent.wording.text)
                        Text(consent.said).font(.footnote)
                        let (purpose, care) = (consent.wording.purpose, consent.wording.care)
                        if !consent.agreed || consent.changed {
                            Button("I agree") { Task { await app.act { try $0.agree(purpose: purpose, care: care) } } }
                        }
                        if consent.agreed {
                            Button("Take back my consent") { Task { await app.act { try $0.withdrawConsent(purpose: purpose, care: care) } } }
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
    @State private var invitation = ""
    @State private var busy = false

    var body: some View {
        Form {
            Away(here: true)
            TextField("Address of the practice's server", text: $server).keyboardType(.URL)
            TextField("Name to sign in with", text: $handle)
            if purpose == .recover { TextField("Recovery code", text: $code, axis: .vertical) }
            SecureField("Password", text: $password)
            Button(title) { Task { await go() } }.disabled(busy || server.isEmpty || handle.isEmpty || password.isEmpty)
            if purpose == .register { TextField("Link of the invitation", text: $invitation) }
            if purpose == .signIn { Button("I lost my password") { app.go(.recover) } }
        }
        .autocorrectionDisabled()
        .textInputAutocapitalization(.never)
        .navigationTitle(title)
    }

    private var title: LocalizedStringKey {
        switch purpose {
        case .register: "Make an account"
        case .signIn: "Sign in"
        case .recover: "Come back with the recovery code"
        }
    }

    private func go() async {
        busy = true
        defer { busy = false }
        do {
            switch purpose {
            case .register:
                let link = invitation.isEmpty ? nil : invitation
                _ = try await app.journal.register(server: server, handle: handle, password: password, invitation: link)
                // The invitation's answer comes after the recovery code.
                app.way = link.map { [.join(link: $0), .recoveryKit] } ?? [.recoveryKit]
            case .signIn:
                try await app.journal.signIn(server: server, handle: handle, password: password)
                app.way = []
            case .recover:
                try await app.journal.recover(server: server, handle: handle, code: code, newPassword: password)
                app.way = []
            }
        } catch {
            app.notice = error.localizedDescription
        }
    }
}

/// The recovery code, shown until it is typed back.
struct RecoveryKitPage: View {
    @Environment(AppModel.self) private var app
    @State private var typed = ""

    var body: some View {
        Form {
            Shows([.account]) { try $0.recoveryCode() } content: { code in
                if let code {
                    Text("If you lose phone and password, only these words bring your journal back.")
                    Text(code).font(.title3).textSelection(.enabled)
                    ShareLink(item: code)
                    TextField("Type the words back", text: $typed, axis: .vertical)
                    Button("I have kept them") { Task { await app.act { [typed] in try $0.confirmRecoveryCode(code: typed) } } }
                } else {
                    // On to an invitation that waits for its answer, or to Today.
                    Button("Done") { app.way.removeAll { if case .join = $0 { false } else { true } } }
                }
            }
        }
        .navigationTitle("Your recovery kit")
    }
}

/// The account's devices: one that was given away is signed out; for a lost one everything is exchanged.
struct Devices: View {
    @Environment(AppModel.self) private var app
    @State private var devices: [Device] = []
    @State private var shown = false
    /// Which one is to be signed out, once the password is typed.
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
                        Text("This device").foregroundStyle(.secondary)
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
            app.notice = error.localizedDescription
        }
    }

    private func remove(_ device: Device) async {
        let typed = password
        (password, leaving) = ("", nil)
        await app.act { try await $0.removeDevice(device: device.id, password: typed) }
        await load()
    }
}

/// A phone was lost: password and keys are exchanged in one act, and then the new recovery code is to be kept.
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
            "What it had opens nothing that is written from then on, and nobody can act as you. You get a new password and a new recovery code, and your other phones sign in again."
        )
        .font(.footnote)
        if asking {
            SecureField("Password", text: $before)
            SecureField("New password", text: $password)
            SecureField("Recovery code", text: $code)
            Text("Without the recovery code, every therapist has to invite you again.").font(.footnote)
            Button("A phone was lost", role: .destructive) { Task { await exchange() } }
                .disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("A phone was lost") { asking = true }
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
            app.notice = error.localizedDescription
        }
    }
}

/// Another password in place of the one that is known.
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
            Button("Change the password") { Task { await change() } }.disabled(busy || before.isEmpty || password.isEmpty)
            Button("Cancel") { asking = false }
        } else {
            Button("Change the password") { asking = true }
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
            app.notice = String(localized: "The password is changed. Your other phones stay signed in.")
            asking = false
        } catch {
            app.notice = error.localizedDescription
        }
    }
}

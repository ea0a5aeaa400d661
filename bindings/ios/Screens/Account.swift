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
    @State private var busy = false

    var body: some View {
        Form {
            Away(here: true)
            TextField("Address of the practice's server", text: $server).keyboardType(.URL)
            TextField("Name to sign in with", text: $handle)
            if purpose == .recover { TextField("Recovery code", text: $code, axis: .vertical) }
            SecureField("Password", text: $password)
            Button(title) { Task { await go() } }.disabled(busy || server.isEmpty || handle.isEmpty || password.isEmpty)
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
                _ = try await app.journal.register(server: server, handle: handle, password: password)
                app.way = [.recoveryKit]
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
                    Button("Done") { app.way = [] }
                }
            }
        }
        .navigationTitle("Your recovery kit")
    }
}

/// The account's devices, and what a lost one leaves to do: sign it out, then take new keys.
struct Devices: View {
    @Environment(AppModel.self) private var app
    @State private var devices: [Device] = []
    @State private var shown = false
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
                        Button("Sign out") { Task { await remove(device) } }
                    }
                }
            }
            Text(
                "A phone is lost? Sign it out, then take new keys: what it had opens nothing that is written from then on. You get a new recovery code, and your other phones ask for the password once."
            )
            .font(.footnote)
            SecureField("Password", text: $password)
            Button("New keys") { Task { await renew() } }.disabled(password.isEmpty)
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
        await app.act { try await $0.removeDevice(device: device.id) }
        await load()
    }

    private func renew() async {
        do {
            _ = try await app.journal.renewKeys(password: password)
            password = ""
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

import Afterglow
import AfterglowKit
import SwiftUI

/// The welcome screen: what stays on the phone, who can read, that nobody reads entries live. No account is needed.
struct WelcomePage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette

    var body: some View {
        PageColumn {
            Shows([.account, .settings]) { try await $0.welcome() } content: { welcome in
                Horizon().frame(height: 4).clipShape(.capsule).accessibilityHidden(true)
                Text("A quiet place for what stays with you").font(.greeting).accessibilityAddTraits(.isHeader)
                Text(welcome.title).font(.action).foregroundStyle(palette.secondary)
                ForEach(welcome.lines, id: \.self) { Text($0) }
                Button("I have an invitation") { begin(.join(link: "")) }.buttonStyle(.main)
                Button("Start without an account") { begin() }.buttonStyle(.quiet)
                Button("Sign in") { begin(.signIn) }
            }
        }
    }

    private func begin(_ place: Place? = nil) {
        UserDefaults.standard.set(true, forKey: "welcomed")
        app.go(.today)
        if let place { app.go(place) }
    }
}

/// The consents with their versions; agreeing and withdrawing are one tap each.
struct WhatThisIsPage: View {
    @Environment(AppModel.self) private var app

    private struct Agreed: Sendable {
        let welcome: WelcomeScreen
        let consents: [Consent]
        /// The entries that each consent's therapist has.
        let shared: [CareID: [EntryID]]

        init(_ journal: Journal) async throws {
            welcome = try await journal.welcome()
            consents = try await journal.consents()
            var shared: [CareID: [EntryID]] = [:]
            for care in consents.compactMap(\.wording.care) { shared[care] = try await journal.sharedWith(care: care) }
            self.shared = shared
        }
    }

    var body: some View {
        PageColumn {
            Shows(.sharingState.union([.settings])) { try await Agreed($0) } content: { agreed in
                ForEach(agreed.welcome.lines, id: \.self) { Text($0) }
                ForEach(agreed.consents, id: \.wording.title) { consent in
                    OneConsent(consent: consent, shared: consent.wording.care.flatMap { agreed.shared[$0] } ?? [])
                }
            }
        }
        .navigationTitle("What this is, and what it is not")
    }
}

/// A wording to agree to. `shared` are the entries that its therapist has, to be taken back once the consent is withdrawn.
struct OneConsent: View {
    @Environment(AppModel.self) private var app
    let consent: Consent
    var shared: [EntryID] = []
    @State private var withdrawing = false

    var body: some View {
        let (purpose, care) = (consent.wording.purpose, consent.wording.care)
        Card {
            Text(consent.wording.title).font(.action)
            Text(consent.wording.text)
            if !consent.said.isEmpty { Note(consent.said) }
            if !consent.agreed || consent.changed {
                Button("I agree") { Task { await app.act { try await $0.agree(purpose: purpose, care: care) } } }.buttonStyle(.quiet)
            }
            if consent.agreed {
                Button("Withdraw my consent") { if care == nil { withdraw() } else { withdrawing = true } }
            } else if let care, !shared.isEmpty {
                Button("Take all \(Int(shared.count)) shared entries back") { takeBack(from: care) }.buttonStyle(.quiet)
            }
        }
        .confirmationDialog("Withdraw my consent", isPresented: $withdrawing, titleVisibility: .visible) {
            Button("Withdraw my consent", role: .destructive, action: withdraw)
        } message: {
            Text("From now on nothing new is shared. What is shared already stays readable until you take it back.")
        }
    }

    private func withdraw() {
        let (purpose, care) = (consent.wording.purpose, consent.wording.care)
        Task { await app.act { try await $0.withdrawConsent(purpose: purpose, care: care) } }
    }

    private func takeBack(from care: CareID) {
        Task { await app.act { [shared] journal in for entry in shared { _ = try await journal.takeBack(id: entry, care: care) } } }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

/// Joins by QR code or link: first shows who invites and what joining agrees to, then asks for confirmation.
struct JoinPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    @State private var invitation: Invitation?
    @State private var scanning = false
    @State private var problem: String?
    /// The link with which this page was opened; empty if it is to be typed.
    private let opened: String

    init(link: String) {
        opened = link
    }

    private var link: String { app.typed[.link(of: opened)] ?? opened }
    private var name: String { app.typed[.name] ?? "" }

    var body: some View {
        PageColumn {
            Away(here: true)
            Text("Scan the code that your therapist shows you, or paste the link.")
            if DataScannerViewController.isSupported { Button("Scan the code") { scanning = true }.buttonStyle(.quiet) }
            Field(
                label: localized("Link of the invitation"), text: Binding { link } set: { write($0) }, problem: problem
            )
            .autocorrectionDisabled()
            .textInputAutocapitalization(.never)
            if let invitation {
                Shows([.account]) { try await $0.account() } content: { account in invited(invitation, account) }
            } else {
                Button("Who invites me?") { read() }.buttonStyle(.main).disabled(link.isEmpty)
            }
        }
        .navigationTitle("Join your therapist")
        .task { if !opened.isEmpty && link == opened { read() } }
        .sheet(isPresented: $scanning) {
            CodeScanner { found in
                scanning = false
                write(found)
                read()
            }
        }
    }

    @ViewBuilder private func invited(_ invitation: Invitation, _ account: Account?) -> some View {
        Card {
            Text("\(invitation.therapist), \(invitation.practice), invites you.").font(.action)
            if let purpose = invitation.purposeText { Text(purpose) }
            if let another = invitation.anotherKeyText { Note(another, urgent: true) }
        }
        // Joining gives consent, so its text is shown before.
        Heading(invitation.consentTitle)
        Text(invitation.consentText)
        if account == nil {
            // The invitation is kept, and accepted after the recovery code.
            Note(
                localized("With an account, your journal is also stored, encrypted, on the practice's server. If you lose your phone, you keep your journal."
                )
            )
            Button("Create account") { app.go(.register(invitation: link)) }.buttonStyle(.main)
            Button("Sign in") { app.go(.signIn) }
        } else {
            Field(
                label: localized("Your name"), text: Binding { name } set: { app.typed[.name] = $0 },
                about: localized("Your therapist sees this name. You can choose any name.")
            )
            Button("I agree, and join") { join() }.buttonStyle(.main)
        }
    }

    private func write(_ text: String) {
        app.typed[.link(of: opened)] = text
        invitation = nil
    }

    private func read() {
        problem = nil
        let asked = link
        Task {
            do {
                let found = try await app.journal.readInvitation(link: asked.trimmingCharacters(in: .whitespacesAndNewlines))
                // Another link may have been typed meanwhile.
                if asked == link { invitation = found }
            } catch {
                if asked == link { problem = sentence(of: error) }
            }
        }
    }

    private func join() {
        let (link, name) = (link.trimmingCharacters(in: .whitespacesAndNewlines), name.isEmpty ? nil : name)
        Task {
            await app.proved { [app, opened] journal in
                _ = try await journal.join(link: link, name: name)
                await MainActor.run {
                    (app.typed[.link(of: opened)], app.typed[.name]) = (nil, nil)
                    app.leave(.join(link: opened), for: .therapist)
                }
            }
        }
    }
}

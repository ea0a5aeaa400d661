import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

/// Joins by QR code or link: first shows who invites and what joining agrees to, then asks for confirmation.
struct JoinPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    @State var link: String
    @State private var name = ""
    @State private var invitation: Invitation?
    @State private var scanning = false
    @State private var problem: String?
    private let opened: String

    init(link: String) {
        opened = link
        _link = State(initialValue: link)
    }

    var body: some View {
        PageColumn {
            Away(here: true)
            Text("Scan the code that your therapist shows you, or paste the link.")
            if DataScannerViewController.isSupported { Button("Scan the code") { scanning = true }.buttonStyle(.quiet) }
            Field(
                label: localized("Link of the invitation"), text: Binding { link } set: { text in
                    link = text
                    invitation = nil
                }, problem: problem
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
        .task { if !link.isEmpty { read() } }
        .sheet(isPresented: $scanning) {
            CodeScanner { found in
                scanning = false
                link = found
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
            Field(label: localized("Your name"), text: $name, about: localized("Your therapist sees this name. You can choose any name."))
            Button("I agree, and join") { join() }.buttonStyle(.main)
        }
    }

    private func read() {
        problem = nil
        Task {
            do {
                invitation = try await app.journal.readInvitation(link: link.trimmingCharacters(in: .whitespacesAndNewlines))
            } catch {
                problem = sentence(of: error)
            }
        }
    }

    private func join() {
        let (link, name) = (link.trimmingCharacters(in: .whitespacesAndNewlines), name.isEmpty ? nil : name)
        Task {
            await app.proved { [app, opened] journal in
                _ = try await journal.join(link: link, name: name)
                await app.leave(.join(link: opened), for: .therapist)
            }
        }
    }
}

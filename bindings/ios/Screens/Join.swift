import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

/// Joins by QR code or link: first shows who invites, then asks for confirmation.
struct JoinPage: View {
    @Environment(AppModel.self) private var app
    @State var link: String
    @State private var name = ""
    @State private var invitation: Invitation?
    @State private var scanning = false

    var body: some View {
        Form {
            Away(here: true)
            Text("Scan the code that your therapist shows you, or paste the link.")
            if DataScannerViewController.isSupported { Button("Scan the code") { scanning = true } }
            TextField("Link of the invitation", text: $link).autocorrectionDisabled().textInputAutocapitalization(.never)
            if let invitation {
                Text("\(invitation.therapist), \(invitation.practice)")
                if let purpose = invitation.purposeText { Text(purpose) }
                if let another = invitation.anotherKeyText { Text(another) }
                Shows([.account]) { try await $0.account() } content: { account in
                    if account == nil {
                        // The invitation is kept, and accepted after the recovery code.
                        Text("With an account your journal is kept sealed on the practice's server as well, and a lost phone is no lost journal.")
                        Button("Create account") { app.go(.register(invitation: link)) }
                        Button("Sign in") { app.go(.signIn) }
                    } else {
                        TextField("Your name", text: $name)
                        Text("How your therapist reads you. Any name will do.").font(.footnote)
                        Button("Join") { join() }
                    }
                }
            } else {
                Button("Who invites me?") { read() }.disabled(link.isEmpty)
            }
        }
        .navigationTitle("Join your therapist")
        .sheet(isPresented: $scanning) {
            CodeScanner { found in
                scanning = false
                link = found
                read()
            }
        }
    }

    private func read() {
        Task {
            do { invitation = try await app.journal.readInvitation(link: link) } catch { app.notice = sentence(of: error) }
        }
    }

    private func join() {
        let (link, name) = (link, name.isEmpty ? nil : name)
        Task {
            await app.proved { [app] journal in
                _ = try await journal.join(link: link, name: name)
                await MainActor.run { app.way = [.therapist] }
            }
        }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

/// By the code that the therapist shows, or its link: first who it is, then the yes.
struct JoinPage: View {
    @Environment(AppModel.self) private var app
    @State var link: String
    @State private var name = ""
    @State private var invitation: Invitation?
    @State private var scanning = false

    var body: some View {
        Form {
            Away(here: true)
            if DataScannerViewController.isSupported { Button("Scan the code") { scanning = true } }
            TextField("Link of the invitation", text: $link).autocorrectionDisabled().textInputAutocapitalization(.never)
            if let invitation {
                Text("\(invitation.therapist), \(invitation.practice)")
                if let purpose = invitation.purposeSaid { Text(purpose) }
                if let another = invitation.anotherKeySaid { Text(another) }
                TextField("Your name", text: $name)
                Button("Join") { join() }
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
            do { invitation = try await app.journal.readInvitation(link: link) } catch { app.notice = error.localizedDescription }
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

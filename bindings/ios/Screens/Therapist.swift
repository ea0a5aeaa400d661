import Afterglow
import AfterglowKit
import SwiftUI
import VisionKit

/// Replies, what is assigned, meetings, and who can read what.
struct TherapistPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Away()
            Shows([.therapist, .care, .sharing, .timeline]) { try $0.therapist() } content: { view in
                Section("Replies") {
                    if let none = view.noReplies { Text(none) }
                    ForEach(view.replies, id: \.id) { reply in
                        Button { app.go(.entry(reply.entry)) } label: {
                            VStack(alignment: .leading) {
                                Text("\(reply.therapist) · \(reply.whenSaid)").font(.footnote)
                                Text(reply.text)
                                Text(reply.about).font(.footnote).foregroundStyle(.secondary)
                            }
                        }
                    }
                }
                ForEach(view.assigned, id: \.id) { assigned in
                    Button("\(assigned.said) \(assigned.dueSaid)") {
                        if let instrument = assigned.instrument { app.go(.measure(instrument: instrument, assignment: assigned.id)) }
                        if let prompt = assigned.prompt { app.go(.write(id: nil, prompt: prompt.id)) }
                    }
                }
                ForEach(view.appointments, id: \.id) { Text($0.said) }
                ForEach(view.care, id: \.care.id) { AccessSection(access: $0, shareable: view.shareable) }
                Button("Join your therapist") { app.go(.join(link: "")) }
            }
        }
        .navigationTitle("Therapist")
        .onDisappear { Task { await app.act { try $0.markRepliesSeen() } } }
    }
}

private struct AccessSection: View {
    @Environment(AppModel.self) private var app
    let access: Access
    let shareable: [Choice]
    @State private var safety: [String] = []

    var body: some View {
        Section(access.care.therapist) {
            if let purpose = access.purposeSaid { Text(purpose) }
            Text(access.sinceSaid)
            Button("What is shared here") { app.go(.sharedWith(access.care.id)) }
            if !access.care.ended {
                Text(access.sharedSaid)
                Text(access.ruleSaid)
                ShareFromNowOn(access: access, shareable: shareable)
                Text(safety.joined(separator: "  ")).font(.headline)
                Text("Say them to each other. If they are the same, nobody stands between you.").font(.footnote)
                Button("End this", role: .destructive) { Task { await app.act { [id = access.care.id] in try await $0.endCare(care: id) } } }
            }
        }
        .task { safety = (try? await app.journal.ask { [id = access.care.id] in try $0.safetyWords(care: id) }) ?? [] }
    }
}

/// By the person's explicit choice: first which kinds, then what that means, then the yes.
private struct ShareFromNowOn: View {
    @Environment(AppModel.self) private var app
    let access: Access
    let shareable: [Choice]
    @State private var choosing = false
    @State private var kinds: [String] = []
    @State private var question: String?

    var body: some View {
        if !access.rule.isEmpty {
            Button("Share nothing by itself any more") {
                Task { await app.act { [id = access.care.id] in try $0.stopSharingFromNowOn(care: id) } }
            }
        } else if choosing {
            Text("What is to be shared as soon as it is written?")
            Chosen(shareable, kinds) { kinds = $0 }
            Button("Share from now on") { Task { await ask() } }
                .disabled(kinds.isEmpty)
                .confirmationDialog(question ?? "", isPresented: Binding { question != nil } set: { if !$0 { question = nil } }, titleVisibility: .visible) {
                    Button("Share from now on") {
                        Task { await app.act { [id = access.care.id, kinds] in try $0.shareFromNowOn(kinds: kinds, care: id) } }
                    }
                }
            Button("Cancel") { choosing = false }
        } else {
            Button("Share from now on") { choosing = true }
        }
    }

    private func ask() async {
        question = try? await app.journal.ask { [kinds] in $0.shareRuleQuestion(kinds: kinds) }
    }
}

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
            await app.act { _ = try await $0.join(link: link, name: name) }
            app.way = [.therapist]
        }
    }
}

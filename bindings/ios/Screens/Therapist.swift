import Afterglow
import AfterglowKit
import SwiftUI

/// Replies, what is assigned, meetings, and who can read what.
struct TherapistPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Away()
            Shows([.therapist, .care, .sharing, .timeline]) { try $0.therapist() } content: { view in
                if view.care.isEmpty {
                    Text("Your journal works without one. When your therapist gives you a code, you join here.")
                } else {
                    Section("Replies") {
                        if let none = view.noReplies { Text(none) }
                        ForEach(view.replies, id: \.id) { OneReply(reply: $0) }
                    }
                }
                ForEach(view.assigned, id: \.id) { OneAssigned(assigned: $0) }
                ForEach(view.appointments, id: \.id) { Text($0.said) }
                ForEach(view.care, id: \.care.id) { AccessSection(access: $0, shareable: view.shareable) }
                ForEach(view.practice, id: \.name) { PracticeCard(practice: $0) }
                Button("Join your therapist") { app.go(.join(link: "")) }
            }
        }
        .navigationTitle("Therapist")
        .onDisappear { Task { await app.act { try $0.markRepliesSeen() } } }
    }
}

private struct OneReply: View {
    @Environment(AppModel.self) private var app
    let reply: ReplyLine

    var body: some View {
        Button { app.go(.entry(reply.entry)) } label: {
            VStack(alignment: .leading) {
                HStack {
                    if reply.fresh { Text("New").bold() }
                    Text("\(reply.therapist) · \(reply.whenSaid)")
                }
                .font(.footnote)
                Text(reply.text)
                Text(reply.about).font(.footnote).foregroundStyle(.secondary)
            }
        }
    }
}

private struct OneAssigned: View {
    @Environment(AppModel.self) private var app
    let assigned: Assigned

    var body: some View {
        Button { open() } label: {
            VStack(alignment: .leading) {
                Text(assigned.said).font(.headline)
                if let prompt = assigned.prompt { Text(prompt.text) }
                if !assigned.dueSaid.isEmpty { Text(assigned.dueSaid).font(.footnote) }
            }
        }
    }

    private func open() {
        if let instrument = assigned.instrument { app.go(.measure(instrument: instrument, assignment: assigned.id)) }
        if let prompt = assigned.prompt { app.go(.write(id: nil, prompt: prompt.id)) }
    }
}

/// What the practice wants its clients to know.
private struct PracticeCard: View {
    @Environment(\.openURL) private var open
    let practice: Practice

    var body: some View {
        Section(practice.name) {
            ForEach([practice.readingAgreement, practice.aftercare, practice.urgent].filter { !$0.isEmpty }, id: \.self) { Text($0) }
            if !practice.phone.isEmpty {
                Button(practice.phone) {
                    if let number = URL(string: "tel:" + practice.phone.replacingOccurrences(of: " ", with: "")) { open(number) }
                }
            }
        }
    }
}

private struct AccessSection: View {
    @Environment(AppModel.self) private var app
    let access: Access
    let shareable: [Choice]
    @State private var safety: SafetyWords?

    var body: some View {
        Section(access.care.therapist) {
            if let purpose = access.purposeSaid { Text(purpose) }
            Text(access.sinceSaid)
            Button("Who can read this") { app.go(.readers) }
            Button("What is shared here") { app.go(.sharedWith(access.care.id)) }
            if !access.care.ended {
                Text(access.sharedSaid)
                Text(access.ruleSaid)
                ShareFromNowOn(access: access, shareable: shareable)
                if let safety {
                    Text("Key \(Int(safety.key))").font(.footnote)
                    Text(safety.words.joined(separator: "  ")).font(.headline)
                    Text("Say them to each other. If they are the same, nobody stands between you.").font(.footnote)
                    Button("We compared them: they are the same") { Task { await app.act { [id = access.care.id] in try $0.wordsCompared(care: id) } } }
                }
                Button("End this", role: .destructive) { Task { await app.proved { [id = access.care.id] in try await $0.endCare(care: id) } } }
            }
        }
        .task { safety = try? await app.journal.ask { [id = access.care.id] in try $0.safetyWords(care: id) } }
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
                        Task { await app.proved { [id = access.care.id, kinds] in try $0.shareFromNowOn(kinds: kinds, care: id) } }
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

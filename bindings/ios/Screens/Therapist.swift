import Afterglow
import AfterglowKit
import SwiftUI

/// Replies, assignments, appointments and access.
struct TherapistPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Away()
            Shows([.therapist, .care, .sharing, .timeline]) { try await $0.therapist() } content: { view in
                if view.care.isEmpty {
                    Text("Your journal works without one. If your therapist gives you a code, you can join here.")
                } else {
                    Section("Replies") {
                        if let none = view.noReplies { Text(none) }
                        ForEach(view.replies, id: \.id) { OneReply(reply: $0) }
                    }
                }
                ForEach(view.assigned, id: \.id) { OneAssigned(assigned: $0) }
                ForEach(view.appointments, id: \.id) { appointment in
                    Section {
                        Text(appointment.said)
                        FileToShare("For your calendar", name: "appointment.ics") { journal, file in
                            try await journal.appointmentFile(id: appointment.id).write(to: file, atomically: true, encoding: .utf8)
                        }
                    }
                }
                ForEach(view.care, id: \.care.id) { AccessSection(access: $0, shareable: view.shareable) }
                ForEach(view.practice, id: \.name) { PracticeCard(practice: $0) }
                Button("Join your therapist") { app.go(.join(link: "")) }
            }
        }
        .navigationTitle("Therapist")
        .onDisappear { Task { await app.act { try await $0.markRepliesSeen() } } }
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
                    Text("\(reply.therapist) · \(reply.whenText)")
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
                if !assigned.dueText.isEmpty { Text(assigned.dueText).font(.footnote) }
            }
        }
    }

    private func open() {
        if let instrument = assigned.instrument { app.go(.measure(instrument: instrument, assignment: assigned.id)) }
        if let prompt = assigned.prompt { app.go(.write(id: nil, prompt: prompt.id)) }
    }
}

/// The practice card.
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
            if let purpose = access.purposeText { Text(purpose) }
            Text(access.sinceText)
            Button("Who can read this") { app.go(.readers) }
            Button("What is shared here") { app.go(.sharedWith(access.care.id)) }
            if !access.care.ended {
                Text(access.sharedText)
                Text(access.ruleText)
                ShareFromNowOn(access: access, shareable: shareable)
                if let safety {
                    Text("Key \(Int(safety.key))").font(.footnote)
                    Text(safety.words.joined(separator: "  ")).font(.headline)
                    Text("Read them to each other. If they match, nobody else can read along.").font(.footnote)
                    Button("Compared, they match") { Task { await app.act { [id = access.care.id] in try await $0.wordsCompared(care: id) } } }
                }
                Button("Stop sharing", role: .destructive) { Task { await app.proved { [id = access.care.id] in try await $0.endCare(care: id) } } }
            }
        }
        .task { safety = try? await app.journal.safetyWords(care: access.care.id) }
    }
}

/// Sets a sharing rule: first the kinds, then what it means, then the confirmation.
private struct ShareFromNowOn: View {
    @Environment(AppModel.self) private var app
    let access: Access
    let shareable: [Choice]
    @State private var choosing = false
    @State private var kinds: [EntryKind] = []
    @State private var question: String?

    var body: some View {
        if !access.rule.isEmpty {
            Button("Stop sharing automatically") {
                Task { await app.act { [id = access.care.id] in try await $0.stopSharingFromNowOn(care: id) } }
            }
        } else if choosing {
            Text("What is to be shared as soon as it is written?")
            Chosen(shareable, kinds.map(\.rawValue)) { kinds = $0.map { EntryKind(rawValue: $0) } }
            Button("Share new entries automatically") { question = app.journal.shareRuleQuestion(kinds: kinds) }
                .disabled(kinds.isEmpty)
                .confirmationDialog(question ?? "", isPresented: Binding { question != nil } set: { if !$0 { question = nil } }, titleVisibility: .visible) {
                    Button("Share new entries automatically") {
                        Task { await app.proved { [id = access.care.id, kinds] in try await $0.shareFromNowOn(kinds: kinds, care: id) } }
                    }
                }
            Button("Cancel") { choosing = false }
        } else {
            Button("Share new entries automatically") { choosing = true }
        }
    }
}

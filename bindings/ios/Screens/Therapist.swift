import Afterglow
import AfterglowKit
import SwiftUI

/// Replies, assignments, appointments and access.
struct TherapistPage: View {
    @Environment(AppModel.self) private var app

    private struct Whole: Sendable {
        let view: TherapistScreen
        /// Whose safety words were compared.
        let compared: Set<CareID>
        let safety: [CareID: SafetyWords]

        init(_ journal: Journal) async throws {
            view = try await journal.therapist()
            compared = Set(try await journal.readers().readers.filter(\.compared).map(\.care))
            var safety: [CareID: SafetyWords] = [:]
            for access in view.care where !access.care.ended { safety[access.care.id] = try await journal.safetyWords(care: access.care.id) }
            self.safety = safety
        }
    }

    var body: some View {
        PageColumn {
            Away()
            ReadersFirst()
            Shows(.sharingState.union([.therapist])) { try await Whole($0) } content: { content($0) }
        }
        .navigationTitle("Therapist")
        .onDisappear { Task { await app.act { try await $0.markRepliesSeen() } } }
    }

    @ViewBuilder private func content(_ whole: Whole) -> some View {
        let view = whole.view
        if view.care.isEmpty {
            Nothing(title: "No therapist yet", text: "Your journal works without one. If your therapist gives you a code, you can join here.")
        } else {
            Caps(localized("Replies"))
            if let none = view.noReplies { Small(none) }
            ForEach(view.replies, id: \.id) { OneReply(reply: $0) }
        }
        ForEach(view.assigned, id: \.id) { OneAssigned(assigned: $0) }
        ForEach(view.appointments, id: \.id) { appointment in
            VStack(alignment: .leading, spacing: 8) {
                RowItem(text: appointment.said, image: "calendar")
                FileToShare("For your calendar", name: "appointment.ics") { journal, file in
                    try await journal.appointmentFile(id: appointment.id).write(to: file, atomically: true, encoding: .utf8)
                }
            }
        }
        ForEach(view.care, id: \.care.id) { access in
            OneAccess(access: access, shareable: view.shareable, safety: whole.safety[access.care.id], compared: whole.compared.contains(access.care.id))
        }
        ForEach(view.practice, id: \.name) { PracticeCard(practice: $0) }
        if view.care.isEmpty {
            Button("Join your therapist") { app.go(.join(link: "")) }.buttonStyle(.main)
        } else {
            Button("Who can read this") { app.go(.readers) }.buttonStyle(.quiet)
            Button("Join your therapist") { app.go(.join(link: "")) }.buttonStyle(.quiet)
        }
    }
}

private struct OneReply: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let reply: ReplyLine

    var body: some View {
        Button { app.go(.entry(reply.entry)) } label: {
            VStack(alignment: .leading, spacing: 4) {
                HStack {
                    if reply.fresh { Text("New").font(.caps).foregroundStyle(palette.accent) }
                    Small("\(reply.therapist) · \(reply.whenText)")
                }
                Text(reply.text).font(.reading).lineSpacing(5)
                Small(reply.about)
                Divider().overlay(palette.hairline)
            }
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
    }
}

private struct OneAssigned: View {
    @Environment(AppModel.self) private var app
    let assigned: Assigned

    var body: some View {
        RowItem(
            text: assigned.said, image: assigned.instrument == nil ? "square.and.pencil" : "list.bullet.clipboard",
            detail: [assigned.prompt?.text ?? "", assigned.dueText].filter { !$0.isEmpty }.joined(separator: "\n"), action: open
        )
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
        VStack(alignment: .leading, spacing: 8) {
            Heading(practice.name)
            ForEach([practice.readingAgreement, practice.aftercare, practice.urgent].filter { !$0.isEmpty }, id: \.self) { Text($0).font(.row) }
            if !practice.phone.isEmpty {
                Button(practice.phone) {
                    if let number = URL(string: "tel:" + practice.phone.replacingOccurrences(of: " ", with: "")) { open(number) }
                }
                .buttonStyle(.quiet)
            }
        }
    }
}

private struct OneAccess: View {
    @Environment(AppModel.self) private var app
    let access: Access
    let shareable: [Choice]
    let safety: SafetyWords?
    let compared: Bool
    @State private var ending = false

    var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            Text(access.care.therapist).font(.question).accessibilityAddTraits(.isHeader)
            if !access.care.practice.isEmpty { Text(access.care.practice) }
            if let purpose = access.purposeText { Text(purpose) }
            Small(access.sinceText)
            if !access.care.ended { Text(access.sharedText) }
            Button("What is shared here") { app.go(.sharedWith(access.care.id)) }.buttonStyle(.quiet)
            if !access.care.ended {
                Text(access.ruleText)
                ShareFromNowOn(access: access, shareable: shareable)
                if let safety { words(safety) }
                Button("Stop sharing") { ending = true }.buttonStyle(.quiet)
            }
        }
        .confirmationDialog("Stop sharing", isPresented: $ending, titleVisibility: .visible) {
            Button("Stop sharing", role: .destructive) { Task { await app.proved { [id = access.care.id] in try await $0.endCare(care: id) } } }
        } message: {
            Text("Once the server has confirmed it, your therapist can read nothing more. Your journal stays with you.")
        }
    }

    @ViewBuilder private func words(_ safety: SafetyWords) -> some View {
        Heading(localized("Safety words"))
        Small(localized("Key \(Int(safety.key))"))
        Text(safety.words.joined(separator: "  ")).font(.question)
        if compared {
            Small(localized("Compared, they match."))
        } else {
            Small(localized("Read them to each other. If they match, nobody else can read along."))
            Button("They match") { Task { await app.act { [id = access.care.id] in try await $0.wordsCompared(care: id) } } }.buttonStyle(.quiet)
        }
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
            .buttonStyle(.quiet)
        } else if choosing {
            Text("What is to be shared as soon as it is written?").font(.action)
            Chosen(shareable, kinds.map(\.rawValue)) { kinds = $0.map { EntryKind(rawValue: $0) } }
            Flow {
                Button("Share new entries automatically") { question = app.journal.shareRuleQuestion(kinds: kinds) }
                    .buttonStyle(.quiet)
                    .disabled(kinds.isEmpty)
                Button("Cancel") { choosing = false }.buttonStyle(.quiet)
            }
            .confirmationDialog(question ?? "", isPresented: Binding { question != nil } set: { if !$0 { question = nil } }, titleVisibility: .visible) {
                Button("Share new entries automatically") {
                    Task { await app.proved { [id = access.care.id, kinds] in try await $0.shareFromNowOn(kinds: kinds, care: id) } }
                }
            }
        } else {
            Button("Share new entries automatically") { choosing = true }.buttonStyle(.quiet)
        }
    }
}

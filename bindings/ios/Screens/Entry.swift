import Afterglow
import AfterglowKit
import SwiftUI

/// One entry: its text, its replies, who may read it, and the steps based on it.
struct EntryPage: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var deleting = false

    /// An entry, and what is shown with it.
    private struct Whole: Sendable {
        let entry: Afterglow.Entry
        /// A text about harm by a practitioner: it is never offered for sharing.
        let withheld: Bool
        let question: String?
        let attachments: [EntryAttachment]
        let steps: [Step]
        let result: MeasureResult?
        let takenBack: [TakenBack]

        init(_ journal: Journal, _ id: EntryID) async throws {
            entry = try await journal.show(id: id)
            withheld = try await journal.isWithheld(entry)
            if let asked = entry.asked {
                question = asked
            } else if let prompt = entry.prompt {
                question = try await journal.promptWords(id: prompt)
            } else {
                question = nil
            }
            attachments = try await journal.attachments(of: id)
            steps = entry.kind == .reflection ? try await journal.thread(id: id) : []
            result = entry.measure == nil ? nil : try await journal.measureResult(id: id)
            takenBack = entry.fromTherapist ? [] : try await journal.takenBack(id: id)
        }
    }

    var body: some View {
        PageColumn {
            Shows(.sharingState.union([.steps])) { [id] in try await Whole($0, id) } content: { whole in
                content(whole)
                Earlier(id: id)
            }
        }
        .confirmationDialog("Delete this entry?", isPresented: $deleting, titleVisibility: .visible) {
            Button("Delete", role: .destructive, action: delete)
        } message: {
            Text("It is deleted from your devices and, if shared, from your therapist's view.")
        }
    }

    @ViewBuilder private func content(_ whole: Whole) -> some View {
        let entry = whole.entry
        Caps(entry.head)
        if let question = whole.question { Text(question).font(.action) }
        if !entry.text.isEmpty { Text(entry.text).font(.reading).lineSpacing(5).textSelection(.enabled) }
        ForEach(entry.effectsText, id: \.self) { Text($0) }
        if !whole.attachments.isEmpty { Attachments(of: id, all: whole.attachments) }
        if let result = whole.result { MeasureResultText(result: result) }
        Marks(entry: entry)
        if !entry.fromTherapist {
            Text(entry.sharedText).font(.row)
            if !entry.sharedWith.isEmpty && !entry.readingText.isEmpty { Small(entry.readingText) }
            ForEach(whole.takenBack, id: \.care) { Note($0.said) }
            acts(whole)
        }
        if !entry.alternatives.isEmpty {
            RowItem(text: localized("This was changed on two devices at once. Both are kept."), image: "square.on.square") { app.go(.conflicts) }
        }
        if !whole.steps.isEmpty {
            Caps(localized("What came of it"))
            VStack(spacing: 0) {
                ForEach(whole.steps, id: \.id) { step in RowItem(text: step.text, image: "checkmark.circle", detail: step.said) { app.go(.steps) } }
            }
        }
        if !entry.replies.isEmpty {
            Caps(localized("Replies"))
            ForEach(entry.replies) { reply in
                VStack(alignment: .leading, spacing: 4) {
                    Small(moment(reply.at))
                    Text(reply.text).font(.reading).lineSpacing(5)
                }
            }
        }
    }

    @ViewBuilder private func acts(_ whole: Whole) -> some View {
        let entry = whole.entry
        if !whole.withheld && entry.sharedWith.isEmpty { Button("Share") { app.go(.share(id)) }.buttonStyle(.main) }
        Flow {
            // Taking back is as easy, but it is not the main action of the page.
            if !whole.withheld && !entry.sharedWith.isEmpty { Button("Take back") { app.go(.share(id)) }.buttonStyle(.quiet) }
            if entry.kind == .sideEffectCheck { Button("Open") { app.go(.effectsAnswer(id)) }.buttonStyle(.quiet) }
            if entry.kind == .reflection {
                Button("Change") { app.go(.write(id: id, prompt: nil)) }.buttonStyle(.quiet)
                Button("Turn this into a step") { app.go(.newStep(fromEntry: id)) }.buttonStyle(.quiet)
            }
            if [.reflection, .checkIn, .sideEffectCheck].contains(entry.kind) && !whole.withheld {
                Button(entry.wantsToTalk ? "I do not want to talk about this" : "I want to talk about this") {
                    Task { await app.act { [id] in try await $0.markToTalk(id: id, marked: !entry.wantsToTalk) } }
                }
                .buttonStyle(.quiet)
            }
            Button("Delete") { deleting = true }.buttonStyle(.quiet)
        }
    }

    private func delete() {
        Task {
            await app.act { [app, id] journal in
                try await journal.delete(id: id)
                await app.leave(.entry(id))
            }
        }
    }

    /// Formats a moment with its own UTC offset.
    private func moment(_ at: ZonedTime) -> String { "\(at.day), \(at.clock)" }
}

/// The earlier versions of an entry. Once opened they stay open, and are updated with the entry.
private struct Earlier: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var open = false

    var body: some View {
        if open {
            Caps(localized("Earlier versions"))
            Shows([.timeline]) { [id] in try await $0.history(id: id) } content: { versions in
                let before = versions.filter { $0.id != nil }
                if before.isEmpty { Text("Nothing here yet") }
                ForEach(before, id: \.id) { version in
                    VStack(alignment: .leading, spacing: 6) {
                        Small(version.whenText)
                        Text(version.text).font(.reading)
                        Button("Restore") { bringBack(version) }.buttonStyle(.quiet)
                    }
                }
            }
        } else {
            Button("Earlier versions") { open = true }
        }
    }

    private func bringBack(_ version: Version) {
        guard let chosen = version.id else { return }
        Task { await app.act { [id] in try await $0.restore(id: id, version: chosen) } }
    }
}

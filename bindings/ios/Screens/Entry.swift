import Afterglow
import AfterglowKit
import SwiftUI

/// One entry: its text, its replies, who may read it.
struct EntryPage: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var deleting = false

    /// An entry, the prompt that it answers, and a measure's result.
    private struct Whole: Sendable {
        let entry: Afterglow.Entry
        let question: String?
        let result: MeasureResult?

        init(_ journal: Journal, _ id: EntryID) async throws {
            entry = try await journal.show(id: id)
            if let asked = entry.asked {
                question = asked
            } else if let prompt = entry.prompt {
                question = try await journal.promptWords(id: prompt)
            } else {
                question = nil
            }
            result = entry.measure == nil ? nil : try await journal.measureResult(id: id)
        }
    }

    var body: some View {
        Form {
            Shows([.timeline, .sharing]) { [id] in try await Whole($0, id) } content: { whole in
                let entry = whole.entry
                Section {
                    Text(entry.head).font(.footnote)
                    if let question = whole.question { Text(question).font(.headline) }
                    if !entry.text.isEmpty { Text(entry.text).textSelection(.enabled) }
                    ForEach(entry.effectsText, id: \.self) { Text($0) }
                    if let result = whole.result { MeasureResultText(result: result) }
                    Marks(entry: entry)
                    if !entry.fromTherapist { Text(entry.sharedText) }
                    if !entry.sharedWith.isEmpty && !entry.readingText.isEmpty { Text(entry.readingText).font(.footnote) }
                }
                Shows([.timeline]) { [id] in try await $0.attachments(of: id) } content: { attachments in
                    if !attachments.isEmpty { Section { Attachments(of: id, all: attachments) } }
                }
                if !entry.fromTherapist {
                    Section {
                        Button(entry.sharedWith.isEmpty ? "Share" : "Take back") { app.go(.share(id)) }
                        if entry.kind == .reflection {
                            Button("Change") { app.go(.write(id: id, prompt: nil)) }
                            Button("Turn this into a step") { app.go(.newStep(fromEntry: id)) }
                        }
                        if entry.kind == .reflection || entry.kind == .checkIn {
                            Toggle("I want to talk about this", isOn: Binding { entry.wantsToTalk } set: { on in
                                Task { await app.act { [id] in try await $0.markToTalk(id: id, marked: on) } }
                            })
                        }
                        Button("Delete", role: .destructive) { deleting = true }
                    }
                }
                if !entry.alternatives.isEmpty { Button("Another version") { app.go(.conflicts) } }
                if entry.kind == .reflection {
                    Shows([.steps]) { [id] in try await $0.thread(id: id) } content: { steps in
                        if !steps.isEmpty {
                            Section("What came of it") { ForEach(steps, id: \.id) { step in Button("\(step.text) · \(step.said)") { app.go(.steps) } } }
                        }
                    }
                }
                if !entry.replies.isEmpty {
                    Section("Replies") {
                        ForEach(entry.replies) { reply in
                            VStack(alignment: .leading) {
                                Text(moment(reply.at)).font(.footnote)
                                Text(reply.text)
                            }
                        }
                    }
                }
                Earlier(id: id)
            }
        }
        .confirmationDialog("Delete this entry?", isPresented: $deleting, titleVisibility: .visible) {
            Button("Delete", role: .destructive) {
                Task {
                    await app.act { [id] in try await $0.delete(id: id) }
                    _ = app.way.popLast()
                }
            }
        }
    }

    /// Formats a moment with its own UTC offset.
    private func moment(_ at: ZonedTime) -> String {
        at.date?.formatted(date: .abbreviated, time: .shortened) ?? at.rawValue
    }
}

/// The earlier versions of an entry.
private struct Earlier: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var versions: [Version]?

    var body: some View {
        Section {
            if let versions {
                let before = versions.filter { $0.id != nil }
                if before.isEmpty { Text("Nothing here yet") }
                ForEach(before, id: \.id) { version in
                    Text(version.whenText).font(.footnote)
                    Text(version.text)
                    Button("Restore") { Task { await bringBack(version) } }
                }
            } else {
                Button("Earlier versions") { Task { versions = try? await app.journal.history(id: id) } }
            }
        }
    }

    private func bringBack(_ version: Version) async {
        guard let chosen = version.id else { return }
        await app.act { [id] in try await $0.restore(id: id, version: chosen) }
        versions = nil
    }
}

/// Before sharing: exactly what the therapist will see. After taking back: the consequences.
struct SharePage: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var chosen: CareID?

    private struct Sharing: Sendable {
        let care: [Care]
        let entry: Afterglow.Entry
        let view: ShareScreen?
    }

    var body: some View {
        Form {
            Away()
            Shows([.timeline, .sharing, .care]) { [id, chosen] journal -> Sharing in
                let care = try await journal.care().filter { !$0.ended }
                let with = chosen ?? care.first?.id
                let view: ShareScreen? = if let with { try await journal.shareView(ids: [id], care: with) } else { nil }
                return Sharing(care: care, entry: try await journal.show(id: id), view: view)
            } content: { sharing in
                if let view = sharing.view {
                    WithWhom(care: sharing.care, chosen: view.care) { chosen = $0 }
                    if sharing.entry.sharedWith.contains(view.care) {
                        Section {
                            Text(sharing.entry.sharedText)
                            Text(sharing.entry.readingText)
                            Button("Take back", role: .destructive) { takeBack(view.care) }
                        }
                    } else {
                        Section {
                            Text(view.title).font(.headline)
                            Text(view.laterChanges)
                            Button("Share") { Task { await app.act { [id] in try await $0.share(id: id, care: view.care) } } }
                            Text(view.notWatched).font(.footnote)
                        }
                    }
                    ForEach(view.previews, id: \.entry.id) { WhatIsSeen(preview: $0) }
                } else {
                    Text("When your therapist invites you, you can share individual entries.")
                    Button("Join your therapist") { app.go(.join(link: "")) }
                }
            }
            .id(chosen)
        }
        .navigationTitle("Share this entry")
    }

    private func takeBack(_ care: CareID) {
        Task {
            do {
                app.notice = try await app.journal.takeBack(id: id, care: care)
            } catch {
                app.notice = sentence(of: error)
            }
        }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// One entry: its words, what was answered, who may read it.
struct EntryPage: View {
    @Environment(AppModel.self) private var app
    let id: String
    @State private var deleting = false

    /// An entry, the question that it answers, and what a measure came to.
    private struct Whole: Sendable {
        let entry: Afterglow.Entry
        let question: String?
        let result: MeasureResult?

        init(_ journal: Journal, _ id: String) throws {
            entry = try journal.show(id: id)
            question = try entry.asked ?? entry.prompt.flatMap { try journal.promptWords(id: $0) }
            result = entry.measure == nil ? nil : try journal.measureResult(id: id)
        }
    }

    var body: some View {
        Form {
            Shows([.timeline, .sharing]) { [id] in try Whole($0, id) } content: { whole in
                let entry = whole.entry
                Section {
                    Text(entry.head).font(.footnote)
                    if let question = whole.question { Text(question).font(.headline) }
                    if !entry.text.isEmpty { Text(entry.text).textSelection(.enabled) }
                    if let result = whole.result { MeasureResultText(result: result) }
                    Marks(entry: entry)
                    if !entry.fromTherapist { Text(entry.sharedSaid) }
                    if !entry.sharedWith.isEmpty && !entry.readingSaid.isEmpty { Text(entry.readingSaid).font(.footnote) }
                }
                Shows([.timeline]) { [id] in try $0.attachments(of: id) } content: { attachments in
                    if !attachments.isEmpty { Section { Attachments(of: id, all: attachments) } }
                }
                if !entry.fromTherapist {
                    Section {
                        Button(entry.sharedWith.isEmpty ? "Share" : "Take back") { app.go(.share(id)) }
                        if entry.kind == "reflection" {
                            Button("Change") { app.go(.write(id: id, prompt: nil)) }
                            Button("Make a step of this") { app.go(.newStep(fromEntry: id)) }
                        }
                        if entry.kind == "reflection" || entry.kind == "check_in" {
                            Toggle("I want to talk about this", isOn: Binding { entry.wantsToTalk } set: { on in
                                Task { await app.act { [id] in try $0.markToTalk(id: id, marked: on) } }
                            })
                        }
                        Button("Delete", role: .destructive) { deleting = true }
                    }
                }
                if !entry.alternatives.isEmpty { Button("Another version") { app.go(.conflicts) } }
                if entry.kind == "reflection" {
                    Shows([.steps]) { [id] in try $0.thread(id: id) } content: { steps in
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
                    await app.act { [id] in try $0.delete(id: id) }
                    _ = app.way.popLast()
                }
            }
        }
    }

    /// A moment with its own offset, as a clock here tells it.
    private func moment(_ at: String) -> String {
        ISO8601DateFormatter().date(from: at)?.formatted(date: .abbreviated, time: .shortened) ?? at
    }
}

/// What the entry was before it was changed.
private struct Earlier: View {
    @Environment(AppModel.self) private var app
    let id: String
    @State private var versions: [Version]?

    var body: some View {
        Section {
            if let versions {
                let before = versions.filter { $0.id != nil }
                if before.isEmpty { Text("Nothing here yet") }
                ForEach(before, id: \.id) { version in
                    Text(version.whenSaid).font(.footnote)
                    Text(version.text)
                    Button("Bring back") { Task { await bringBack(version) } }
                }
            } else {
                Button("Earlier versions") { Task { versions = try? await app.journal.ask { [id] in try $0.history(id: id) } } }
            }
        }
    }

    private func bringBack(_ version: Version) async {
        guard let chosen = version.id else { return }
        await app.act { [id] in try $0.restore(id: id, version: chosen) }
        versions = nil
    }
}

/// Exactly what the therapist will see, before; and the truth about taking back, after.
struct SharePage: View {
    @Environment(AppModel.self) private var app
    let id: String
    @State private var chosen: String?

    private struct Sharing: Sendable {
        let care: [Care]
        let entry: Afterglow.Entry
        let view: ShareScreen?
    }

    var body: some View {
        Form {
            Away()
            Shows([.timeline, .sharing, .care]) { [id, chosen] journal in
                let care = try journal.care().filter { !$0.ended }
                let with = chosen ?? care.first?.id
                return Sharing(care: care, entry: try journal.show(id: id), view: try with.map { try journal.shareView(ids: [id], care: $0) })
            } content: { sharing in
                if let view = sharing.view {
                    WithWhom(care: sharing.care, chosen: view.care) { chosen = $0 }
                    if sharing.entry.sharedWith.contains(view.care) {
                        Section {
                            Text(sharing.entry.sharedSaid)
                            Text(sharing.entry.readingSaid)
                            Button("Take back", role: .destructive) { takeBack(view.care) }
                        }
                    } else {
                        Section {
                            Text(view.title).font(.headline)
                            Text(view.laterChanges)
                            Button("Share") { Task { await app.act { [id] in try $0.share(id: id, care: view.care) } } }
                            Text(view.notWatched).font(.footnote)
                        }
                    }
                    ForEach(view.previews, id: \.entry.id) { WhatIsSeen(preview: $0) }
                } else {
                    Text("When your therapist invites you, you can share single entries.")
                    Button("Join your therapist") { app.go(.join(link: "")) }
                }
            }
            .id(chosen)
        }
        .navigationTitle("Share this entry")
    }

    private func takeBack(_ care: String) {
        Task {
            do {
                app.notice = try await app.journal.ask { [id] in try $0.takeBack(id: id, care: care) }
            } catch {
                app.notice = error.localizedDescription
            }
        }
    }
}

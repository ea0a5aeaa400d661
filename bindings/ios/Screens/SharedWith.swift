import Afterglow
import AfterglowKit
import SwiftUI

/// The entries shared with one therapist, newest first, also of an ended relationship.
struct SharedWithPage: View {
    @Environment(AppModel.self) private var app
    let care: CareID
    @State private var rows = 50

    var body: some View {
        Form {
            Shows([.timeline, .sharing, .care]) { [care, rows] in try await $0.given(to: care, atMost: rows) } content: { given in
                if given.entries.isEmpty {
                    Text("Nothing shared").font(.headline)
                    Text("Each entry stays private until you share it.")
                }
                if !given.entries.isEmpty && !given.others.isEmpty {
                    Button("Share with another therapist too") { app.go(.goAlong(from: care)) }
                }
                ForEach(given.entries) { entry in
                    Button { app.go(.entry(entry.id)) } label: {
                        VStack(alignment: .leading) {
                            Text(entry.head).font(.footnote)
                            Text(entry.text.isEmpty ? entry.line : entry.text).lineLimit(4)
                        }
                    }
                }
                if given.more { Button("Earlier") { rows += 50 } }
            }
            .id(rows)
        }
        .navigationTitle("What is shared here")
    }
}

/// Shares one therapist's entries with another one, after a full preview.
struct GoAlongPage: View {
    @Environment(AppModel.self) private var app
    let from: CareID
    @State private var chosen: CareID?

    var body: some View {
        Form {
            Away()
            Shows([.timeline, .sharing, .care]) { [from, chosen] in try await $0.along(from: from, to: chosen) } content: { along in
                if let view = along.view {
                    WithWhom(care: along.others, chosen: view.care) { chosen = $0 }
                    if along.ids.isEmpty {
                        Text("They already have all of it.")
                    } else {
                        Section {
                            Text(view.title).font(.headline)
                            Text(view.laterChanges)
                            Button("Share") { share(along.ids, view.care) }
                            Text(view.notWatched).font(.footnote)
                        }
                    }
                    ForEach(view.previews, id: \.entry.id) { WhatIsSeen(preview: $0) }
                } else {
                    Text("When your therapist invites you, you can share individual entries.")
                }
            }
            .id(chosen)
        }
        .navigationTitle("Share with another therapist too")
    }

    private func share(_ ids: [EntryID], _ care: CareID) {
        Task {
            await app.proved { try await $0.shareSeveral(ids: ids, care: care) }
            if app.way.last == .goAlong(from: from) { _ = app.way.popLast() }
        }
    }
}

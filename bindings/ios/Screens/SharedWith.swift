import Afterglow
import AfterglowKit
import SwiftUI

/// What one therapist has of the journal, newest first; what they had, where the relationship has ended.
struct SharedWithPage: View {
    @Environment(AppModel.self) private var app
    let care: String
    @State private var rows = 50

    var body: some View {
        Form {
            Shows([.timeline, .sharing, .care]) { [care, rows] in try $0.given(to: care, atMost: rows) } content: { given in
                if given.entries.isEmpty {
                    Text("Nothing is shared").font(.headline)
                    Text("Each entry stays yours alone until you share it.")
                }
                if !given.entries.isEmpty && !given.others.isEmpty {
                    Button("Share it with somebody else as well") { app.go(.goAlong(from: care)) }
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

/// All that one therapist has, for another one as well: seen whole before anything is shared.
struct GoAlongPage: View {
    @Environment(AppModel.self) private var app
    let from: String
    @State private var chosen: String?

    var body: some View {
        Form {
            Away()
            Shows([.timeline, .sharing, .care]) { [from, chosen] in try $0.along(from: from, to: chosen) } content: { along in
                if let view = along.view {
                    WithWhom(care: along.others, chosen: view.care) { chosen = $0 }
                    if along.ids.isEmpty {
                        Text("They have all of it already.")
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
                    Text("When your therapist invites you, you can share single entries.")
                }
            }
            .id(chosen)
        }
        .navigationTitle("Share it with somebody else as well")
    }

    private func share(_ ids: [String], _ care: String) {
        Task {
            await app.proved { try $0.shareSeveral(ids: ids, care: care) }
            if app.way.last == .goAlong(from: from) { _ = app.way.popLast() }
        }
    }
}

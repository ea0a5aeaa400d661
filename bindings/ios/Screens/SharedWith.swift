import Afterglow
import AfterglowKit
import SwiftUI

/// The entries shared with one therapist, newest first, also of an ended relationship.
struct SharedWithPage: View {
    @Environment(AppModel.self) private var app
    let care: CareID
    @State private var rows = 50

    var body: some View {
        PageColumn {
            Shows(.sharingState) { [care, rows] in try await $0.given(to: care, atMost: rows) } content: { given in
                if let access = given.access { Text("\(access.care.therapist) · \(access.sinceText)").font(.action) }
                if given.entries.isEmpty { Nothing(title: "Nothing shared", text: "Each entry stays private until you share it.") }
                if !given.entries.isEmpty && !given.others.isEmpty {
                    Button("Share with another therapist too") { app.go(.goAlong(from: care)) }.buttonStyle(.quiet)
                }
                LazyVStack(alignment: .leading, spacing: 0) { ForEach(given.entries) { EntryRow(entry: $0) } }
                if given.more { Button("Earlier") { rows += 50 }.buttonStyle(.quiet) }
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
        Shows(.sharingState.union([.settings])) { [from, chosen] in try await $0.along(from: from, to: chosen) } content: { along in
            if let view = along.view, !along.ids.isEmpty, along.consent == nil {
                PageColumn { content(along) }
                    .bottom { Button("Share") { share(along.ids, view.care) }.buttonStyle(.main) }
            } else {
                PageColumn { content(along) }
            }
        }
        .id(chosen)
        .navigationTitle("Share with another therapist too")
    }

    @ViewBuilder private func content(_ along: Along) -> some View {
        Away()
        ReadersFirst()
        if let view = along.view {
            WithWhom(care: along.others, chosen: view.care) { chosen = $0 }
            if along.ids.isEmpty {
                Note(localized("All of it is shared with them already."))
            } else {
                if let consent = along.consent { OneConsent(consent: consent) }
                Text(view.title).font(.action)
                Small(view.laterChanges)
                Small(view.notWatched)
            }
            ForEach(view.previews, id: \.entry.id) { WhatIsSeen(preview: $0) }
        } else {
            Nothing(title: "Nobody to share with yet", text: "When your therapist invites you, you can share individual entries.")
        }
    }

    private func share(_ ids: [EntryID], _ care: CareID) {
        Task {
            await app.proved { [app, from] journal in
                try await journal.shareSeveral(ids: ids, care: care)
                await MainActor.run {
                    app.notice = localized("You share this now. You can take it back at any time.")
                    app.leave(.goAlong(from: from))
                }
            }
        }
    }
}

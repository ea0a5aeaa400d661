import Afterglow
import AfterglowKit
import SwiftUI

/// Before sharing: exactly what the therapist will see, and the button at the lower edge. After taking back: the
/// consequences.
struct SharePage: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    @State private var chosen: CareID?

    var body: some View {
        Shows(.sharingState.union([.settings])) { [id, chosen] in try await $0.sharing(of: id, with: chosen) } content: { sharing in
            if let view = sharing.view, !sharing.isShared, sharing.consent == nil {
                PageColumn { content(sharing) }
                    .bottom { Button("Share with \(sharing.therapist)") { share(view.care) }.buttonStyle(.main) }
            } else {
                PageColumn { content(sharing) }
            }
        }
        .id(chosen)
        .navigationTitle("Share this entry")
    }

    @ViewBuilder private func content(_ sharing: Sharing) -> some View {
        Away()
        ReadersFirst()
        if let view = sharing.view {
            WithWhom(care: sharing.care, chosen: view.care) { chosen = $0 }
            if sharing.isShared {
                Text(sharing.entry.sharedText).font(.action)
                if !sharing.entry.readingText.isEmpty { Text(sharing.entry.readingText) }
                Button("Take back") { takeBack(view.care) }.buttonStyle(.quiet)
            }
            if let taken = sharing.takenBack { Note(taken.said) }
            if !sharing.isShared, let consent = sharing.consent { OneConsent(consent: consent) }
            Text(view.title).font(.action)
            ForEach(view.previews, id: \.entry.id) { WhatIsSeen(preview: $0, therapist: sharing.therapist) }
            if !sharing.isShared {
                Small(view.laterChanges)
                Small(view.notWatched)
            }
        } else {
            Nothing(title: "Nobody to share with yet", text: "When your therapist invites you, you can share individual entries.")
            Button("Join your therapist") { app.go(.join(link: "")) }.buttonStyle(.main)
        }
    }

    private func share(_ care: CareID) {
        Task {
            await app.act { [app, id] journal in
                try await journal.share(id: id, care: care)
                await MainActor.run { app.notice = localized("You share this now. You can take it back at any time.") }
            }
        }
    }

    /// The page says what follows from it, and changes with a sync: a message would stay as it is.
    private func takeBack(_ care: CareID) {
        Task { await app.act { [id] in _ = try await $0.takeBack(id: id, care: care) } }
    }
}

/// On a new phone nothing is shared before the person has confirmed the readers.
struct ReadersFirst: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Shows([.care, .status]) { try await $0.readers().question } content: { question in
            if let question { Button(question) { app.go(.readers) }.buttonStyle(.quiet) }
        }
    }
}

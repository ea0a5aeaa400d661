import Afterglow
import AfterglowKit
import SwiftUI

/// The readers, what was verified, and warnings.
struct ReadersPage: View {
    @Environment(AppModel.self) private var app
    @State private var removing = false

    var body: some View {
        PageColumn {
            Away()
            Shows([.care, .status, .sharing]) { try await $0.readers() } content: { content($0) }
        }
        .navigationTitle("Who can read this")
        .confirmationDialog("Remove from this phone", isPresented: $removing, titleVisibility: .visible) {
            Button("Remove from this phone", role: .destructive) { Task { await app.act { try await $0.deleteMissing() } } }
        } message: {
            Text("What is missing on the server is then deleted from this phone as well.")
        }
    }

    @ViewBuilder private func content(_ view: Readers) -> some View {
        if let question = view.question {
            Card {
                Text(question).font(.action)
                ForEach(view.readers.filter { !$0.ended }, id: \.care) { reader in
                    Text("\(reader.name) · \(reader.sinceText) · \(reader.keyText)").font(.row)
                }
                Button("Yes, these people may read") { Task { await app.act { try await $0.confirmReaders() } } }.buttonStyle(.main)
            }
        }
        Text(view.checked)
        if let restored = view.restoredText { Note(restored) }
        if let renewed = view.renewedText { Text(renewed) }
        ForEach(view.alarms, id: \.self) { Note($0, urgent: true) }
        if view.missing > 0 {
            Flow {
                Button("Upload again") { Task { await app.act { try await $0.pushMissing() } } }.buttonStyle(.quiet)
                Button("Remove from this phone") { removing = true }.buttonStyle(.quiet)
            }
        }
        if view.readers.isEmpty {
            Nothing(title: "Nobody else can read.", text: "Your journal works without one. If your therapist gives you a code, you can join here.")
        }
        ForEach(view.readers, id: \.care) { OneReader(reader: $0) }
        Button("Recently removed") { app.go(.recentlyRemoved) }.buttonStyle(.quiet)
    }
}

private struct OneReader: View {
    @Environment(AppModel.self) private var app
    let reader: Reader

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            RowItem(text: reader.name, image: "person", detail: [reader.sinceText, reader.ended ? "" : reader.keyText].filter { !$0.isEmpty }.joined(separator: "\n")) {
                app.go(.sharedWith(reader.care))
            }
            ForEach(reader.alarms, id: \.self) { Note($0, urgent: true) }
        }
    }
}

/// Therapists' texts that the server no longer has. For thirty days they can be saved as private entries.
struct RecentlyRemovedPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette

    var body: some View {
        PageColumn {
            Shows([.care, .therapist, .timeline]) { try await $0.recentlyRemoved() } content: { all in
                Small(localized("Texts that the server no longer has, or that another of your phones has replaced. They are kept here for thirty days."))
                if all.isEmpty { Text("Nothing was removed.").font(.question) }
                ForEach(all, id: \.id) { one in
                    VStack(alignment: .leading, spacing: 8) {
                        Caps("\(one.name) · \(one.at.formatted(Spoken.moment))")
                        Text(one.text).font(.reading)
                        if !one.text.isEmpty { Button("Keep as an entry") { keep(one) }.buttonStyle(.quiet) }
                        Divider().overlay(palette.hairline)
                    }
                }
            }
        }
        .navigationTitle("Recently removed")
    }

    private func keep(_ one: Removed) {
        Task {
            await app.act { [app, id = one.id] journal in
                let made = try await journal.restoreRemoved(id: id)
                await MainActor.run {
                    app.confirmKept(made)
                    app.notice = localized("It is now a private entry in your journal.")
                }
            }
        }
    }
}

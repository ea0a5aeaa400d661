import Afterglow
import AfterglowKit
import SwiftUI

/// The readers, what was verified, and warnings.
struct ReadersPage: View {
    @Environment(AppModel.self) private var app
    @State private var removing = false

    var body: some View {
        Form {
            Away()
            Shows([.care, .status, .sharing]) { try await $0.readers() } content: { view in
                if let question = view.question {
                    Section {
                        Text(question).font(.headline)
                        ForEach(view.readers.filter { !$0.ended }, id: \.care) { reader in
                            Text("\(reader.name) · \(reader.sinceText) · \(reader.keyText)")
                        }
                        Button("Yes, these people may read") { Task { await app.act { try await $0.confirmReaders() } } }
                    }
                }
                Section {
                    Text(view.checked)
                    if let restored = view.restoredText { Text(restored) }
                    if let renewed = view.renewedText { Text(renewed) }
                    ForEach(view.alarms, id: \.self) { Text($0) }
                    if view.missing > 0 {
                        Button("Upload again") { Task { await app.act { try await $0.pushMissing() } } }
                        Button("Remove from this phone", role: .destructive) { removing = true }
                    }
                }
                if view.readers.isEmpty { Text("Nobody else can read.") }
                ForEach(view.readers, id: \.care) { OneReader(reader: $0) }
                Button("Recently removed") { app.go(.recentlyRemoved) }
            }
        }
        .navigationTitle("Who can read this")
        .confirmationDialog("Remove from this phone", isPresented: $removing) {
            Button("Remove from this phone", role: .destructive) { Task { await app.act { try await $0.deleteMissing() } } }
        } message: {
            Text("What is missing on the server is then deleted from this phone as well.")
        }
    }
}

private struct OneReader: View {
    @Environment(AppModel.self) private var app
    let reader: Reader

    var body: some View {
        Section(reader.name) {
            Text(reader.sinceText)
            if !reader.ended { Text(reader.keyText) }
            ForEach(reader.alarms, id: \.self) { Text($0) }
            Button("What is shared here") { app.go(.sharedWith(reader.care)) }
        }
    }
}

/// Therapists' texts that the server no longer has. For thirty days they can be saved as private entries.
struct RecentlyRemovedPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.care, .therapist, .timeline]) { try await $0.recentlyRemoved() } content: { all in
                Text("Texts by a therapist that the server no longer has. They are kept here for thirty days.")
                if all.isEmpty { Text("Nothing was removed.") }
                ForEach(all, id: \.id) { one in
                    Section(one.name) {
                        Text(one.text)
                        if !one.text.isEmpty {
                            Button("Keep as an entry") { Task { await app.act { [id = one.id] in _ = try await $0.restoreRemoved(id: id) } } }
                        }
                    }
                }
            }
        }
        .navigationTitle("Recently removed")
    }
}

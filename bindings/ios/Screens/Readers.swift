import Afterglow
import AfterglowKit
import SwiftUI

/// Who can read what is shared, how far it is known to be whole, and what was refused.
struct ReadersPage: View {
    @Environment(AppModel.self) private var app
    @State private var removing = false

    var body: some View {
        Form {
            Away()
            Shows([.care, .status, .sharing]) { try $0.readers() } content: { view in
                if let question = view.question {
                    Section {
                        Text(question).font(.headline)
                        ForEach(view.readers.filter { !$0.ended }, id: \.care) { reader in
                            Text("\(reader.name) · \(reader.sinceSaid) · \(reader.keySaid)")
                        }
                        Button("Yes, these are who may read") { Task { await app.act { try $0.confirmReaders() } } }
                    }
                }
                Section {
                    Text(view.checked)
                    if let restored = view.restoredSaid { Text(restored) }
                    if let renewed = view.renewedSaid { Text(renewed) }
                    ForEach(view.alarms, id: \.self) { Text($0) }
                    if view.missing > 0 {
                        Button("Bring again") { Task { await app.act { try $0.bringAgain() } } }
                        Button("Remove here", role: .destructive) { removing = true }
                    }
                }
                if view.readers.isEmpty { Text("Nobody reads with you.") }
                ForEach(view.readers, id: \.care) { OneReader(reader: $0) }
                Button("Recently removed") { app.go(.recentlyRemoved) }
            }
        }
        .navigationTitle("Who can read this")
        .confirmationDialog("Remove here", isPresented: $removing) {
            Button("Remove here", role: .destructive) { Task { await app.act { try $0.removeHere() } } }
        } message: {
            Text("What the server no longer has then goes from this phone as well.")
        }
    }
}

private struct OneReader: View {
    @Environment(AppModel.self) private var app
    let reader: Reader

    var body: some View {
        Section(reader.name) {
            Text(reader.sinceSaid)
            if !reader.ended { Text(reader.keySaid) }
            ForEach(reader.alarms, id: \.self) { Text($0) }
            Button("What is shared here") { app.go(.sharedWith(reader.care)) }
        }
    }
}

/// What therapists had written and the server no longer has: for thirty days it can be kept as an own entry.
struct RecentlyRemovedPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.care, .therapist, .timeline]) { try $0.recentlyRemoved() } content: { all in
                Text("What a therapist had written and the server no longer has. It is kept here for thirty days.")
                if all.isEmpty { Text("Nothing was removed.") }
                ForEach(all, id: \.id) { one in
                    Section(one.name) {
                        Text(one.text)
                        if !one.text.isEmpty {
                            Button("Keep as an entry") { Task { await app.act { [id = one.id] in _ = try $0.restoreRemoved(id: id) } } }
                        }
                    }
                }
            }
        }
        .navigationTitle("Recently removed")
    }
}

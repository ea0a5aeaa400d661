import Afterglow
import AfterglowKit
import SwiftUI

/// The series as a timeline: sessions as landmarks, and what was written after each.
struct JourneyPage: View {
    @Environment(AppModel.self) private var app
    @State private var rows: UInt32 = 50
    /// What of the journey is looked at.
    @State private var only = JourneyFilter()

    var body: some View {
        List {
            Shows([.settings]) { try $0.writeView().themes } content: { themes in
                Picker("Show", selection: $only) {
                    Text("Everything").tag(JourneyFilter())
                    Text("Shared").tag(JourneyFilter(shared: true))
                    Text("Private").tag(JourneyFilter(shared: false))
                    Text("I want to talk about this").tag(JourneyFilter(toTalk: true))
                    ForEach(themes, id: \.value) { Text($0.label).tag(JourneyFilter(theme: $0.value)) }
                }
            }
            Shows([.timeline]) { [rows, only] in
                try $0.journey(filter: only, before: nil, limit: rows)
            } content: { page in
                if page.rows.isEmpty && page.next == nil {
                    Text("Nothing here yet").font(.headline)
                    Text("A few words are enough. You can also just rest.")
                }
                ForEach(Array(page.rows.enumerated()), id: \.offset) { _, row in
                    switch row {
                    case .entry(let entry, _): EntryRow(entry: entry)
                    case .session(let session, let title, let date):
                        Button { app.go(.session(Int(session.number))) } label: {
                            VStack(alignment: .leading) {
                                Text(title).font(.title3).accessibilityAddTraits(.isHeader)
                                Text(date).font(.footnote)
                            }
                        }
                    }
                }
                if page.next != nil { Button("Earlier") { rows += 50 } }
            }
            .id([AnyHashable(rows), AnyHashable(only)])
        }
        .navigationTitle("Journey")
    }
}

struct EntryRow: View {
    @Environment(AppModel.self) private var app
    let entry: Afterglow.Entry

    var body: some View {
        Button { app.go(.entry(entry.id)) } label: {
            VStack(alignment: .leading, spacing: 4) {
                Text(entry.head).font(.footnote).foregroundStyle(.secondary)
                Text(entry.text.isEmpty ? entry.line : entry.text).lineLimit(4)
                Marks(entry: entry)
                if !entry.fromTherapist { Text(entry.sharedSaid).font(.footnote) }
            }
        }
    }
}

/// Everything that has no place in the bar.
struct MorePage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        List {
            Button("Therapist") { app.go(.therapist) }
            Button("Sessions") { app.go(.sessions) }
            Button("Steps") { app.go(.steps) }
            Button("Measures") { app.go(.measures) }
            Button("Reminders") { app.go(.reminders) }
            Button("What this is, and what it is not") { app.go(.whatThisIs) }
            Button("Settings") { app.go(.settings) }
        }
        .navigationTitle("More")
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// The series as a timeline: sessions as landmarks, and what was written after each.
struct JourneyPage: View {
    @Environment(AppModel.self) private var app
    @State private var rows: UInt32 = 50

    var body: some View {
        List {
            Shows([.timeline]) { [rows] in try $0.journey(filter: JourneyFilter(), before: nil, limit: rows) } content: { page in
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
            .id(rows)
        }
        .navigationTitle("Journey")
    }
}

struct EntryRow: View {
    @Environment(AppModel.self) private var app
    let entry: Entry

    var body: some View {
        Button { app.go(.entry(entry.id)) } label: {
            VStack(alignment: .leading, spacing: 4) {
                Text([entry.kindSaid, entry.whenSaid, entry.placeSaid].filter { !$0.isEmpty }.joined(separator: " · "))
                    .font(.footnote).foregroundStyle(.secondary)
                Text(entry.text.isEmpty ? entry.line : entry.text).lineLimit(4)
                Text(entry.sharedSaid).font(.footnote)
            }
        }
    }
}

/// Search in everything, as it is typed.
struct LookBackPage: View {
    @Environment(AppModel.self) private var app
    @State private var query = ""
    @State private var hits: [Hit] = []

    var body: some View {
        List(hits, id: \.entry.id) { EntryRow(entry: $0.entry) }
            .searchable(text: $query)
            .task(id: query) {
                guard !query.isEmpty else { return hits = [] }
                let words = query
                hits = (try? await app.journal.ask { try $0.search(query: words) }) ?? []
            }
            .navigationTitle("Look back")
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

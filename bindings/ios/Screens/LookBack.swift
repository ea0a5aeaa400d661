import Afterglow
import AfterglowKit
import Charts
import SwiftUI

/// Search while typing; without a query trends, recurring themes and memories.
struct LookBackPage: View {
    @Environment(AppModel.self) private var app
    @State private var query = ""
    @State private var found: Search?

    var body: some View {
        List {
            if let found {
                if found.hits.isEmpty { Text("Nothing found") }
                if let instead = found.meant { Text("No exact match. Found with: \(instead)") }
                ForEach(found.hits, id: \.entry.id) { EntryRow(entry: $0.entry) }
            } else {
                Shows([.timeline]) { try await $0.lookBack(days: 90) } content: { Returned(view: $0) }
            }
        }
        .searchable(text: $query)
        .task(id: query) {
            let words = query
            guard !words.isEmpty else { return found = nil }
            found = try? await app.journal.find(form: SearchForm(words: words))
        }
        .navigationTitle("Look back")
    }
}

private struct Returned: View {
    @Environment(AppModel.self) private var app
    let view: LookBackScreen

    var body: some View {
        if let nothing = view.nothing { Text(nothing) }
        ForEach(view.onThisDay, id: \.entry) { memory in
            Button { app.go(.entry(memory.entry)) } label: {
                VStack(alignment: .leading) {
                    Text(memory.said).font(.footnote)
                    Text(memory.text)
                }
            }
            .swipeActions {
                Button(memory.notAgain) { Task { await app.act { try await $0.recallNoMore(entry: memory.entry) } } }
            }
            .contextMenu {
                Button(memory.notAgain) { Task { await app.act { try await $0.recallNoMore(entry: memory.entry) } } }
            }
        }
        ForEach(view.trends, id: \.name) { trend in Section(trend.label) { Curve(trend: trend) } }
        if !view.themes.isEmpty || !view.words.isEmpty {
            Section("Recurring themes") {
                ForEach(view.themes + view.words, id: \.self) { one in
                    Button("\(one.label) · \(one.said)") { app.go(.entry(one.lastEntry)) }
                }
            }
        }
    }
}

/// One point per day. Gaps stay gaps, and the caption describes the line.
private struct Curve: View {
    let trend: Trend

    var body: some View {
        Chart(trend.points, id: \.date) { point in
            if let value = point.value { PointMark(x: .value("Day", point.date.rawValue), y: .value("Value", value)) }
        }
        .chartYScale(domain: 0...10)
        .chartXAxis(.hidden)
        .frame(height: 96)
        .accessibilityElement()
        .accessibilityLabel("\(trend.caption). \(trend.said)")
        Text(trend.caption)
        Text(trend.said).font(.footnote)
    }
}

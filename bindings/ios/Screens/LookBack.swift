import Afterglow
import AfterglowKit
import SwiftUI

/// Search while typing; without a query memories, trends, moods by day and recurring themes.
struct LookBackPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @State private var found: Search?

    private struct Whole: Sendable {
        let view: LookBackScreen
        /// The labels of both ends of each scale.
        let ends: [ScaleName: (low: String, high: String)]
        /// Recurring themes, each with the entry that the core quotes: never one of a bad day, hidden or about harm.
        let quotes: [(theme: Returning, entry: Afterglow.Entry)]

        init(_ journal: Journal) async throws {
            view = try await journal.lookBack(days: 366)
            let scales = try await journal.checkInView().scales
            ends = Dictionary(scales.map { ($0.name, (low: $0.low, high: $0.high)) }) { first, _ in first }
            var quotes: [(theme: Returning, entry: Afterglow.Entry)] = []
            for theme in view.themes.filter({ $0.quote != nil }).prefix(5) {
                quotes.append((theme, try await journal.show(id: theme.lastEntry)))
            }
            self.quotes = quotes
        }
    }

    var body: some View {
        @Bindable var app = app
        PageColumn {
            if let found {
                if found.hits.isEmpty { Nothing(title: "Nothing found", text: "All words must match. For the last word, its beginning is enough.") }
                if let instead = found.meant { Note(localized("No exact match. Found with: \(instead)")) }
                LazyVStack(alignment: .leading, spacing: 0) { ForEach(found.hits, id: \.entry.id) { EntryRow(entry: $0.entry) } }
            } else {
                Shows([.timeline]) { try await Whole($0) } content: { content($0) }
            }
        }
        .searchable(text: $app.query)
        .task(id: app.query) { await search() }
        .navigationTitle("Look back")
    }

    private func search() async {
        let words = app.query
        guard !words.isEmpty else { return found = nil }
        do {
            found = try await app.journal.find(form: SearchForm(words: words))
        } catch {
            app.notice = sentence(of: error)
        }
    }

    @ViewBuilder private func content(_ whole: Whole) -> some View {
        let view = whole.view
        if let nothing = view.nothing {
            Text(nothing).font(.question)
            Small(localized("A chart and a calendar of your moods grow here as you write."))
        }
        ForEach(view.onThisDay, id: \.entry) { memory in
            Card {
                Button { go(.entry(memory.entry)) } label: {
                    VStack(alignment: .leading, spacing: 6) {
                        Caps(memory.said)
                        Text(memory.text).font(.reading)
                    }
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .contentShape(.rect)
                }
                .buttonStyle(.plain)
                Button(memory.notAgain) { Task { await app.act { try await $0.recallNoMore(entry: memory.entry) } } }
            }
        }
        if !view.trends.isEmpty { Trends(trends: view.trends, ends: whole.ends) }
        if let moods = view.trends.first(where: { $0.name == .mood }) { MoodCalendar(points: moods.points, ends: whole.ends[.mood]) }
        if !whole.quotes.isEmpty { Heading(localized("Recurring themes")) }
        ForEach(whole.quotes, id: \.theme.text) { quote in
            Button { go(.entry(quote.entry.id)) } label: {
                VStack(alignment: .leading, spacing: 6) {
                    Caps("\(quote.theme.label) · \(quote.entry.whenText)")
                    Text(quote.entry.text).font(.reading).lineLimit(3)
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                .contentShape(.rect)
            }
            .buttonStyle(.plain)
        }
    }
}

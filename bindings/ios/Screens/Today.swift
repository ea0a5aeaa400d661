import Afterglow
import AfterglowKit
import SwiftUI

/// Where the person is, the one thing that fits now, and what they set out with.
struct TodayPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            if app.offline { Text("No connection. Everything is kept here and goes out by itself.") }
            Shows([.today, .timeline, .drafts, .status]) { try $0.today() } content: { today in
                Section {
                    Text([today.date, today.place.said, today.spine].filter { !$0.isEmpty }.joined(separator: " · ")).foregroundStyle(.secondary)
                    if let next = today.next { Text(next.said) }
                    if let care = today.care { Text(care) }
                }
                Section {
                    Button { if let place = place(of: today.fits) { app.go(place) } } label: {
                        VStack(alignment: .leading, spacing: 6) {
                            Text(today.fits.title).font(.title3)
                            if !today.fits.text.isEmpty { Text(today.fits.text) }
                        }
                    }
                    if today.fits.fit != .checkIn { Button("Check in") { app.go(.checkIn) } }
                    Button("Write") { app.go(.write(id: nil, prompt: nil)) }
                }
                if !today.news.isEmpty {
                    Section {
                        ForEach(today.news, id: \.kind) { news in
                            Button(news.said) { app.go(news.kind == "replies" ? .therapist : .conflicts) }
                        }
                    }
                }
                if !today.intentions.isEmpty {
                    Section("What you carry with you") {
                        ForEach(today.intentions, id: \.id) { hope in
                            VStack(alignment: .leading) {
                                Text(hope.text).font(.title3)
                                Text(hope.carried).font(.footnote)
                            }
                        }
                    }
                }
            }
        }
        .navigationTitle("Today")
    }

    /// Where a tap on the one thing leads.
    private func place(of fits: FitsNow) -> AfterglowKit.Place? {
        switch fits.fit {
        case .rest: nil
        case .checkIn: .checkIn
        case .draft: .write(id: fits.target, prompt: nil)
        case .measure: fits.target.map { .measure(instrument: $0, assignment: fits.assignment) }
        case .suggestion, .step: .steps
        case .talk: .journey
        case .intention: .sessions
        case .prompt: .write(id: nil, prompt: fits.target)
        }
    }
}

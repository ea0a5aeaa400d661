import Afterglow
import AfterglowKit
import SwiftUI

/// Where the person is, the one thing that fits now, and what they set out with.
struct TodayPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Away()
            Shows([.today, .timeline, .drafts, .status]) { try Here($0) } content: { here in
                let today = here.today
                let alarms = today.news.filter { $0.kind == "alarm" }
                if !alarms.isEmpty {
                    // What the server shows does not fit: said where one looks, and not only on the page that nobody opens.
                    Section { ForEach(alarms, id: \.said) { alarm in Button(alarm.said) { app.go(.readers) } } }
                }
                if let card = today.safety { SafetyCardSection(card: card) }
                Section {
                    Text([today.date, today.place.said, today.spine].filter { !$0.isEmpty }.joined(separator: " · ")).foregroundStyle(.secondary)
                    if let next = today.next { Text(next.said) }
                    if let aftercare = today.aftercare { Text(aftercare) }
                    if let care = today.care { Text(care) }
                }
                Section {
                    Button { if let place = here.place { app.go(place) } } label: {
                        VStack(alignment: .leading, spacing: 6) {
                            Text(today.fits.title).font(.title3)
                            if !today.fits.text.isEmpty { Text(today.fits.text) }
                        }
                    }
                    if today.fits.fit != .checkIn && today.fits.fit != .session { Button("Check in") { app.go(.checkIn) } }
                    if today.fits.fit != .rest && today.fits.fit != .session { Button("Not today") { Task { await app.act { try $0.notToday() } } } }
                    Button("Write") { app.go(.write(id: nil, prompt: nil)) }
                }
                let news = today.news.filter { $0.kind != "alarm" }
                if !news.isEmpty {
                    Section {
                        ForEach(news, id: \.said) { news in
                            Button(news.said) {
                                app.go(place(of: news))
                            }
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

    /// Where a tap on what has come leads.
    private func place(of news: News) -> AfterglowKit.Place {
        switch (news.kind, news.target) {
        case ("unshared", let id?): .result(id)
        case ("reader", _), ("readers", _): .readers
        case ("replies", _): .therapist
        default: .conflicts
        }
    }
}

/// What stays for three days after a safety answer: quiet, and above everything else.
private struct SafetyCardSection: View {
    @Environment(AppModel.self) private var app
    let card: SafetyCard

    var body: some View {
        Section {
            Text(card.said)
            Button("Help now") { app.go(.help) }
            if !card.plan.isEmpty { Button(card.plan) { app.go(.crisisPlan) } }
            Letting(event: card.event, offers: card.share)
            Button(card.settle) { Task { await app.act { try $0.settleSafety(event: card.event) } } }
            Button(card.open) { app.go(.safety(card.event)) }
        }
    }
}

/// Today, and where a tap on the one thing leads.
private struct Here: Sendable {
    let today: TodayScreen
    let place: AfterglowKit.Place?

    init(_ journal: Journal) throws {
        today = try journal.today()
        var draft: Draft?
        if today.fits.fit == .draft, let id = today.fits.target { draft = try journal.draft(id: id) }
        place = AfterglowKit.Place(of: today.fits, draft: draft)
    }
}

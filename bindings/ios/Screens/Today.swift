import Afterglow
import AfterglowKit
import SwiftUI

/// Today: the position in the journey, the one thing to do now, and intentions.
struct TodayPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @Environment(\.palette) private var palette
    @AppStorage(Light.key) private var light = Light.system.rawValue

    var body: some View {
        PageColumn {
            Away()
            Shows([.today, .timeline, .drafts, .status, .account]) { try await Here($0) } content: { here in page(here) }
        }
        .navigationTitle("Today")
    }

    @ViewBuilder private func page(_ here: Here) -> some View {
        let today = here.today
        let fit = today.fits.fit
        let sessionDay = today.place.phase == .sessionDay
        Text([today.date, today.place.said, today.spine].filter { !$0.isEmpty }.joined(separator: " · ")).font(.row).foregroundStyle(palette.secondary)
        SeriesStrip(done: Int(today.done), planned: today.planned.map { Int($0) }, said: today.place.said)
        // The server's state is inconsistent: the warning is on Today, and not only on a page that is rarely opened.
        ForEach(today.news.filter { $0.kind == .alarm }, id: \.said) { alarm in
            Button(alarm.said) { go(Place(of: alarm)) }.buttonStyle(.quiet)
        }
        if let card = today.safety { SafetyCardSection(card: card) }
        if let aftercare = today.aftercare { Note(aftercare) }
        if let care = today.care { Note(care) }
        if fit == .checkIn && sessionDay { SessionEvening() } else { TheOneThing(here: here) }
        if sessionDay { dimming }
        Flow(spacing: 10) {
            if fit != .checkIn && fit != .session { Button("Check in") { go(.checkIn) }.buttonStyle(.quiet) }
            if fit != .rest && fit != .session { Button("Not today") { Task { await app.rest() } }.buttonStyle(.quiet) }
        }
        VStack(spacing: 0) {
            if here.kitWaits {
                RowItem(
                    text: localized("Your recovery code is not saved yet"), image: "lock",
                    detail: localized("Only it brings the journal back if phone and password are lost.")
                ) {
                    go(.recoveryKit)
                }
            }
            if let next = today.next { RowItem(text: next.said, image: "calendar") }
            ForEach(today.news.filter { $0.kind != .alarm }, id: \.said) { news in
                RowItem(text: news.said, image: news.kind == .replies ? "bubble.left" : "circle") { go(Place(of: news)) }
            }
        }
        if !today.intentions.isEmpty {
            Caps(localized("What you carry with you"))
            ForEach(today.intentions, id: \.id) { hope in
                Button { go(.sessions) } label: {
                    VStack(alignment: .leading, spacing: 2) {
                        Text(hope.text).font(.reading)
                        Small(hope.carried)
                    }
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .contentShape(.rect)
                }
                .buttonStyle(.plain)
            }
        }
    }

    /// Eyes are sensitive on the day of a session: dim light is one tap away, and so is the way back.
    private var dimming: some View {
        Button(palette.isDim ? "Normal light" : "Very dim") { light = (palette.isDim ? Light.system : .dim).rawValue }.buttonStyle(.quiet)
    }
}

extension AppModel {
    /// No reminders until tomorrow.
    func rest() async {
        await act { journal in
            try await journal.notToday()
            await MainActor.run { [weak self] in self?.notice = localized("No reminders until tomorrow.") }
        }
    }
}

/// The card that is shown first for three days after a safety answer.
private struct SafetyCardSection: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @Environment(\.help) private var help
    let card: SafetyCard

    var body: some View {
        Card {
            Text(card.said).font(.action)
            Flow {
                Button("Help now", action: help).buttonStyle(.quiet)
                if !card.plan.isEmpty { Button(card.plan) { go(.crisisPlan) }.buttonStyle(.quiet) }
                Button(card.settle) { Task { await app.act { try await $0.settleSafety(event: card.event) } } }.buttonStyle(.quiet)
                Button(card.open) { go(.safety(card.event)) }.buttonStyle(.quiet)
            }
            Letting(event: card.event, offers: card.share)
        }
    }
}

/// The largest element of the page, with its one filled button.
private struct TheOneThing: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @Environment(\.palette) private var palette
    let here: Here

    var body: some View {
        let fits = here.today.fits
        let text = here.begun.words ?? fits.text
        Card {
            Horizon().frame(height: 4).clipShape(.capsule).accessibilityHidden(true)
            Text(fits.title).font(.action).foregroundStyle(palette.secondary)
            if !text.isEmpty { Text(text).font(.question).lineLimit(6) }
            if fits.fit == .session, let session = here.today.place.session {
                Button("I am home") { Task { await app.act { try await $0.endSession(number: session) } } }.buttonStyle(.main)
            } else if let place = here.begun.place {
                Button(name(of: place)) { go(place) }.buttonStyle(.main)
            }
        }
    }

    private func name(of place: Place) -> LocalizedStringKey {
        if here.today.fits.fit == .draft { return "Continue" }
        if case .write = place { return "Write" }
        return "Open"
    }
}

/// Today, the place that a tap on the one thing opens, and whether the recovery code is not confirmed yet.
private struct Here: Sendable {
    let today: TodayScreen
    let begun: Begun
    let kitWaits: Bool

    init(_ journal: Journal) async throws {
        today = try await journal.today()
        var draft: Draft?
        if today.fits.fit == .draft, let id = today.fits.target { draft = try await journal.draft(id: EntryID(rawValue: id)) }
        begun = Begun(today.fits, draft: draft)
        kitWaits = try await journal.account()?.recoveryKept == false
    }
}

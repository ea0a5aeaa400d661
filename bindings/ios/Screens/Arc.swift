import Afterglow
import AfterglowKit
import SwiftUI

/// The series: the preparation of the next session, each past session, and the hopes.
struct SessionsPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette

    private struct Whole: Sendable {
        let rows: [JourneyRow]
        let hopes: HopesScreen
    }

    var body: some View {
        PageColumn {
            Shows([.timeline, .today]) { journal in
                let page = try await journal.journey(filter: JourneyFilter(kinds: [.dosingSession]), limit: 500)
                return Whole(rows: page.rows, hopes: try await journal.hopes())
            } content: { series in
                let next = Int(series.hopes.nextSession)
                Card {
                    Text("Before session \(Int(next))").font(.question)
                    Small(localized("What you hope for, what makes you unsure, what you want to change. A few words each, or none."))
                    Button("Prepare") { app.go(.prepare) }.buttonStyle(.main)
                }
                if series.rows.isEmpty {
                    Nothing(title: "No sessions yet", text: "Each session is a landmark. What you write afterwards is shown under it.")
                }
                VStack(spacing: 0) {
                    ForEach(Array(series.rows.enumerated()), id: \.offset) { _, row in
                        if case .session(let session, let title, let date) = row {
                            RowItem(text: title, image: "calendar", detail: date) { app.go(.session(Int(session.number))) }
                        }
                    }
                }
                Button("Add a session") { app.go(.session(next)) }.buttonStyle(.quiet)
                Hopes(hopes: series.hopes)
            }
        }
        .navigationTitle("Sessions")
    }
}

/// Intentions, goals and concerns, with their answers; an intention can be carried forward to the next session.
private struct Hopes: View {
    let hopes: HopesScreen

    var body: some View {
        if !hopes.intentions.isEmpty { Heading(localized("Intention")) }
        ForEach(hopes.intentions, id: \.id) { OneHope(hope: $0, next: next(after: $0)) }
        if !hopes.goals.isEmpty { Heading(localized("Goal")) }
        ForEach(hopes.goals, id: \.id) { OneHope(hope: $0) }
        if !hopes.concerns.isEmpty { Heading(localized("Concern")) }
        ForEach(hopes.concerns, id: \.id) { OneHope(hope: $0) }
    }

    /// The session to which it can be carried forward, unless it has been already.
    private func next(after hope: Hope) -> UInt32? {
        let next = hopes.nextSession
        guard let session = hope.session, session < next else { return nil }
        return hopes.intentions.contains { $0.session == next && $0.text == hope.text } ? nil : next
    }
}

/// A hope, what came of it, and the session to which it can be carried forward.
struct OneHope: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let hope: Hope
    var next: UInt32?
    @State private var answering = false
    @State private var answer = ""

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Button { app.go(.entry(hope.id)) } label: {
                VStack(alignment: .leading, spacing: 2) {
                    Text(hope.text).font(.reading)
                    if !hope.carried.isEmpty { Small(hope.carried) }
                    if !hope.answer.isEmpty { Text(hope.answer).font(.row) }
                }
                .frame(maxWidth: .infinity, alignment: .leading)
                .contentShape(.rect)
            }
            .buttonStyle(.plain)
            if answering {
                Field(label: localized("What came of it?"), text: $answer, lines: 2, font: .reading)
                Button("Keep", action: keep).buttonStyle(.quiet).disabled(answer.isEmpty || answer == hope.answer)
            } else {
                Flow {
                    if hope.canAnswer {
                        Button("What came of it?") {
                            answer = hope.answer
                            answering = true
                        }
                        .buttonStyle(.quiet)
                    }
                    if let next {
                        Button("Take along to session \(Int(next))") {
                            Task { await app.act { [id = hope.id] in _ = try await $0.carryForward(id: id, session: next) } }
                        }
                        .buttonStyle(.quiet)
                    }
                }
            }
            Divider().overlay(palette.hairline)
        }
    }

    private func keep() {
        Task {
            await app.act { [app, id = hope.id, answer] journal in
                try await journal.answerHope(id: id, words: answer)
                await MainActor.run {
                    app.confirmKept()
                    answering = false
                }
            }
        }
    }
}

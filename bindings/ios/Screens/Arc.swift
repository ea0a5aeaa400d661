import Afterglow
import AfterglowKit
import SwiftUI

/// The series: hopes and sessions.
struct SessionsPage: View {
    @Environment(AppModel.self) private var app

    private struct Whole: Sendable {
        let rows: [JourneyRow]
        let hopes: HopesScreen
    }

    var body: some View {
        Form {
            Shows([.timeline, .today]) { journal in
                let page = try await journal.journey(filter: JourneyFilter(kinds: [.dosingSession]), limit: 500)
                return Whole(rows: page.rows, hopes: try await journal.hopes())
            } content: { series in
                Hopes(hopes: series.hopes)
                Section {
                    ForEach(Array(series.rows.enumerated()), id: \.offset) { _, row in
                        if case .session(let session, let title, let date) = row {
                            Button("\(title), \(date)") { app.go(.session(Int(session.number))) }
                        }
                    }
                    Button("Add a session") { app.go(.session(Int(series.hopes.nextSession))) }
                }
            }
        }
        .navigationTitle("Sessions")
    }
}

/// Intentions and concerns: written before a session, answered after it, carried forward to the next one.
private struct Hopes: View {
    let hopes: HopesScreen

    var body: some View {
        Section("Intention") {
            NewHope(label: "What do you hope for from this session?") { [next = hopes.nextSession] in
                .intention(intention: IntentionForm(text: $0, session: next))
            }
            ForEach(hopes.intentions, id: \.id) { OneHope(hope: $0, next: next(after: $0)) }
        }
        Section("Goal") {
            NewHope(label: "What would you like to change over the series?") { .goal(goal: GoalForm(text: $0, status: .open)) }
            ForEach(hopes.goals, id: \.id) { OneHope(hope: $0) }
        }
        Section("Concern") {
            NewHope(label: "What are you unsure or afraid of?") { .concern(concern: ConcernForm(text: $0, status: .open)) }
            ForEach(hopes.concerns, id: \.id) { OneHope(hope: $0) }
        }
        Section("What to bring") { Text(hopes.bring) }
    }

    /// The session to which it can be carried forward, unless it has been already.
    private func next(after hope: Hope) -> UInt32? {
        let next = hopes.nextSession
        guard let session = hope.session, session < next else { return nil }
        return hopes.intentions.contains { $0.session == next && $0.text == hope.text } ? nil : next
    }
}

private struct NewHope: View {
    @Environment(AppModel.self) private var app
    let label: LocalizedStringKey
    let form: (String) -> EntryForm
    @State private var text = ""

    var body: some View {
        TextField(label, text: $text, axis: .vertical)
        if !text.isEmpty {
            Button("Add") {
                let filled = form(text)
                Task {
                    await app.act { _ = try await $0.write(form: filled) }
                    text = ""
                }
            }
        }
    }
}

private struct OneHope: View {
    @Environment(AppModel.self) private var app
    let hope: Hope
    var next: UInt32?
    @State private var answering = false
    @State private var answer = ""

    var body: some View {
        VStack(alignment: .leading) {
            Text(hope.text).font(.title3)
            if !hope.carried.isEmpty { Text(hope.carried).font(.footnote) }
            if !hope.answer.isEmpty { Text(hope.answer) }
        }
        if answering {
            TextField("What came of it?", text: $answer, axis: .vertical)
            Button("Keep") {
                Task {
                    await app.act { [id = hope.id, answer] in try await $0.answerHope(id: id, words: answer) }
                    answering = false
                }
            }.disabled(answer.isEmpty)
        } else if hope.canAnswer {
            Button("What came of it?") {
                answer = hope.answer
                answering = true
            }
        }
        if let next {
            Button("Take along to session \(Int(next))") {
                Task { await app.act { [id = hope.id] in _ = try await $0.carryForward(id: id, session: next) } }
            }
        }
    }
}

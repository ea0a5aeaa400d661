import Afterglow
import AfterglowKit
import SwiftUI

/// The series: what is hoped for, and each session as it was.
struct SessionsPage: View {
    @Environment(AppModel.self) private var app
    @State private var text = ""

    private struct Series: Sendable {
        let rows: [JourneyRow]
        let hopes: HopesScreen
    }

    var body: some View {
        Form {
            Shows([.timeline, .today]) { journal in
                let page = try journal.journey(filter: JourneyFilter(kinds: ["dosing_session"]), before: nil, limit: 500)
                return Series(rows: page.rows, hopes: try journal.hopes())
            } content: { series in
                let next = series.hopes.nextSession
                Section("Intention") {
                    TextField("What would you like to bring?", text: $text, axis: .vertical)
                    Button("Add") {
                        let form = IntentionForm(text: text, session: next)
                        Task {
                            await app.act { _ = try $0.write(form: .intention(intention: form)) }
                            text = ""
                        }
                    }.disabled(text.isEmpty)
                    ForEach(series.hopes.intentions, id: \.id) { Text($0.text).font(.title3) }
                }
                Section {
                    ForEach(Array(series.rows.enumerated()), id: \.offset) { _, row in
                        if case .session(let session, let title, let date) = row {
                            Button("\(title), \(date)") { app.go(.session(Int(session.number))) }
                        }
                    }
                    Button("Add a session") { app.go(.session(Int(next))) }
                }
            }
        }
        .navigationTitle("Sessions")
    }
}

/// One session: its intentions, and what the clinic recorded.
struct SessionPage: View {
    @Environment(AppModel.self) private var app
    let number: Int

    var body: some View {
        Form {
            Shows([.timeline]) { [number] in try $0.sessionPage(number: UInt32(number)) } content: { page in
                Section(page.title) {
                    Text(page.when)
                    if let dose = page.dose { Text(dose) }
                    if let care = page.care { Text(care) }
                    ForEach(page.intentions + page.concerns, id: \.id) { Text($0.text).font(.title3) }
                    if page.id == nil {
                        Button("Add") { Task { await app.act { _ = try $0.write(form: .session(session: page.form)) } } }
                    } else if page.form.ended == nil {
                        Button("I am home") { Task { await app.act { [number] in try $0.endSession(number: UInt32(number)) } } }
                    }
                }
            }
        }
    }
}

/// Small things in the person's own words: ticked by the day, let go without failure.
struct StepsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.steps, .timeline]) { try $0.steps() } content: { steps in
                ForEach(steps.suggestions, id: \.id) { suggestion in
                    Section(suggestion.said) {
                        Text(suggestion.text)
                        Button("Take it on") { Task { await app.act { _ = try $0.acceptSuggestion(id: suggestion.id, form: nil) } } }
                        Button("Let it be") { Task { await app.act { try $0.declineSuggestion(id: suggestion.id) } } }
                    }
                }
                ForEach(steps.active, id: \.id) { step in
                    Section(step.text) {
                        Toggle("Done today", isOn: Binding { step.today } set: { done in
                            Task { await app.act { try $0.markStep(id: step.id, day: nil, done: done) } }
                        })
                        Text([step.cadenceSaid, step.said].filter { !$0.isEmpty }.joined(separator: " · ")).font(.footnote)
                        Button("Finished") { set(step, .done) }
                        Button("Let go") { set(step, .letGo) }
                        if let from = step.fromEntry { Button(step.fromSaid ?? "") { app.go(.entry(from)) } }
                    }
                }
                Button("New step") { app.go(.newStep(fromEntry: nil)) }
                Section("Finished and let go") {
                    ForEach(steps.habits + steps.ended, id: \.id) { step in Text("\(step.text) · \(step.said)") }
                }
            }
        }
        .navigationTitle("Steps")
    }

    private func set(_ step: Step, _ progress: StepProgress) {
        Task { await app.act { try $0.setStep(id: step.id, progress: progress) } }
    }
}

struct NewStepPage: View {
    @Environment(AppModel.self) private var app
    let fromEntry: String?
    @State private var text = ""

    var body: some View {
        Form {
            TextField("Something small you could do", text: $text, axis: .vertical)
            Button("Add") {
                let form = StepForm(text: text, fromEntry: fromEntry)
                Task {
                    await app.act { _ = try $0.write(form: .step(step: form)) }
                    app.way = [.steps]
                }
            }.disabled(text.isEmpty)
        }
        .navigationTitle("New step")
    }
}

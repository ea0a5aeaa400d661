import Afterglow
import AfterglowKit
import SwiftUI

/// The steps: checked off by day; letting go is not a failure.
struct StepsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.steps, .timeline]) { try await $0.steps() } content: { steps in
                ForEach(steps.suggestions, id: \.id) { suggestion in
                    Section(suggestion.said) {
                        Text(suggestion.text)
                        Button("Take it on") { Task { await app.act { _ = try await $0.acceptSuggestion(id: suggestion.id, form: nil) } } }
                        Button("Decline") { Task { await app.act { try await $0.declineSuggestion(id: suggestion.id) } } }
                    }
                }
                ForEach(steps.active, id: \.id) { step in
                    Section(step.text) {
                        Toggle("Done today", isOn: Binding { step.today } set: { done in
                            Task { await app.act { try await $0.markStep(id: step.id, day: nil, done: done) } }
                        })
                        Text([step.cadenceText, step.said].filter { !$0.isEmpty }.joined(separator: " · ")).font(.footnote)
                        if let question = step.habitQuestion {
                            Text(question)
                            Button("Yes") { set(step, .habit) }
                        }
                        Button("Finished") { set(step, .done) }
                        Button("Let go") { set(step, .letGo) }
                        if let from = step.fromEntry { Button(step.sourceText ?? "") { app.go(.entry(from)) } }
                    }
                }
                Button("New step") { app.go(.newStep(fromEntry: nil)) }
                if steps.suggestions.isEmpty && steps.active.isEmpty {
                    Text("A step is something small, in your own words. It can be based on an entry.")
                }
                let ended = steps.habits + steps.ended
                if !ended.isEmpty { Section("Finished and let go") { ForEach(ended, id: \.id) { step in Text("\(step.text) · \(step.said)") } } }
            }
        }
        .navigationTitle("Steps")
    }

    private func set(_ step: Step, _ progress: StepProgress) {
        Task { await app.act { try await $0.setStep(id: step.id, progress: progress) } }
    }
}

struct NewStepPage: View {
    @Environment(AppModel.self) private var app
    let fromEntry: EntryID?
    @State private var text = ""
    @State private var every: Every?
    @State private var times = 1
    @State private var weekdays: [String] = []

    var body: some View {
        Form {
            TextField("Something small you could do", text: $text, axis: .vertical)
            Picker("How often", selection: $every) {
                Text("Whenever it fits").tag(Every?.none)
                Text("Once").tag(Optional(Every.once))
                Text("Every day").tag(Optional(Every.day))
                Text("Every week").tag(Optional(Every.week))
                Text("On certain days").tag(Optional(Every.weekdays))
            }
            if every == .week { Stepper("\(times) times a week", value: $times, in: 1...6) }
            if every == .weekdays { Section("On certain days") { Chosen(Self.days, weekdays) { weekdays = $0 } } }
            Button("Add") {
                let form = StepForm(text: text, cadence: cadence, fromEntry: fromEntry, status: .active)
                Task {
                    await app.act { _ = try await $0.write(form: .step(step: form)) }
                    app.way = [.steps]
                }
            }.disabled(text.isEmpty || (every == .weekdays && weekdays.isEmpty))
        }
        .navigationTitle("New step")
    }

    private var cadence: CadenceForm? {
        guard let every else { return nil }
        return CadenceForm(every: every, times: every == .week ? UInt32(times) : nil, weekdays: every == .weekdays ? weekdays.map { Weekday(rawValue: $0) } : [])
    }

    /// As the core names them, in the person's language.
    private static var days: [Choice] {
        let names = Calendar.current.standaloneWeekdaySymbols
        let codes = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        return (1...7).map { Choice(value: codes[$0 % 7], label: names[$0 % 7]) }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// The steps: checked off by day; letting go is not a failure.
struct StepsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        PageColumn {
            Shows([.steps, .timeline]) { try await $0.steps() } content: { steps in
                if [steps.active, steps.habits, steps.ended].allSatisfy(\.isEmpty) && steps.suggestions.isEmpty {
                    Nothing(title: "No steps yet", text: "A step is something small, in your own words. It can be based on an entry.")
                }
                ForEach(steps.suggestions, id: \.id) { suggestion in
                    Card {
                        Small(suggestion.said)
                        Text(suggestion.text).font(.question)
                        if !suggestion.cadenceText.isEmpty { Small(suggestion.cadenceText) }
                        Flow {
                            Button("Take it on") { Task { await app.act { _ = try await $0.acceptSuggestion(id: suggestion.id, form: nil) } } }.buttonStyle(.quiet)
                            Button("Decline") { Task { await app.act { try await $0.declineSuggestion(id: suggestion.id) } } }.buttonStyle(.quiet)
                        }
                    }
                }
                ForEach(steps.active, id: \.id) { OneStep(step: $0) }
                Button("New step") { app.go(.newStep(fromEntry: nil)) }.buttonStyle(.quiet)
                if !steps.habits.isEmpty { Caps(localized("Habits")) }
                past(steps.habits)
                if !steps.ended.isEmpty { Caps(localized("Finished and let go")) }
                past(steps.ended)
            }
        }
        .navigationTitle("Steps")
    }

    private func past(_ steps: [Step]) -> some View {
        VStack(spacing: 0) {
            ForEach(steps, id: \.id) { step in RowItem(text: step.text, image: "checkmark.circle", detail: step.said) { app.go(.entry(step.id)) } }
        }
    }
}

private struct OneStep: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let step: Step

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            Text(step.text).font(.reading)
            Toggle("Done today", isOn: Binding { step.today } set: { done in
                Task { await app.act { try await $0.markStep(id: step.id, day: nil, done: done) } }
            })
            Small([step.cadenceText, step.said].filter { !$0.isEmpty }.joined(separator: " · "))
            if let question = step.habitQuestion {
                Text(question)
                Button("Yes") { set(.habit) }.buttonStyle(.quiet)
            }
            Flow {
                Button("Finished") { set(.done) }.buttonStyle(.quiet)
                Button("Let go") { set(.letGo) }.buttonStyle(.quiet)
                if let from = step.fromEntry {
                    Button(step.sourceText ?? localized("Where it came from")) { app.go(.entry(from)) }.buttonStyle(.quiet)
                }
            }
            Divider().overlay(palette.hairline)
        }
    }

    private func set(_ progress: StepProgress) {
        Task {
            await app.act { [app, step] journal in
                try await journal.setStep(id: step.id, progress: progress)
                if progress == .letGo {
                    await MainActor.run { app.notice = localized("That is not a failure. You can resume it at any time.") }
                }
            }
        }
    }
}

struct NewStepPage: View {
    @Environment(AppModel.self) private var app
    let fromEntry: EntryID?

    var body: some View {
        WithDraft(StepForm(text: "", cadence: nil, fromEntry: fromEntry, status: .active), open: { [fromEntry] in $0.newStep(from: fromEntry) }) { draft, form in
            PageColumn {
                Field(label: localized("Something small you could do"), text: draft.binding(\.text, form.text), lines: 2, font: .writing)
                Heading(localized("How often"))
                HowOften(cadence: form.cadence) { cadence in draft.change { $0.cadence = cadence } }
                Small(draft.status)
            }
            .bottom {
                Button("Add") { add(draft) }.buttonStyle(.main)
                    .disabled(form.text.allSatisfy(\.isWhitespace) || (form.cadence?.every == .weekdays && form.cadence?.weekdays.isEmpty == true))
            }
        }
        .navigationTitle("New step")
    }

    private func add(_ draft: FormDraft<StepForm>) {
        Task {
            await app.act { [app, fromEntry] _ in
                let made = try await draft.finish()
                await MainActor.run {
                    app.confirmKept(made)
                    app.leave(.newStep(fromEntry: fromEntry), for: .steps)
                }
            }
        }
    }
}

private struct HowOften: View {
    let cadence: CadenceForm?
    let onChange: (CadenceForm?) -> Void

    var body: some View {
        OneOf(
            [
                (Every?.none, localized("Whenever it fits")), (.once, localized("Once")), (.day, localized("Every day")),
                (.week, localized("Every week")), (.weekdays, localized("On certain days")),
            ], .some(cadence?.every)
        ) { every in
            onChange(every.map { CadenceForm(every: $0, times: $0 == .week ? 1 : nil, weekdays: []) })
        }
        if let cadence, cadence.every == .week {
            OneOf((1...6).map { (UInt32($0), localized("\(Int($0)) times a week")) }, cadence.times) { times in
                onChange(CadenceForm(every: .week, times: times, weekdays: []))
            }
        }
        if let cadence, cadence.every == .weekdays {
            Chosen(Self.days, cadence.weekdays.map(\.rawValue)) { days in
                onChange(CadenceForm(every: .weekdays, times: nil, weekdays: days.map { Weekday(rawValue: $0) }))
            }
        }
    }

    /// As the core names them, in the person's language.
    private static var days: [Choice] {
        var calendar = Calendar.current
        calendar.locale = Spoken.locale
        let names = calendar.standaloneWeekdaySymbols
        let codes = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        return (1...7).map { Choice(value: codes[$0 % 7], label: names[$0 % 7]) }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// Measures that are due, in progress and available, and their results.
struct MeasuresPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        List {
            Shows([.measures, .timeline, .drafts]) { try await $0.measures() } content: { measures in
                if measures.due.isEmpty && measures.available.isEmpty {
                    Text("Your therapist may assign one. You can also start one yourself.")
                }
                ForEach(measures.due, id: \.instrument) { due in
                    row(due.title, due.said) { .measure(instrument: due.instrument, assignment: due.assignment) }
                }
                ForEach(measures.begun, id: \.draft) { begun in
                    row(begun.title, begun.said) { .measure(instrument: begun.instrument, assignment: begun.assignment) }
                }
                if !measures.results.isEmpty {
                    Section("Results") {
                        ForEach(measures.results, id: \.id) { result in
                            row("\(result.title) · \(result.date)", result.safety ? "\(result.change)\n\(result.said)" : "\(result.said)\n\(result.change)") { .entry(result.id) }
                        }
                    }
                }
                Section("At any time") {
                    ForEach(measures.available, id: \.instrument) { card in
                        row(card.title, card.licence) { .measure(instrument: card.instrument, assignment: nil) }
                    }
                }
            }
        }
        .navigationTitle("Measures")
    }

    private func row(_ title: String, _ detail: String, to place: @escaping () -> Place) -> some View {
        Button { app.go(place()) } label: {
            VStack(alignment: .leading) {
                Text(title)
                Text(detail).font(.footnote).foregroundStyle(.secondary)
            }
        }
    }
}

/// One question per page; the safety page comes before any score.
struct MeasureScreen: View {
    @Environment(AppModel.self) private var app
    let instrument: InstrumentID
    let assignment: AssignmentID?
    @State private var run: MeasureRun?

    var body: some View {
        Form {
            if let run {
                if let problem = run.problem { Text(problem).foregroundStyle(.red) }
                switch run.stand {
                case .loading:
                    if run.problem == nil { ProgressView("Loading") } else { Button("Try again") { Task { await run.open() } } }
                case .question(let page): question(run, page)
                case .safety(let safety, _): SafetySection(run: run, safety: safety)
                case .end:
                    Text("You have seen every question.")
                    Button("Finish") { Task { await run.finish() } }
                case .done(let result):
                    Section(result.title) {
                        MeasureResultText(result: result)
                        AfterResult(result: result)
                    }
                }
            }
        }
        .neverDim(helps)
        .task {
            let run = MeasureRun(app.journal, instrument: instrument, assignment: assignment)
            self.run = run
            await run.open()
        }
    }

    /// Whether the safety page is shown.
    private var helps: Bool {
        if case .safety? = run?.stand { return true }
        return false
    }

    @ViewBuilder private func question(_ run: MeasureRun, _ page: MeasurePage) -> some View {
        Section(page.progress) {
            if let note = page.languageNote { Text(note).font(.footnote) }
            if !page.before.isEmpty { Text(page.before) }
            if let agreement = page.agreement {
                Toggle(agreement.label, isOn: Binding { agreement.agreed } set: { agreed in Task { await run.agree(agreed) } })
            }
            if !page.instruction.isEmpty { Text(page.instruction) }
            if !page.recall.isEmpty { Text(page.recall).foregroundStyle(.secondary) }
            Text(page.text).font(.title3)
            OptionsAnswer(page: page) { value in Task { await run.answer(value) } }.id(page.item)
            if let slider = page.slider {
                SliderAnswer(slider: slider, answer: page.answer) { value in Task { await run.answer(value) } }.id(page.item)
            }
            Button(page.skip) { Task { await run.answer(nil) } }
            if page.item > 0 { Button("Previous question") { Task { await run.back() } } }
        }
    }
}

/// A result in plain language, without a verdict.
struct MeasureResultText: View {
    let result: MeasureResult

    var body: some View {
        if result.safety {
            // With a safety answer: no band and no comparison.
            Text(result.change).font(.title2)
            Text(result.said).font(.footnote)
        } else {
            Text(result.said).font(.title2)
            Text(result.change)
        }
        ForEach(Array(result.profile.enumerated()), id: \.offset) { _, line in Text("\(line.question): \(line.answer)") }
        Text(result.note).font(.footnote)
        if !result.afterwards.isEmpty { Text(result.afterwards) }
    }
}

/// Actions for a result: help after a safety answer, and sharing with the therapist who assigned it.
struct AfterResult: View {
    @Environment(AppModel.self) private var app
    let result: MeasureResult

    var body: some View {
        if let event = result.event {
            Button("Help now") { app.go(.help) }.buttonStyle(.borderedProminent)
            Button("My crisis plan") { app.go(.crisisPlan) }
            Shows([.help, .today, .timeline]) { [event] in try await $0.safetyPage(event: event) } content: { safety in
                Button(safety.title) { app.go(.safety(event)) }
                Letting(event: event, offers: safety.share)
            }
        }
        if !result.sharing.isEmpty { Text(result.sharing) }
        ForEach(result.offers, id: \.care) { offer in
            Button(offer.label) { Task { await app.act { try await $0.share(id: result.id, care: offer.care) }; app.way = [] } }
        }
        if !result.offers.isEmpty {
            Button("Keep it private") { Task { await app.act { try await $0.keepMeasurePrivate(id: result.id) }; app.way = [] } }
        } else if !result.shared {
            Button("Share") { app.go(.share(result.id)) }
        }
    }
}

/// A result that waits for the decision about sharing.
struct ResultPage: View {
    let id: EntryID

    var body: some View {
        Form {
            Shows([.measures, .timeline]) { [id] in try await $0.measureResult(id: id) } content: { result in
                Section(result.title) {
                    MeasureResultText(result: result)
                    AfterResult(result: result)
                }
            }
        }
    }
}

/// The safety page of an event, opened again.
struct SafetyPage: View {
    let event: SafetyEventID

    var body: some View {
        Form { SafetyOfEvent(event: event) }.neverDim()
    }
}

/// The sections of an event's safety page, with help below. `onDone` goes on after a choice.
struct SafetyOfEvent: View {
    @Environment(AppModel.self) private var app
    let event: SafetyEventID
    var onDone: (() -> Void)?
    @State private var after: String?

    var body: some View {
        Shows([.help, .today]) { [event] in try await $0.safetyPage(event: event) } content: { safety in
            SafetySections(safety: safety, after: after) { option in
                after = option.after
                Task { await app.act { try await $0.chooseSafety(event: safety.event, choice: option.choice) } }
            }
            if let onDone, after != nil { Button("Go on") { onDone() } }
            HelpSections(help: safety.help)
        }
    }
}

/// The content of the safety page.
struct SafetySections: View {
    let safety: SafetyScreen
    let after: String?
    let onChoice: (SafetyOption) -> Void

    var body: some View {
        Section(safety.title) {
            Text(safety.text)
            Text(safety.urgent).font(.headline)
            if let after {
                Text(after).font(.headline)
            } else {
                ForEach(safety.choices, id: \.label) { option in Button(option.label) { onChoice(option) } }
            }
            Text(safety.honesty).font(.footnote)
            Letting(event: safety.event, offers: safety.share)
        }
    }
}

/// "Let X see this answer", and its status once it is shared.
struct Letting: View {
    @Environment(AppModel.self) private var app
    let event: SafetyEventID
    let offers: [ShareOffer]

    var body: some View {
        ForEach(offers, id: \.care) { offer in
            if offer.shared {
                Text(offer.seen)
            } else {
                Button(offer.label) { Task { await app.act { try await $0.shareSafety(event: event, care: offer.care) } } }
                Text(offer.detail).font(.footnote)
            }
        }
    }
}

/// The options of a question. A tap answers it; a safety item is confirmed first, so that no typo raises or hides it.
private struct OptionsAnswer: View {
    let page: MeasurePage
    let onAnswer: (Double) -> Void
    @State private var tapped: Double?

    private var chosen: Double? { tapped ?? page.answer }

    var body: some View {
        ForEach(page.options, id: \.value) { option in
            Button { if page.confirm { tapped = option.value } else { onAnswer(option.value) } } label: {
                Label(option.label, systemImage: chosen == option.value ? "largecircle.fill.circle" : "circle")
            }
        }
        if page.confirm { Button("Next") { if let chosen { onAnswer(chosen) } }.disabled(chosen == nil) }
    }
}

private struct SliderAnswer: View {
    let slider: MeasureSlider
    let answer: Double?
    let onAnswer: (Double) -> Void
    /// Absent until it was moved: its position alone is no answer.
    @State private var moved: Double?

    var body: some View {
        Slider(value: Binding { moved ?? answer ?? slider.low } set: { moved = $0 }, in: slider.low...slider.high, step: 1)
        Button("Next") { if let value = moved ?? answer { onAnswer(value) } }.disabled(moved == nil && answer == nil)
    }
}

/// The safety page that opens after a safety answer, before any score.
struct SafetySection: View {
    let run: MeasureRun
    let safety: SafetyScreen
    @State private var after: String?

    var body: some View {
        SafetySections(safety: safety, after: after) { option in
            after = option.after
            Task { await run.choose(option.choice) }
        }
        if after != nil { Button("Go on") { run.goOn() } }
        HelpSections(help: safety.help)
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// What is due, what was begun, what can be answered, and what came of it.
struct MeasuresPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        List {
            Shows([.measures, .timeline, .drafts]) { try $0.measures() } content: { measures in
                if measures.due.isEmpty && measures.available.isEmpty {
                    Text("Your therapist may ask you to fill one in; you can also begin one yourself.")
                }
                ForEach(measures.due, id: \.instrument) { due in
                    row(due.title, due.said) { .measure(instrument: due.instrument, assignment: due.assignment) }
                }
                ForEach(measures.begun, id: \.draft) { begun in
                    row(begun.title, begun.said) { .measure(instrument: begun.instrument, assignment: nil) }
                }
                if !measures.results.isEmpty {
                    Section("Results") {
                        ForEach(measures.results, id: \.id) { result in
                            row("\(result.title) · \(result.date)", "\(result.said)\n\(result.change)") { .entry(result.id) }
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

    private func row(_ title: String, _ detail: String, to place: @escaping () -> AfterglowKit.Place) -> some View {
        Button { app.go(place()) } label: {
            VStack(alignment: .leading) {
                Text(title)
                Text(detail).font(.footnote).foregroundStyle(.secondary)
            }
        }
    }
}

/// One question a page; help comes before any score.
struct MeasureScreen: View {
    @Environment(AppModel.self) private var app
    let instrument: String
    let assignment: String?
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
                        Button("Share") { app.go(.share(result.id)) }
                    }
                }
            }
        }
        .task {
            let run = MeasureRun(app.journal, instrument: instrument, assignment: assignment)
            self.run = run
            await run.open()
        }
    }

    @ViewBuilder private func question(_ run: MeasureRun, _ page: MeasurePage) -> some View {
        Section(page.progress) {
            if let note = page.languageNote { Text(note).font(.footnote) }
            if !page.before.isEmpty { Text(page.before) }
            if !page.recall.isEmpty { Text(page.recall).foregroundStyle(.secondary) }
            Text(page.text).font(.title3)
            ForEach(page.options, id: \.value) { option in
                Button { Task { await run.answer(option.value) } } label: {
                    Label(option.label, systemImage: page.answer == option.value ? "largecircle.fill.circle" : "circle")
                }
            }
            if let slider = page.slider { SliderAnswer(slider: slider, answer: page.answer) { value in Task { await run.answer(value) } } }
            Button(page.skip) { Task { await run.answer(nil) } }
            if page.item > 0 { Button("Previous question") { Task { await run.back() } } }
        }
    }
}

/// A result in plain words, and never a verdict.
struct MeasureResultText: View {
    let result: MeasureResult

    var body: some View {
        Text(result.said).font(.title2)
        Text(result.change)
        Text(result.note).font(.footnote)
    }
}

private struct SliderAnswer: View {
    let slider: MeasureSlider
    let answer: Double?
    let onAnswer: (Double) -> Void
    @State private var value = 0.0

    var body: some View {
        Slider(value: $value, in: slider.low...slider.high, step: 1)
            .onAppear { value = answer ?? slider.low }
        Button("Next") { onAnswer(value) }
    }
}

/// What an answer that asks for safety opens: before any score, sent or not.
struct SafetySection: View {
    let run: MeasureRun
    let safety: SafetyScreen
    @State private var after: String?

    var body: some View {
        Section(safety.title) {
            Text(safety.text)
            if let after {
                Text(after).font(.headline)
                Button("Go on") { run.goOn() }
            } else {
                ForEach(safety.choices, id: \.label) { option in
                    Button(option.label) {
                        after = option.after
                        Task { await run.choose(option.choice) }
                    }
                }
            }
            Text(safety.honesty).font(.footnote)
        }
        HelpSections(help: safety.help)
    }
}

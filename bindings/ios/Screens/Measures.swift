import Afterglow
import AfterglowKit
import SwiftUI

/// Measures that are due, in progress and available, and their results.
struct MeasuresPage: View {
    @Environment(AppModel.self) private var app
    /// The instrument whose author and licence are shown.
    @State private var about: MeasureCard?

    var body: some View {
        PageColumn {
            Shows([.measures, .timeline, .drafts]) { try await $0.measures() } content: { content($0) }
        }
        .navigationTitle("Measures")
        .alert(about?.title ?? "", isPresented: Binding { about != nil } set: { if !$0 { about = nil } }) {
            Button("Close") { about = nil }
        } message: {
            Text(about?.licence ?? "")
        }
    }

    @ViewBuilder private func content(_ measures: MeasuresScreen) -> some View {
        if measures.due.isEmpty && measures.available.isEmpty {
            Nothing(title: "No measures yet", text: "Your therapist may assign one. You can also start one yourself.")
        }
        VStack(spacing: 0) {
            ForEach(measures.due, id: \.instrument) { due in
                row(due.title, due.said) { .measure(instrument: due.instrument, assignment: due.assignment) }
            }
            ForEach(measures.begun, id: \.draft) { begun in
                row(begun.title, begun.said) { .measure(instrument: begun.instrument, assignment: begun.assignment) }
            }
        }
        if !measures.results.isEmpty { Caps(localized("Results")) }
        VStack(spacing: 0) {
            ForEach(measures.results, id: \.id) { result in
                // The answer comes before the number.
                let lines = result.safety ? [result.change, result.said] : [result.said, result.change]
                row(lines[0], ["\(result.title) · \(result.date)", lines[1]].filter { !$0.isEmpty }.joined(separator: "\n")) { .entry(result.id) }
            }
        }
        if !measures.available.isEmpty { Caps(localized("At any time")) }
        VStack(spacing: 0) {
            ForEach(measures.available, id: \.instrument) { card in
                HStack {
                    row(card.title, localized("\(Int(card.count)) questions · about \(Int((card.count + 3) / 4)) min")) {
                        .measure(instrument: card.instrument, assignment: nil)
                    }
                    Button { about = card } label: { Image(systemName: "info.circle").frame(width: 48, height: 48).contentShape(.rect) }
                        .buttonStyle(.plain)
                        .accessibilityLabel("About \(card.title)")
                }
            }
        }
    }

    private func row(_ title: String, _ detail: String, to place: @escaping () -> Place) -> some View {
        RowItem(text: title, image: "list.bullet.clipboard", detail: detail) { app.go(place()) }
    }
}

/// One question per page; the safety page comes before any score.
struct MeasureScreen: View {
    @Environment(AppModel.self) private var app
    let instrument: InstrumentID
    let assignment: AssignmentID?
    @State private var run: MeasureRun?

    var body: some View {
        Group {
            if let run {
                switch run.stand {
                case .loading:
                    PageColumn {
                        if let problem = run.problem {
                            Note(problem, urgent: true)
                            Button("Try again") { Task { await run.open() } }.buttonStyle(.quiet)
                        } else {
                            ProgressView("Loading")
                        }
                    }
                case .question(let page): OneQuestion(run: run, page: page).id([AnyHashable(page.draft), AnyHashable(page.item)])
                case .safety(let safety, _): SafetyContent(event: safety.event, opened: safety) { Task { await run.goOn() } }
                case .done(let result):
                    PageColumn {
                        // Who has it changes with a sync.
                        Shows(.sharingState.union([.measures]), first: result) { [id = result.id] in
                            try await $0.measureResult(id: id)
                        } content: { result in
                            MeasureResultText(result: result)
                            AfterResult(result: result)
                        }
                    }
                    .navigationTitle(result.title)
                    .task { app.confirmKept(result.id) }
                }
            } else {
                ProgressView("Loading")
            }
        }
        .task {
            guard run == nil else { return }
            let run = MeasureRun(app.journal, instrument: instrument, assignment: assignment)
            self.run = run
            await run.open()
        }
    }
}

/// A tap answers and continues. A confirmation comes first only where a typo would matter more: for a safety item, a slider,
/// and the last question, which finishes the form.
private struct OneQuestion: View {
    @Environment(\.palette) private var palette
    let run: MeasureRun
    let page: MeasurePage
    @State private var chosen: Double?

    private var isLast: Bool { page.item + 1 >= page.count }
    private var isConfirmed: Bool { page.slider != nil || page.confirm || isLast }

    var body: some View {
        PageColumn {
            if let problem = run.problem { Note(problem, urgent: true) }
            ProgressView(value: Double(page.item + 1), total: Double(max(page.count, 1))).accessibilityHidden(true)
            Small(page.progress)
            if let note = page.languageNote { Note(note) }
            if !page.before.isEmpty { Note(page.before) }
            if let agreement = page.agreement {
                Toggle(agreement.label, isOn: Binding { agreement.agreed } set: { agreed in Task { await run.agree(agreed) } })
            }
            if !page.instruction.isEmpty { Text(page.instruction) }
            if !page.recall.isEmpty { Text(page.recall).foregroundStyle(palette.secondary) }
            Text(page.text).font(.question).accessibilityAddTraits(.isHeader)
            answers
            if isConfirmed {
                Button(isLast && !page.confirm ? "Finish" : "Next") { answer(chosen) }.buttonStyle(.main).disabled(chosen == nil)
            }
            Button(page.skip) { answer(nil) }
            if page.item > 0 { Button("Previous question") { Task { await run.back() } } }
        }
        .navigationTitle(page.title)
        .task { chosen = page.answer }
    }

    @ViewBuilder private var answers: some View {
        if let slider = page.slider {
            if slider.low == 0 && slider.high == 10 {
                ScaleLine(title: page.text, low: "", high: "", value: chosen.map { Int($0) }, titled: false) { chosen = $0.map { Double($0) } }
            } else {
                Slider(value: Binding { chosen ?? slider.low } set: { chosen = $0.rounded() }, in: slider.low...slider.high, step: 1)
                    .accessibilityLabel(page.text)
                if let chosen { Text(verbatim: "\(Int(chosen))") } else { Text("Not set") }
            }
        } else {
            VStack(alignment: .leading, spacing: 8) {
                ForEach(page.options, id: \.value) { option in
                    Chip(label: option.label, isOn: option.value == chosen) {
                        if isConfirmed { chosen = option.value } else { answer(option.value) }
                    }
                }
            }
        }
    }

    private func answer(_ value: Double?) {
        Task { await run.answer(value) }
    }
}

/// A result in plain language, without a verdict.
struct MeasureResultText: View {
    let result: MeasureResult

    var body: some View {
        Card {
            if result.safety {
                // With a safety answer: no band and no comparison.
                Text(result.change).font(.question)
                Small(result.said)
            } else {
                Text(result.said).font(.question)
                Text(result.change)
            }
            ForEach(Array(result.profile.enumerated()), id: \.offset) { _, line in Text("\(line.question): \(line.answer)").font(.row) }
            Small(result.note)
            if !result.afterwards.isEmpty { Text(result.afterwards) }
        }
    }
}

/// Actions for a result: help after a safety answer, and sharing with the therapist who assigned it.
struct AfterResult: View {
    @Environment(AppModel.self) private var app
    @Environment(\.help) private var help
    let result: MeasureResult

    var body: some View {
        if let event = result.event {
            Button("Help now", action: help).buttonStyle(.main)
            Button("My crisis plan") { app.go(.crisisPlan) }.buttonStyle(.quiet)
            Shows(.sharingState.union([.help, .today])) { try await $0.safetyPage(event: event) } content: { safety in
                Button(safety.title) { app.go(.safety(event)) }.buttonStyle(.quiet)
                Letting(event: event, offers: safety.share)
            }
        }
        if !result.sharing.isEmpty { Note(result.sharing) }
        ForEach(result.offers, id: \.care) { offer in
            Button(offer.label) { decide { try await $0.share(id: result.id, care: offer.care) } }.buttonStyle(.quiet)
        }
        if !result.offers.isEmpty {
            Button("Keep it private") { decide { try await $0.keepMeasurePrivate(id: result.id) } }.buttonStyle(.quiet)
        } else if !result.shared {
            Button("Share") { app.go(.share(result.id)) }.buttonStyle(.quiet)
        }
        Button("Done") { back() }.buttonStyle(.quiet)
    }

    private func decide(_ task: @escaping @Sendable (Journal) async throws -> Void) {
        // The page that is left: the person may be elsewhere by then.
        let here = app.way.last
        Task {
            await app.act { [app] journal in
                try await task(journal)
                if let here { await app.leave(here) }
            }
        }
    }

    private func back() {
        if let here = app.way.last { app.leave(here) }
    }
}

/// A result that waits for the decision about sharing.
struct ResultPage: View {
    let id: EntryID

    var body: some View {
        PageColumn {
            Shows(.sharingState.union([.measures])) { [id] in try await $0.measureResult(id: id) } content: { result in
                MeasureResultText(result: result)
                AfterResult(result: result)
            }
        }
        .navigationTitle("Result")
    }
}

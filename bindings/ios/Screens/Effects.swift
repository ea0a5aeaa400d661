import Afterglow
import AfterglowKit
import SwiftUI

/// The side-effect check after a session: one tap if nothing bothers, otherwise a list.
struct EffectsPage: View {
    @Environment(AppModel.self) private var app
    @State private var draft = EffectsDraft()
    /// The last question has its own page.
    @State private var last = false

    var body: some View {
        Form {
            Shows([.settings]) { try await $0.effectsView() } content: { view in
                Shows([.settings]) { [form = draft.form(on: view)] in try await $0.effectsAdvice(form: form) } content: { said in
                    if said.level == .red { red(said) }
                }
                .id(draft)
                if last, let question = view.suicidal {
                    Section(question.question) {
                        ForEach(question.choices, id: \.label) { one in
                            choice(one.label, on: draft.suicidal == one.choice) { draft.suicidal = one.choice }
                        }
                    }
                } else {
                    marks(view)
                }
                Section {
                    Button("Done") { done(view) }.disabled(draft == EffectsDraft())
                } footer: {
                    Text(view.notWatched)
                }
            }
        }
    }

    /// A red effect must not wait for "Done".
    private func red(_ said: EffectsAdvice) -> some View {
        Section(said.title) {
            Text(said.text)
            Button("Help now") { app.go(.help) }.buttonStyle(.borderedProminent)
        }
    }

    @ViewBuilder private func marks(_ view: EffectsScreen) -> some View {
        Section(view.question) {
            choice(view.no, on: draft.any == false) { draft.any = false }
            choice(view.yes, on: draft.any == true) { draft.any = true }
        }
        if draft.any == true {
            Section(view.which) {
                Chosen(view.effects.map { Choice(value: $0.value, label: $0.label) }, draft.marks.map(\.effect)) { draft.mark($0) }
            }
            ForEach(draft.marks, id: \.effect) { item in
                Section(view.effects.first { $0.value == item.effect }?.label ?? item.effect) { mark(view, item) }
            }
            if view.effects.contains(where: { one in one.worded && draft.marks.contains { $0.effect == one.value } }) {
                Section(view.otherHint) { TextField("", text: $draft.other, axis: .vertical) }
            }
        }
        if let drove = view.drove {
            Section(drove) {
                choice(view.no, on: draft.drove == false) { draft.drove = false }
                choice(view.yes, on: draft.drove == true) { draft.drove = true }
            }
        }
        Section { Text(view.lead).font(.footnote) }
    }

    /// The severity of one effect, and since when it persists. Each answer is optional.
    @ViewBuilder private func mark(_ view: EffectsScreen, _ item: EffectsDraft.Mark) -> some View {
        Text(view.how)
        ForEach(view.severities, id: \.value) { one in
            choice("\(one.label): \(one.means)", on: item.severity == one.value) { draft.change(item.effect) { $0.severity = one.value } }
        }
        Text(view.still)
        choice(view.yes, on: item.still == true) { draft.change(item.effect) { $0.still = true } }
        choice(view.no, on: item.still == false) { draft.change(item.effect) { $0.still = false } }
        Text(view.before)
        choice(view.yes, on: item.before == true) { draft.change(item.effect) { $0.before = true } }
        choice(view.no, on: item.before == false) { draft.change(item.effect) { $0.before = false } }
    }

    private func choice(_ label: String, on: Bool, act: @escaping @MainActor () -> Void) -> some View {
        Button(action: act) { Label(label, systemImage: on ? "largecircle.fill.circle" : "circle") }
            .accessibilityAddTraits(on ? .isSelected : [])
    }

    private func done(_ view: EffectsScreen) {
        if view.suicidal != nil && !last {
            last = true
            return
        }
        let form = draft.form(on: view)
        Task {
            await app.act { [app] in
                let made = try await $0.checkEffects(form)
                await MainActor.run { app.way = [.effectsAnswer(made)] }
            }
        }
    }
}

/// The page in response to a check: red first and above everything, with the numbers; then who may see it.
struct EffectsAnswerPage: View {
    @Environment(AppModel.self) private var app
    let id: EntryID
    /// The person went on from the safety page.
    @State private var went = false

    var body: some View {
        Form {
            Shows([.timeline, .sharing, .help]) { [id] in try await $0.effectsAnswer(id: id) } content: { answer in
                // The page of a safety event comes before anything else.
                if let event = answer.event, !went {
                    SafetyOfEvent(event: event) { went = true }
                } else {
                    answered(answer)
                }
            }
        }
        .neverDim()
    }

    @ViewBuilder private func answered(_ answer: EffectsAnswerScreen) -> some View {
        Section(answer.said.title) {
            Text(answer.said.text)
            if let line = answer.emergency { Line(line: line) { tapped(.emergency) } }
            ForEach(answer.practice, id: \.id) { line in Line(line: line) { tapped(.practice) } }
            ForEach(answer.lines, id: \.id) { line in Line(line: line) { tapped(.other) } }
            ForEach(answer.practiceWords, id: \.self) { Text($0) }
            if let offer = answer.offer { Text(offer) }
            if answer.said.level != EffectLevel.none || answer.offer != nil {
                Button("Help now") {
                    tapped(.help)
                    app.go(.help)
                }
            }
        }
        Section {
            ForEach(answer.marked, id: \.self) { Text($0) }
            ForEach(answer.share.filter { !$0.shared }, id: \.care) { offer in
                Button(offer.label) { Task { await app.act { try await $0.share(id: id, care: offer.care) } } }
                Text(offer.detail).font(.footnote)
            }
        } footer: {
            Text(answer.sharing)
        }
    }

    private func tapped(_ choice: EffectChoice) {
        Task { await app.act { try await $0.chooseEffect(id: id, choice: choice) } }
    }
}

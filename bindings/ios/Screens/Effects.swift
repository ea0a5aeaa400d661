import Afterglow
import AfterglowKit
import SwiftUI

/// The side-effect check after a session: one tap if nothing bothers, otherwise a list. It is a draft until "Done".
struct EffectsPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.help) private var help
    @Environment(\.palette) private var palette
    /// The last question has its own page.
    @State private var last = false

    var body: some View {
        // Not loaded again by other parts: the choices must not change while they are tapped.
        Shows([.settings]) { try await $0.effectsView() } content: { view in
            WithDraft(SideEffects(session: view.session, slot: view.slot, again: view.again), open: { $0.effects() }) { draft, form in
                PageColumn {
                    Shows([.settings]) { [form] in try await $0.effectsAdvice(form: form) } content: { said in
                        if said.level == .red { red(said) }
                    }
                    .id(form)
                    if last, let question = view.suicidal {
                        Text(question.question).font(.question)
                        OneOf(question.choices.map { ($0.choice, $0.label) }, form.suicidal) { choice in draft.change { $0.suicidal = choice } }
                    } else {
                        marks(view, form, draft)
                    }
                    Small(draft.status)
                    Small(view.notWatched)
                }
                .bottom {
                    Button(view.suicidal != nil && !last ? "Next" : "Done") {
                        if view.suicidal != nil && !last { last = true } else { done(draft) }
                    }
                    .buttonStyle(.main)
                    .disabled(!draft.isChanged)
                }
            }
            .navigationTitle(view.title)
        }
    }

    /// A red effect must not wait for "Done".
    private func red(_ said: EffectsAdvice) -> some View {
        Card {
            Text(said.title).font(.question).foregroundStyle(palette.urgent)
            Text(said.text)
            Button("Help now", action: help).buttonStyle(.main)
        }
    }

    @ViewBuilder private func marks(_ view: EffectsScreen, _ form: SideEffects, _ draft: FormDraft<SideEffects>) -> some View {
        Text(view.question).font(.question)
        OneOf([(false, view.no), (true, view.yes)], form.any) { any in draft.change { $0.answer(any) } }
        if form.any == true {
            Heading(view.which)
            Chosen(view.effects.map { Choice(value: $0.value, label: $0.label) }, form.items.map(\.effect)) { marked in draft.change { $0.mark(marked) } }
            ForEach(form.items, id: \.effect) { item in mark(view, item, draft) }
            if view.effects.contains(where: { one in one.worded && form.items.contains { $0.effect == one.value } }) {
                let other = Binding { form.other } set: { text in draft.change { $0.other = String(text.prefix(500)) } }
                Field(label: view.otherHint, text: other, lines: 2, font: .reading)
            }
        }
        if let drove = view.drove {
            Heading(drove)
            OneOf([(false, view.no), (true, view.yes)], form.drove) { drove in draft.change { $0.drove = drove } }
        }
        Small(view.lead)
    }

    /// The severity of one effect, and since when it persists. Each answer is optional.
    private func mark(_ view: EffectsScreen, _ item: SideEffect, _ draft: FormDraft<SideEffects>) -> some View {
        Card {
            Text(view.effects.first { $0.value == item.effect }?.label ?? item.effect).font(.question)
            Text(view.how).font(.action)
            OneOf(view.severities.map { ($0.value, "\($0.label): \($0.means)") }, item.severity) { severity in
                draft.change { $0.change(item.effect) { $0.severity = severity } }
            }
            Text(view.still).font(.action)
            YesOrNo(yes: view.yes, no: view.no, answer: item.still) { still in draft.change { $0.change(item.effect) { $0.still = still } } }
            Text(view.before).font(.action)
            YesOrNo(yes: view.yes, no: view.no, answer: item.before) { before in draft.change { $0.change(item.effect) { $0.before = before } } }
        }
    }

    private func done(_ draft: FormDraft<SideEffects>) {
        Task {
            await app.act { [app] _ in
                let made = try await draft.finish()
                await MainActor.run {
                    app.confirmKept(made)
                    app.leave(.effects, for: .effectsAnswer(made))
                }
            }
        }
    }
}

/// The page in response to a check: the page of a safety event first; red above everything, with the numbers; then who may
/// see it.
struct EffectsAnswerPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.help) private var help
    let id: EntryID
    /// The person has continued from the safety page.
    @State private var safe = false

    var body: some View {
        Shows(.sharingState.union([.help])) { [id] in try await $0.effectsAnswer(id: id) } content: { answer in
            if let event = answer.event, !safe {
                SafetyContent(event: event) { safe = true }
            } else {
                PageColumn { content(answer) }
                    .bottom { Button("Done") { app.leave(.effectsAnswer(id)) }.buttonStyle(.main) }
                    .navigationTitle(answer.said.title)
            }
        }
    }

    @ViewBuilder private func content(_ answer: EffectsAnswerScreen) -> some View {
        Text(answer.said.text).font(answer.said.level == .red ? .action : .said)
        if let line = answer.emergency { Line(line: line, emergency: true) { tapped(.emergency) } }
        ForEach(answer.practice, id: \.id) { line in Line(line: line) { tapped(.practice) } }
        ForEach(answer.lines, id: \.id) { line in Line(line: line) { tapped(.other) } }
        ForEach(answer.practiceWords, id: \.self) { Text($0) }
        if let offer = answer.offer { Note(offer) }
        if answer.said.level != EffectLevel.none || answer.offer != nil {
            Button("Help now") {
                tapped(.help)
                help()
            }
            .buttonStyle(.quiet)
        }
        ForEach(answer.marked, id: \.self) { Text($0).font(.row) }
        Small(answer.sharing)
        ForEach(answer.share.filter { !$0.shared }, id: \.care) { offer in
            Button(offer.label) { Task { await app.act { try await $0.share(id: id, care: offer.care) } } }.buttonStyle(.quiet)
            Small(offer.detail)
        }
    }

    private func tapped(_ choice: EffectChoice) {
        Task { await app.act { try await $0.chooseEffect(id: id, choice: choice) } }
    }
}

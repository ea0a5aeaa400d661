import Afterglow
import AfterglowKit
import SwiftUI

/// A check-in takes two taps, a mood and "Done"; more is optional. It is a draft until then.
struct CheckInPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    @Environment(\.help) private var help

    var body: some View {
        // Not loaded again by other parts: the choices must not change while they are tapped.
        Shows([.settings]) { try await $0.checkInView() } content: { view in
            WithDraft(CheckIn(slot: view.slot, session: view.session), open: { $0.checkIn(view) }) { draft, form in
                PageColumn { taps(view, form, draft) }
                    .bottom { Button("Done") { done(view, draft) }.buttonStyle(.main).disabled(!draft.isChanged) }
            }
            .navigationTitle(view.title)
        }
    }

    @ViewBuilder private func taps(_ view: CheckInScreen, _ form: CheckIn, _ draft: FormDraft<CheckIn>) -> some View {
        if let aftercare = view.aftercare { Note(aftercare) }
        if let intention = view.intention { Text(intention).font(.reading) }
        Text(view.question).font(.question)
        // In the evening after a session reading is tiring: voice input comes first.
        if let voice = view.voice { Button(voice) { app.go(.write(id: nil, prompt: nil)) }.buttonStyle(.quiet) }
        if let first = view.scales.first { line(first, form, draft) }
        if let mood = form.mood, mood <= 1 {
            Text(view.lowMood)
            Button("Help now", action: help).buttonStyle(.quiet)
        }
        ForEach(view.scales.dropFirst(), id: \.name) { line($0, form, draft) }
        Caps(localized("How are you?"))
        Chosen(view.states, form.states) { states in draft.change { $0.states = states } }
        Field(label: localized("A few words, if you like"), text: draft.binding(\.text, form.text), lines: 3, font: .reading)
        Button(view.effects) { app.go(.effects) }.buttonStyle(.quiet)
        Toggle("I need space", isOn: draft.binding(\.needsSpace, form.needsSpace))
        Small(localized("No reminders until tomorrow."))
        Small(draft.status)
        Small(view.hint)
        Small(view.notWatched)
    }

    private func line(_ scale: Scale, _ form: CheckIn, _ draft: FormDraft<CheckIn>) -> some View {
        ScaleLine(title: scale.label, low: scale.low, high: scale.high, value: form[scale.name].map { Int($0) }) { value in
            draft.change { $0[scale.name] = value.map { UInt8($0) } }
        }
    }

    private func done(_ view: CheckInScreen, _ draft: FormDraft<CheckIn>) {
        guard let written = draft.form else { return }
        Task {
            await app.act { [app] journal in
                let made = try await draft.finish()
                // "Nothing reminds you" would be a poor response to a very low mood.
                let low = (written.mood ?? 10) <= 1
                let said = low ? view.lowMood : localized(written.needsSpace ? "No reminders until tomorrow." : "That is enough. Thank you.")
                await MainActor.run {
                    app.confirmKept(made)
                    app.notice = said
                    // The side-effect check comes after the text, and is optional.
                    app.leave(.checkIn, for: view.effectsDue && !written.needsSpace ? .effects : nil)
                }
            }
        }
    }
}

/// The check-in on the evening of a session, on Today: one field, and six words to tap.
struct SessionEvening: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @Environment(\.palette) private var palette

    var body: some View {
        Shows([.settings]) { try await $0.checkInView() } content: { view in
            WithDraft(CheckIn(slot: view.slot, session: view.session), open: { $0.checkIn(view) }) { draft, form in
                VStack(alignment: .leading, spacing: 16) {
                    Text("You are home.").font(.greeting).accessibilityAddTraits(.isHeader)
                    Text("A few words are enough. You can also just rest.").foregroundStyle(palette.secondary)
                    Field(label: view.question, text: draft.binding(\.text, form.text), lines: 4, font: .writing)
                    if let voice = view.voice { Button(voice) { go(.write(id: nil, prompt: nil)) }.buttonStyle(.quiet) }
                    Chosen(Array(view.states.prefix(6)), form.states) { states in draft.change { $0.states = states } }
                    Button("Done") { done(draft) }.buttonStyle(.main).disabled(!draft.isChanged)
                    Button("More") { go(.checkIn) }
                }
            }
        }
    }

    private func done(_ draft: FormDraft<CheckIn>) {
        Task {
            await app.act { [app] _ in
                let made = try await draft.finish()
                await MainActor.run {
                    app.confirmKept(made)
                    app.notice = localized("That is enough. Thank you.")
                }
            }
        }
    }
}

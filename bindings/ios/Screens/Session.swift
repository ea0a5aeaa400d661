import Afterglow
import AfterglowKit
import SwiftUI

/// One session, afterwards: first words, qualities, what helped, the setting, and the time. One card each, and every card
/// optional.
struct SessionPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let number: Int

    var body: some View {
        Shows([.timeline]) { [number] in try await $0.sessionPage(number: UInt32(number)) } content: { page in
            WithDraft(page.form, of: page.id, open: { [number] in $0.session(number) }) { draft, form in
                Cards(
                    count: 5, done: localized("Keep"), canFinish: page.id == nil || draft.isChanged,
                    status: draft.status.isEmpty ? page.when : draft.status, onDone: { keep(draft) }
                ) { card in
                    switch card {
                    case 0: FirstWords(page: page, form: form, draft: draft)
                    case 1: qualities(page, form, draft)
                    case 2: help(page, form, draft)
                    case 3: room(form, draft)
                    default: WhenAndHow(page: page, form: form, draft: draft)
                    }
                }
            }
        }
        .navigationTitle("Session \(Int(number))")
    }

    private func qualities(_ page: SessionScreen, _ form: SessionForm, _ draft: FormDraft<SessionForm>) -> some View {
        Question(localized("What it was like")) {
            Small(page.noneBetter)
            Chosen(page.qualities, form.qualities) { chosen in draft.change { $0.qualities = chosen } }
            ScaleLine(
                title: localized("Intensity"), low: localized("Hardly there"), high: localized("Very strong"),
                value: form.intensity.map { Int($0) }
            ) { value in
                draft.change { $0.intensity = value.map { UInt8($0) } }
            }
        }
    }

    private func help(_ page: SessionScreen, _ form: SessionForm, _ draft: FormDraft<SessionForm>) -> some View {
        Question(localized("What helped, and what did not?")) {
            Field(label: localized("What helped"), text: draft.binding(\.helped, form.helped), lines: 2, font: .reading)
            Field(label: localized("What did not help"), text: draft.binding(\.hindered, form.hindered), lines: 2, font: .reading)
            Heading(localized("Support"))
            OneOf(page.support.map { ($0.value, $0.label) }, form.support) { chosen in
                draft.change { $0.support = $0.support == chosen ? "" : chosen }
            }
        }
    }

    private func room(_ form: SessionForm, _ draft: FormDraft<SessionForm>) -> some View {
        Question(localized("Setting")) {
            Field(label: localized("Place"), text: draft.binding(\.place, form.place))
            Field(label: localized("Light"), text: draft.binding(\.light, form.light))
            Field(label: localized("Music"), text: draft.binding(\.music, form.music))
            Field(label: localized("Seating"), text: draft.binding(\.seating, form.seating))
            Field(label: localized("Companions"), text: draft.binding(\.companions, form.companions))
        }
    }

    private func keep(_ draft: FormDraft<SessionForm>) {
        Task {
            await app.act { [app, number] _ in
                let made = try await draft.finish()
                await MainActor.run {
                    app.confirmKept(made)
                    app.notice = localized("Saved.")
                    app.leave(.session(number))
                }
            }
        }
    }
}

private struct FirstWords: View {
    @Environment(AppModel.self) private var app
    let page: SessionScreen
    let form: SessionForm
    let draft: FormDraft<SessionForm>

    var body: some View {
        Question(localized("What do you want to remember?")) {
            if let aftercare = page.aftercare { Note(aftercare) }
            if let care = page.care { Note(care) }
            Field(label: localized("First words"), text: draft.binding(\.firstWords, form.firstWords), lines: 5, font: .writing)
            if page.id != nil && form.ended == nil { Button("I am home", action: home).buttonStyle(.quiet) }
            if !page.supportNote.isEmpty { Note(page.supportNote) }
            ForEach(page.intentions + page.concerns, id: \.id) { OneHope(hope: $0) }
        }
    }

    /// What was typed is saved first, so that the draft knows the session as it was before.
    private func home() {
        Task {
            await draft.save()
            await app.act { [number = form.number] in try await $0.endSession(number: number) }
        }
    }
}

/// Day, time, and the dose as far as the person knows it. The clinic's values are read-only.
private struct WhenAndHow: View {
    let page: SessionScreen
    let form: SessionForm
    let draft: FormDraft<SessionForm>

    var body: some View {
        Question(localized("When it was")) {
            DatePicker("When it was", selection: Binding { form.at?.date ?? Date() } set: { date in draft.change { $0.at = ZonedTime(date) } })
            NumberField(
                label: localized("How long, in minutes"), looksLike: localized("Please write minutes as a number, such as 90."),
                range: 1...1440, value: form.durationMin.map { Double($0) }
            ) { minutes in
                draft.change { $0.durationMin = minutes.map { UInt32($0) } }
            }
            Heading(localized("Dose"))
            if let dose = page.dose, form.recordedBy == .clinic || page.form.doseMg == nil {
                Text(dose)
            } else {
                Small(localized("If you know it, and want to keep it here. The app never suggests a dose."))
                OneOf(page.routes.map { ($0.value, $0.label) }, form.route) { route in
                    draft.change {
                        $0.route = $0.route == route ? "" : route
                        $0.recordedBy = .client
                    }
                }
                NumberField(
                    label: localized("Milligrams"), looksLike: localized("Please write milligrams as a number, such as 150."),
                    range: 0.1...2000, value: form.doseMg
                ) { milligrams in
                    draft.change {
                        $0.doseMg = milligrams
                        $0.recordedBy = .client
                    }
                }
            }
        }
    }
}

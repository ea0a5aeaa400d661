import Afterglow
import AfterglowKit
import SwiftUI

/// One session: before it the intentions; afterwards first words, qualities and setting.
struct SessionPage: View {
    let number: Int

    var body: some View {
        Form {
            Shows([.timeline]) { [number] in try await $0.sessionPage(number: UInt32(number)) } content: { page in
                Section(page.title) {
                    if !page.when.isEmpty { Text(page.when) }
                    if let aftercare = page.aftercare { Text(aftercare) }
                    if let care = page.care { Text(care) }
                    ForEach(page.intentions + page.concerns, id: \.id) { Text($0.text).font(.title3) }
                    if let dose = page.dose { Text(dose) }
                    if !page.supportNote.isEmpty { Text(page.supportNote) }
                }
                TheForm(page: page).id(page.form)
            }
        }
    }
}

private struct TheForm: View {
    @Environment(AppModel.self) private var app
    let page: SessionScreen
    @State private var firstWords = ""
    @State private var qualities: [String] = []
    @State private var helped = ""
    @State private var hindered = ""
    @State private var place = ""
    @State private var light = ""
    @State private var music = ""
    @State private var seating = ""
    @State private var companions = ""
    @State private var support = ""

    init(page: SessionScreen) {
        self.page = page
        let form = page.form
        _firstWords = State(initialValue: form.firstWords)
        _qualities = State(initialValue: form.qualities)
        _helped = State(initialValue: form.helped)
        _hindered = State(initialValue: form.hindered)
        _place = State(initialValue: form.place)
        _light = State(initialValue: form.light)
        _music = State(initialValue: form.music)
        _seating = State(initialValue: form.seating)
        _companions = State(initialValue: form.companions)
        _support = State(initialValue: form.support)
    }

    var body: some View {
        Section("First words") { TextField("", text: $firstWords, axis: .vertical).accessibilityLabel("First words") }
        Section {
            Chosen(page.qualities, qualities) { qualities = $0 }
        } header: {
            Text("What it was like")
        } footer: {
            Text(page.noneBetter)
        }
        Section {
            TextField("What helped", text: $helped, axis: .vertical)
            TextField("What did not help", text: $hindered, axis: .vertical)
        }
        Section("Setting") {
            TextField("Place", text: $place)
            TextField("Light", text: $light)
            TextField("Music", text: $music)
            TextField("Seating", text: $seating)
            TextField("Companions", text: $companions)
            Picker("Support", selection: $support) {
                Text("–").tag("")
                ForEach(page.support, id: \.value) { Text($0.label).tag($0.value) }
            }
        }
        Section {
            Button("Keep") { keep() }
            if page.id != nil && page.form.ended == nil {
                Button("I am home") { Task { await app.act { [number = page.form.number] in try await $0.endSession(number: number) } } }
            }
        }
    }

    /// Only the clinic records the dose. This form does not change it.
    private func keep() {
        let before = page.form
        let form = SessionForm(
            number: before.number, at: before.at, route: before.route, doseMg: before.doseMg, recordedBy: before.recordedBy,
            durationMin: before.durationMin, ended: before.ended, place: place, light: light, music: music, seating: seating,
            companions: companions, comfort: before.comfort, support: support, qualities: qualities, intensity: before.intensity,
            firstWords: firstWords, notes: before.notes, helped: helped, hindered: hindered
        )
        let id = page.id
        Task {
            await app.act { journal in
                if let id { try await journal.edit(id: id, form: .session(session: form)) } else { _ = try await journal.write(form: .session(session: form)) }
            }
            if app.way.last == .session(Int(form.number)) { _ = app.way.popLast() }
        }
    }
}

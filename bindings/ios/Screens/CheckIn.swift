import Afterglow
import AfterglowKit
import SwiftUI

/// A check-in takes two taps, a mood and "Done"; more is optional.
struct CheckInPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    @State private var scales: [ScaleName: Int] = [:]
    @State private var states: [String] = []
    @State private var needsSpace = false
    @State private var text = ""

    var body: some View {
        // In the evening after a session, voice input comes first.
        Shows([.settings]) { try await $0.checkInView() } content: { view in
            PageColumn { taps(view) }
                .safeAreaInset(edge: .bottom) {
                    Button("Done") { done(view) }.buttonStyle(.main).disabled(isEmpty).padding(20).background(palette.background)
                }
                .navigationTitle(view.title)
        }
        .background(palette.background)
    }

    private var isEmpty: Bool { scales.isEmpty && states.isEmpty && !needsSpace && text.isEmpty }

    @ViewBuilder private func taps(_ view: CheckInScreen) -> some View {
        if let aftercare = view.aftercare { Text(aftercare).foregroundStyle(palette.secondary) }
        if let intention = view.intention { Text(intention).font(.reading) }
        Text(view.question).font(.question)
        // In the evening after a session reading is tiring: voice input comes first.
        if let voice = view.voice { Button(voice) { app.go(.write(id: nil, prompt: nil)) }.buttonStyle(.quiet) }
        if let first = view.scales.first { line(first) }
        if let mood = scales[.mood], mood <= 1 {
            Text(view.lowMood)
            Button("Help now") { app.go(.help) }.buttonStyle(.quiet)
        }
        ForEach(view.scales.dropFirst(), id: \.name) { line($0) }
        Caps(String(localized: "How are you?"))
        Chosen(view.states, states) { states = $0 }
        TextField("A few words, if you like", text: $text, axis: .vertical).font(.reading)
        Button(view.effects) { app.go(.effects) }.buttonStyle(.quiet)
        Toggle("I need space", isOn: $needsSpace)
        Text(view.hint).font(.small).foregroundStyle(palette.secondary)
        Text(view.notWatched).font(.small).foregroundStyle(palette.secondary)
    }

    private func line(_ scale: Scale) -> some View {
        ScaleLine(title: scale.label, low: scale.low, high: scale.high, value: scales[scale.name]) { scales[scale.name] = $0 }
    }

    private func done(_ view: CheckInScreen) {
        func value(_ name: ScaleName) -> UInt8? { scales[name].map { UInt8($0) } }
        let form = CheckIn(
            slot: view.slot, session: view.session, mood: value(.mood), energy: value(.energy), sleep: value(.sleep),
            sensitivity: value(.sensitivity), clarity: value(.clarity), needsSpace: needsSpace, states: states, text: text
        )
        Task {
            await app.act { _ = try await $0.write(form: .checkIn(checkIn: form)) }
            // "Nothing reminds you" would be a poor response to a very low mood. The side-effect check comes after the
            // text.
            if (scales[.mood] ?? 10) <= 1 {
                app.way = [.help]
            } else {
                app.way = view.effectsDue && !needsSpace ? [.effects] : []
                // If it was not saved, the error was shown already.
                if app.notice == nil { app.notice = String(localized: "That is enough. Thank you.") }
            }
        }
    }
}

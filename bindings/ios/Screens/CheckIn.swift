import Afterglow
import AfterglowKit
import SwiftUI

/// Two taps when tired, a mood and "Done"; more when wanted.
struct CheckInPage: View {
    @Environment(AppModel.self) private var app
    @State private var scales: [String: Int] = [:]
    @State private var states: [String] = []
    @State private var signs: [String] = []
    @State private var needsSpace = false
    @State private var text = ""

    var body: some View {
        Form {
            Shows([.settings]) { try $0.checkInView() } content: { view in
                Section(view.title) {
                    Text(view.question)
                    if let aftercare = view.aftercare { Text(aftercare) }
                    // In the evening after a session eyes are tired: speaking comes first.
                    if let voice = view.voice { Button(voice) { app.go(.write(id: nil, prompt: nil)) } }
                    if let first = view.scales.first { scale(first) }
                    if let mood = scales["mood"], mood <= 1 {
                        Text(view.lowMood)
                        Button("Help now") { app.go(.help) }
                    }
                    Button("Done") { done(view) }.disabled(scales.isEmpty && states.isEmpty && signs.isEmpty && !needsSpace && text.isEmpty)
                }
                if let question = view.signsQuestion {
                    Section(question) {
                        Chosen(view.signs.map { Choice(value: $0.value, label: $0.label) }, signs) { signs = $0 }
                        if let worst = worst(view) {
                            Text(worst.answer)
                            if worst.now { Button("Help now") { app.go(.help) } }
                        }
                    }
                }
                Section("How I am") { Chosen(view.states, states) { states = $0 } }
                Section("A few words, if you like") { TextField("", text: $text, axis: .vertical) }
                ForEach(view.scales.dropFirst(), id: \.name) { one in Section(one.label) { scale(one) } }
                Section {
                    Toggle("I need space", isOn: $needsSpace)
                    Text(view.notWatched).font(.footnote)
                }
            }
        }
        .navigationTitle("Check in")
    }

    private func scale(_ scale: Scale) -> some View {
        VStack(alignment: .leading) {
            MoodPicker(value: scales[scale.name]) { scales[scale.name] = $0 }
            HStack {
                Text(scale.low)
                Spacer()
                Text(scale.high)
            }.font(.footnote)
        }
    }

    /// What does not wait comes before what does.
    private func worst(_ view: CheckInScreen) -> Sign? {
        let tapped = view.signs.filter { signs.contains($0.value) }
        return tapped.first { $0.now } ?? tapped.first
    }

    private func done(_ view: CheckInScreen) {
        func value(_ name: String) -> UInt8? { scales[name].map { UInt8($0) } }
        let form = CheckIn(
            slot: view.slot, session: view.session, mood: value("mood"), energy: value("energy"), sleep: value("sleep"),
            sensitivity: value("sensitivity"), clarity: value("clarity"), needsSpace: needsSpace, states: states,
            signs: signs, text: text
        )
        Task {
            await app.act { _ = try $0.write(form: .checkIn(checkIn: form)) }
            // "Nothing reminds you" is no answer to somebody who is very low, nor to what a doctor should look at today.
            if (scales["mood"] ?? 10) <= 1 || worst(view)?.now == true { app.way = [.help] } else { app.way = [] }
        }
    }
}

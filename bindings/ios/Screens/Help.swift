import Afterglow
import AfterglowKit
import SwiftUI

/// Help now: the second tap is the call. Works offline and while the journal is locked.
struct HelpPage: View {
    @Environment(AppModel.self) private var app
    @State private var region: String?

    var body: some View {
        Form {
            // The region where the person is now, if it differs from the setting.
            Shows([.help]) { [region] journal in if let region { try await journal.helpIn(region: region) } else { try await journal.help() } } content: { help in
                HelpSections(help: help)
                Section {
                    Picker("I am in another country", selection: $region) {
                        Text(verbatim: "–").tag(String?.none)
                        ForEach(help.regions, id: \.value) { place in
                            Text(place.label).tag(Optional(place.value))
                        }
                    }
                } footer: {
                    Text(help.regionText)
                }
                Section { Button(help.harm) { app.go(.harm) } }
            }
            .id(region)
            if app.lock?.locked != true { NavigationLink("My crisis plan") { CrisisPlanPage() } }
        }
        .navigationTitle("Help now")
    }
}

struct HelpSections: View {
    let help: HelpScreen

    var body: some View {
        Section {
            Line(line: help.emergency)
            ForEach(help.lines, id: \.id) { Line(line: $0) }
        }
        if !help.people.isEmpty { Section("Your people") { ForEach(help.people, id: \.id) { Line(line: $0) } } }
        if !help.practice.isEmpty || !help.practiceWords.isEmpty {
            Section("Therapist") {
                ForEach(help.practice, id: \.id) { Line(line: $0) }
                ForEach(help.practiceWords, id: \.self) { Text($0) }
            }
        }
        ForEach(help.plan, id: \.heading) { part in
            Section(part.heading) { ForEach(part.lines, id: \.self) { Text($0) } }
        }
        Section {
            if let none = help.noPlan { Text(none) }
            Text(help.text)
            if let stale = help.stale { Text(stale) }
        } footer: {
            Text(help.asOf)
        }
    }
}

struct Line: View {
    @Environment(\.openURL) private var open
    let line: HelpLine
    var onCall: () -> Void = {}

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(line.name).font(.headline)
            if !line.note.isEmpty { Text(line.note).font(.footnote) }
            if let number = line.call { Button(line.callLabel ?? number) { onCall(); go("tel:\(number)") }.buttonStyle(.borderedProminent) }
            if let number = line.text {
                // Some are contacted by a text message.
                let word = line.word.map { "&body=\($0)" } ?? ""
                Button(line.textLabel ?? number) { go("sms:\(number)\(word)") }.buttonStyle(.bordered)
            }
            if let page = line.web { Button(page.replacingOccurrences(of: "https://", with: "")) { go(page) } }
        }
    }

    private func go(_ link: String) {
        if let url = URL(string: link.replacingOccurrences(of: " ", with: "")) { open(url) }
    }
}

/// Help after harm by a practitioner. Opening it is not recorded.
struct HarmPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.help]) { try await $0.harm() } content: { harm in
                Section(harm.title) {
                    Text(harm.text)
                    Button(harm.endAccess) { app.go(.therapist) }
                    Button(harm.writeDown) { app.go(.writeWithheld) }
                }
                Section {
                    ForEach(harm.lines, id: \.id) { Line(line: $0) }
                } header: {
                    Text(harm.talk)
                } footer: {
                    Text(harm.asOf)
                }
            }
        }
    }
}

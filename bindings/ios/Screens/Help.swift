import Afterglow
import AfterglowKit
import SwiftUI

/// Help now: the second tap is the call. Works offline and while the journal is locked.
struct HelpScreen: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.help]) { try $0.help() } content: { HelpSections(help: $0) }
            if app.lock?.locked != true { NavigationLink("My crisis plan") { CrisisPlanPage() } }
        }
        .navigationTitle("Help now")
    }
}

struct HelpSections: View {
    let help: HelpScreen_

    var body: some View {
        Section {
            Line(line: help.emergency)
            ForEach(help.lines, id: \.name) { Line(line: $0) }
        }
        if !help.people.isEmpty { Section("Your people") { ForEach(help.people, id: \.name) { Line(line: $0) } } }
        if !help.practice.isEmpty { Section("Therapist") { ForEach(help.practice, id: \.name) { Line(line: $0) } } }
        ForEach(help.plan, id: \.heading) { part in
            Section(part.heading) { ForEach(part.lines, id: \.self) { Text($0) } }
        }
        Section {
            if let none = help.noPlan { Text(none) }
            Text(help.text)
        } footer: {
            Text(help.asOf)
        }
    }
}

/// The core's view of help: `HelpScreen` alone is this file's screen.
typealias HelpScreen_ = Afterglow.HelpScreen

private struct Line: View {
    @Environment(\.openURL) private var open
    let line: HelpLine

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(line.name).font(.headline)
            if let number = line.call { Button(line.callSaid ?? number) { go("tel:\(number)") }.buttonStyle(.borderedProminent) }
            if let number = line.text {
                // Some are reached by a word.
                let word = line.word.map { "&body=\($0)" } ?? ""
                Button(line.textSaid ?? number) { go("sms:\(number)\(word)") }.buttonStyle(.bordered)
            }
            if let page = line.web { Button(page.replacingOccurrences(of: "https://", with: "")) { go(page) } }
        }
    }

    private func go(_ link: String) {
        if let url = URL(string: link.replacingOccurrences(of: " ", with: "")) { open(url) }
    }
}

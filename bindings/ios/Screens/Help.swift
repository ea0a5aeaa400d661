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
            if let number = line.text { Button(line.textSaid ?? number) { go("sms:\(number)") }.buttonStyle(.bordered) }
            if let page = line.web { Button(page) { go(page) } }
        }
    }

    private func go(_ link: String) {
        if let url = URL(string: link.replacingOccurrences(of: " ", with: "")) { open(url) }
    }
}

/// The plan for hard hours, written in a quiet one: a line a thought.
struct CrisisPlanPage: View {
    @Environment(AppModel.self) private var app
    @State private var signs = ""
    @State private var coping = ""
    @State private var places = ""
    @State private var reasons = ""
    @State private var kept = PlanForm()

    var body: some View {
        Form {
            Section("How I notice") { TextField("", text: $signs, axis: .vertical) }
            Section("What helps me") { TextField("", text: $coping, axis: .vertical) }
            Section("Places where I am safe") { TextField("", text: $places, axis: .vertical) }
            Section("What is worth it") { TextField("", text: $reasons, axis: .vertical) }
            Button("Keep") { Task { await keep() } }
        }
        .navigationTitle("My crisis plan")
        .task {
            kept = (try? await app.journal.ask { try $0.crisisPlan() }) ?? PlanForm()
            signs = kept.signs.joined(separator: "\n")
            coping = kept.coping.joined(separator: "\n")
            places = kept.places.joined(separator: "\n")
            reasons = kept.reasons.joined(separator: "\n")
        }
    }

    private func keep() async {
        func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
        let plan = PlanForm(
            signs: lines(signs), coping: lines(coping), places: lines(places), people: kept.people, professionals: kept.professionals,
            safer: kept.safer, reasons: lines(reasons)
        )
        await app.act { _ = try $0.saveCrisisPlan(plan: plan) }
    }
}

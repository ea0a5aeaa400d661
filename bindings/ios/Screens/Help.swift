import Afterglow
import AfterglowKit
import SwiftUI

/// Help now: the second tap is the call. Works offline and while the journal is locked. It is a layer above everything:
/// closing it shows the page below as it was.
struct HelpPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.dismiss) private var dismiss
    @State private var region: String?

    var body: some View {
        PageColumn {
            // The region where the person is now, if it differs from the setting.
            Shows([.help]) { [region] journal in if let region { try await journal.helpIn(region: region) } else { try await journal.help() } } content: { help in
                HelpSections(help: help)
                if app.lock?.locked != true { NavigationLink("My crisis plan") { CrisisPlanPage() }.buttonStyle(.quiet) }
                Small(help.regionText)
                Picker("I am in another country", selection: $region) {
                    Text("I am in another country").tag(String?.none)
                    ForEach(help.regions, id: \.value) { place in Text(place.label).tag(Optional(place.value)) }
                }
                NavigationLink(help.harm) { HarmPage() }
            }
            .id(region)
        }
        .neverDim()
        .navigationTitle("Help now")
        .toolbar { ToolbarItem(placement: .topBarLeading) { Button("Close") { dismiss() } } }
    }
}

struct HelpSections: View {
    @Environment(\.palette) private var palette
    let help: HelpScreen

    var body: some View {
        Line(line: help.emergency, emergency: true)
        ForEach(help.lines, id: \.id) { Line(line: $0) }
        if !help.people.isEmpty { Caps(localized("Your people")) }
        ForEach(help.people, id: \.id) { Line(line: $0) }
        if !help.practice.isEmpty || !help.practiceWords.isEmpty { Caps(localized("Therapist")) }
        ForEach(help.practice, id: \.id) { Line(line: $0) }
        ForEach(help.practiceWords, id: \.self) { Text($0) }
        // In the order in which the plan is used.
        ForEach(Array(help.plan.enumerated()), id: \.offset) { at, part in
            HStack(alignment: .top, spacing: 12) {
                Text(verbatim: "\(at + 1)").font(.caps).padding(8).overlay { Circle().stroke(palette.outline, lineWidth: 1.5) }
                VStack(alignment: .leading, spacing: 4) {
                    Text(part.heading).font(.action).accessibilityAddTraits(.isHeader)
                    ForEach(part.lines, id: \.self) { Text($0).font(.reading) }
                }
            }
        }
        if let none = help.noPlan { Text(none) }
        Text(help.text)
        if let stale = help.stale { Note(stale) }
        Small(help.asOf)
    }
}

/// Someone to reach: who, when, and each way as a button with its number.
struct Line: View {
    @Environment(\.openURL) private var open
    @Environment(\.palette) private var palette
    let line: HelpLine
    /// The emergency call: full width and red, in every light.
    var emergency = false
    var onCall: () -> Void = {}

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let number = line.call {
                Button { call(number) } label: { row(line.callLabel ?? number) }.buttonStyle(.plain)
            } else {
                row("")
            }
            Flow(spacing: 10) {
                if let number = line.text {
                    // Some are contacted by a text message.
                    let word = line.word.map { "&body=\($0)" } ?? ""
                    Button(line.textLabel ?? number) { go("sms:\(number)\(word)") }.buttonStyle(.quiet)
                }
                if let page = line.web { Button(page.replacingOccurrences(of: "https://", with: "")) { go(page) }.buttonStyle(.quiet) }
            }
        }
    }

    private func row(_ number: String) -> some View {
        HStack(spacing: 14) {
            Image(systemName: line.call == nil ? "bubble.left" : "phone").accessibilityHidden(true)
            VStack(alignment: .leading, spacing: 2) {
                Text(line.name).font(.action)
                if !line.note.isEmpty { Text(line.note).font(.small) }
            }
            Spacer(minLength: 0)
            Text(number).font(.action).multilineTextAlignment(.trailing)
        }
        .foregroundStyle(emergency ? .white : palette.text)
        .padding(.horizontal, 18)
        .padding(.vertical, 10)
        .frame(minHeight: 64)
        .background(emergency ? Palette.emergency : palette.card, in: .rect(cornerRadius: 20))
        .overlay { RoundedRectangle(cornerRadius: 20).stroke(emergency ? Palette.emergency : palette.outline, lineWidth: 1.5) }
        .contentShape(.rect)
    }

    private func call(_ number: String) {
        onCall()
        go("tel:\(number)")
    }

    private func go(_ link: String) {
        if let url = URL(string: link.replacingOccurrences(of: " ", with: "")) { open(url) }
    }
}

/// Help after harm by a practitioner. Opening it is not recorded. It is read while the journal is locked as well, then
/// without its actions.
struct HarmPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.leaveHelp) private var leaveHelp

    var body: some View {
        PageColumn {
            Shows([.help]) { try await $0.harm() } content: { harm in
                Text(harm.title).font(.question).accessibilityAddTraits(.isHeader)
                Text(harm.text)
                if app.lock?.locked != true {
                    Flow {
                        Button(harm.endAccess) { go(.therapist) }.buttonStyle(.quiet)
                        Button(harm.writeDown) { go(.writeWithheld) }.buttonStyle(.quiet)
                    }
                }
                Heading(harm.talk)
                ForEach(harm.lines, id: \.id) { Line(line: $0) }
                Small(harm.asOf)
            }
        }
        .neverDim()
    }

    private func go(_ place: Place) {
        leaveHelp()
        app.go(place)
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

/// The editor: free text first, everything else optional. It saves at every pause.
struct WritePage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    @Environment(\.help) private var help
    let id: EntryID?
    let prompt: PromptID?
    /// A text about harm: never offered for sharing.
    var withheld = false
    /// The app keeps it through help, a lock and other pages, until this place is closed.
    @State private var editor: Editor?
    /// The selected theme of prompts.
    @State private var lens: String?
    @State private var tool: Tool?

    var body: some View {
        VStack(spacing: 0) {
            if let editor, editor.loaded {
                sheet(editor)
            } else if let problem = editor?.problem {
                // The entry is deleted or is not a reflection, so it cannot be edited here.
                PageColumn { Text(problem) }
            } else {
                PageColumn { ProgressView("Loading") }
            }
        }
        .background(palette.background)
        .navigationTitle(id == nil ? "New entry" : "Edit entry")
        .task {
            await app.placesClosed()
            let editor = app.editor(at: withheld ? .writeWithheld : .write(id: id, prompt: prompt))
            self.editor = editor
            await editor.load(id: id, prompt: prompt)
            if withheld { change(editor) { $0.withheld = true } }
        }
    }

    /// The text extends to the edges, without a box; the tools are below it.
    @ViewBuilder private func sheet(_ editor: Editor) -> some View {
        PageColumn {
            if let problem = editor.problem { Note(problem, urgent: true) }
            if let prompt = editor.writing.prompt {
                Shows([.settings]) { [asked = editor.writing.asked] in if let asked { asked } else { try await $0.promptWords(id: prompt) } } content: { question in
                    PromptStrip(text: question ?? "", isChangeable: editor.writing.text.isEmpty) { skip(prompt, editor) } close: { unprompt(editor) }
                }
                .id(prompt)
            }
            // The label is also the name for the screen reader.
            TextField("Write here", text: Binding { editor.writing.text } set: { text in change(editor) { $0.text = text } }, axis: .vertical)
                .font(.writing)
                .lineSpacing(6)
                .lineLimit(8...)
            if editor.savedAt != nil { Small(localized("Saved on this phone")) }
            if let holder = editor.holder {
                Attachments(of: holder, all: editor.attachments) { one in Task { await editor.remove(one) } }
            }
            Shows([.settings]) { try await $0.writeView() } content: { offers in
                // A text that is never shared does not answer a therapist's prompt.
                if editor.writing.text.isEmpty && editor.writing.prompt == nil && !editor.writing.withheld { questions(offers, editor) }
                tool(offers, editor)
                if editor.writing.text.isEmpty { Small(offers.notWatched) }
                if let care = offers.care { Note(care) }
            }
        }
        toolbar(editor)
    }

    private func toolbar(_ editor: Editor) -> some View {
        HStack(spacing: 0) {
            Attaching(editor: editor)
            ForEach(Tool.allCases, id: \.self) { one in
                Button { tool = tool == one ? nil : one } label: {
                    Image(systemName: one.image).frame(maxWidth: .infinity, minHeight: 48).contentShape(.rect)
                }
                .buttonStyle(.plain)
                .foregroundStyle(tool == one ? palette.accent : palette.secondary)
                .accessibilityLabel(one.name)
                .accessibilityAddTraits(tool == one ? .isSelected : [])
            }
        }
        .background(palette.card)
        .overlay(alignment: .top) { Divider().overlay(palette.hairline) }
    }

    /// The panels of the toolbar; one is open at a time.
    private enum Tool: CaseIterable {
        case mood, states, themes, body, wishes

        var image: String {
            switch self {
            case .mood: "face.smiling"
            case .states: "cloud"
            case .themes: "tag"
            case .body: "figure.stand"
            case .wishes: "bubble.left"
            }
        }

        var name: LocalizedStringKey {
            switch self {
            case .mood: "Mood"
            case .states: "How are you?"
            case .themes: "What it is about"
            case .body: "In my body"
            case .wishes: "I want to talk about this"
            }
        }
    }

    @ViewBuilder private func tool(_ offers: WriteScreen, _ editor: Editor) -> some View {
        switch tool {
        case .mood:
            MoodPicker(value: editor.writing.mood.map { Int($0) }) { mood in change(editor) { $0.mood = mood.map { UInt8($0) } } }
            if let mood = editor.writing.mood, mood <= 1 {
                Text(offers.lowMood)
                Button("Help now", action: help).buttonStyle(.quiet)
            }
        case .states: Chosen(offers.states, editor.writing.states) { states in change(editor) { $0.states = states } }
        case .themes: Chosen(offers.themes, editor.writing.themes) { themes in change(editor) { $0.themes = themes } }
        case .body: InMyBody(offers: offers, felt: editor.writing.sensations) { felt in change(editor) { $0.sensations = felt } }
        case .wishes:
            if !editor.writing.withheld {
                Toggle("I want to talk about this", isOn: Binding { editor.writing.wantsToTalk } set: { on in change(editor) { $0.wantsToTalk = on } })
                Toggle("Please look at this soon", isOn: Binding { editor.writing.seeSoon } set: { on in change(editor) { $0.seeSoon = on } })
                Text("Applies once you share it. Nobody is reading along right now: if it is urgent, use “Help now”.").font(.small)
            }
        case nil: EmptyView()
        }
    }

    /// The offer disappears with the first character.
    @ViewBuilder private func questions(_ offers: WriteScreen, _ editor: Editor) -> some View {
        if id == nil { begun(offers) }
        let lenses = lenses(offers)
        if !lenses.isEmpty {
            Caps(localized("Prompts about"))
            ScrollView(.horizontal, showsIndicators: false) {
                HStack(spacing: 8) {
                    ForEach(lenses, id: \.value) { theme in
                        Chip(label: theme.label, isOn: lens == theme.value) { lens = lens == theme.value ? nil : theme.value }
                    }
                }
                .padding(.vertical, 2)
            }
        }
        Shows([.settings, .today]) { [lens] in try await $0.prompts(lens: lens) } content: { questions in
            ForEach(questions, id: \.id) { question in one(question, editor).buttonStyle(.plain) }
        }
        .id(lens)
    }

    /// Unfinished drafts of this screen, also after a crash.
    @ViewBuilder private func begun(_ offers: WriteScreen) -> some View {
        let drafts = offers.drafts.filter { $0.writing?.text.isEmpty == false }
        if !drafts.isEmpty {
            Caps(localized("Continue"))
            ForEach(drafts) { draft in
                Button(draft.writing?.text ?? "") { app.leave(.write(id: id, prompt: prompt), for: .write(id: draft.id, prompt: nil)) }
                    .font(.reading)
                    .lineLimit(2)
            }
        }
    }

    /// Themes for which there are prompts.
    private func lenses(_ offers: WriteScreen) -> [Choice] {
        offers.themes.filter { theme in offers.prompts.contains { $0.theme == theme.value } }
    }

    private func one(_ question: Prompt, _ editor: Editor) -> some View {
        Button {
            change(editor) {
                $0.prompt = question.id
                $0.assignment = question.assignment
                $0.asked = nil
            }
        } label: {
            VStack(alignment: .leading, spacing: 4) {
                if !question.sourceText.isEmpty { Caps(question.sourceText) }
                Text(question.text).font(.reading)
                Divider().overlay(palette.hairline)
            }
            .contentShape(.rect)
        }
    }

    private func unprompt(_ editor: Editor) {
        change(editor) {
            $0.prompt = nil
            $0.assignment = nil
            $0.asked = nil
        }
    }

    /// Moves the prompt to the end.
    private func skip(_ prompt: PromptID, _ editor: Editor) {
        unprompt(editor)
        Task { await app.act { try await $0.skipPrompt(id: prompt) } }
    }

    private func change(_ editor: Editor, _ edit: (inout Writing) -> Void) {
        // Typing does not count as taps.
        app.touched()
        editor.change(edit)
    }
}

/// The answered prompt, above the page. It can be changed or closed while the page is empty.
private struct PromptStrip: View {
    @Environment(\.palette) private var palette
    let text: String
    let isChangeable: Bool
    let skip: @MainActor () -> Void
    let close: @MainActor () -> Void

    var body: some View {
        HStack(spacing: 0) {
            Text(text).font(.reading).frame(maxWidth: .infinity, alignment: .leading)
            if isChangeable {
                button("shuffle", "Another prompt", skip)
                button("xmark", "No prompt", close)
            }
        }
        .padding(.horizontal, 16)
        .padding(.vertical, 6)
        .frame(minHeight: 52)
        .background(palette.sunken, in: .rect(cornerRadius: 20))
    }

    private func button(_ image: String, _ name: LocalizedStringKey, _ action: @escaping @MainActor () -> Void) -> some View {
        Button(action: action) { Image(systemName: image).frame(width: 48, height: 48).contentShape(.rect) }
            .buttonStyle(.plain)
            .accessibilityLabel(name)
    }
}

/// A scale from 0 to 10. A second tap clears it.
struct MoodPicker: View {
    let value: Int?
    let onChange: (Int?) -> Void

    var body: some View {
        // Loaded once: the labels of the ends come from the core, in the person's language.
        Shows([.settings]) { try await $0.checkInView().scales.first { $0.name == .mood } } content: { scale in
            if let scale { ScaleLine(title: scale.label, low: scale.low, high: scale.high, value: value, onChange: onChange) }
        }
    }
}

/// A body map: one tap for the region, a second one for the sensation.
private struct InMyBody: View {
    let offers: WriteScreen
    let felt: [SensationForm]
    let onChange: ([SensationForm]) -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 14) {
            Heading(localized("In my body"))
            Chosen(offers.body, felt.map(\.place)) { places in
                let known = Set(felt.map(\.place))
                let new = places.filter { !known.contains($0) }.map { SensationForm(place: $0) }
                onChange(felt.filter { places.contains($0.place) } + new)
            }
            ForEach(felt.indices, id: \.self) { number in
                let one = felt[number]
                Heading(offers.body.first { $0.value == one.place }?.label ?? one.place)
                Chosen(offers.sensations, one.quality.isEmpty ? [] : [one.quality]) { chosen in
                    var changed = felt
                    changed[number].quality = chosen.last ?? ""
                    onChange(changed)
                }
            }
        }
    }
}

/// Conflicts: both versions, and the choice between them.
struct ConflictsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        PageColumn {
            Shows([.timeline]) { try await $0.conflicts() } content: { conflicts in
                if conflicts.isEmpty { Text("Nothing here yet").font(.question) }
                ForEach(conflicts, id: \.entry.id) { conflict in
                    Card {
                        Text(conflict.title).font(.action)
                        Text(conflict.text)
                        ForEach(conflict.fields, id: \.field) { field in
                            Caps(field.label)
                            keep(field.standing, conflict, field, .standing)
                            keep(field.other, conflict, field, .other)
                            if field.both { keep(localized("Keep both"), conflict, field, .both) }
                        }
                        Button("Keep everything as it is") {
                            Task { await app.act { try await $0.dismissAlternatives(id: conflict.entry.id) } }
                        }
                    }
                }
            }
        }
        .navigationTitle("Two versions")
    }

    private func keep(_ text: String, _ conflict: Conflict, _ field: ConflictField, _ keep: Keep) -> some View {
        Button(text) { Task { await app.act { try await $0.resolve(id: conflict.entry.id, field: field.field, keep: keep) } } }.buttonStyle(.quiet)
    }
}

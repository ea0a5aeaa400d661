import Afterglow
import AfterglowKit
import SwiftUI

/// Free text first; everything else when it is wanted. There is no button to save: every pause does.
struct WritePage: View {
    @Environment(AppModel.self) private var app
    let id: String?
    let prompt: String?
    /// Words about harm: never offered for sharing.
    var withheld = false
    @State private var editor: Editor?
    /// The theme through which questions look first.
    @State private var lens: String?

    var body: some View {
        Form {
            if let editor, editor.loaded {
                if let problem = editor.problem { Text(problem).foregroundStyle(.red) }
                if let prompt = editor.writing.prompt {
                    Shows([.settings]) { [asked = editor.writing.asked] in try asked ?? $0.promptWords(id: prompt) } content: { question in
                        if let question { Section { Text(question).font(.title3) } }
                        if editor.writing.text.isEmpty { Button("Another question") { skip(prompt, editor) } }
                    }
                    .id(prompt)
                }
                Section {
                    TextEditor(text: Binding { editor.writing.text } set: { text in change(editor) { $0.text = text } }).frame(minHeight: 180).accessibilityLabel("Write here")
                } footer: {
                    if editor.savedAt != nil { Text("Saved on this phone") }
                }
                Attaching(editor: editor)
                Shows([.settings]) { try $0.writeView() } content: { offers in
                    Section { Text(offers.notWatched).font(.footnote) }
                    // What is kept back from every therapist answers no question of theirs.
                    if editor.writing.text.isEmpty && editor.writing.prompt == nil && !editor.writing.withheld {
                        Section {
                            Picker("Questions about", selection: $lens) {
                                Text("Everything").tag(String?.none)
                                ForEach(lenses(offers), id: \.value) { Text($0.label).tag(Optional($0.value)) }
                            }
                        }
                        if id == nil { begun(offers) }
                        Shows([.settings, .today]) { [lens] in try $0.prompts(lens: lens) } content: { questions in
                            Section { ForEach(questions, id: \.id) { question in one(question, editor) } }
                        }
                        .id(lens)
                    } else {
                        Section("Mood") { MoodPicker(value: editor.writing.mood.map { Int($0) }) { mood in change(editor) { $0.mood = mood.map { UInt8($0) } } }
                            if let mood = editor.writing.mood, mood <= 1 {
                                Text(offers.lowMood)
                                Button("Help now") { app.go(.help) }
                            }
                        }
                        Section("How I am") { Chosen(offers.states, editor.writing.states) { states in change(editor) { $0.states = states } } }
                        Section("What it is about") { Chosen(offers.themes, editor.writing.themes) { themes in change(editor) { $0.themes = themes } } }
                        InMyBody(offers: offers, felt: editor.writing.sensations) { felt in change(editor) { $0.sensations = felt } }
                        if !editor.writing.withheld {
                            Toggle("I want to talk about this", isOn: Binding { editor.writing.wantsToTalk } set: { on in change(editor) { $0.wantsToTalk = on } })
                            Toggle("I would like this to be seen soon", isOn: Binding { editor.writing.seeSoon } set: { on in change(editor) { $0.seeSoon = on } })
                            Text("Once you share it. Nobody is watching now: when it is urgent, use “Help now”.").font(.footnote)
                        }
                    }
                }
            } else if let problem = editor?.problem {
                // It is gone, or no page: nothing to be written here.
                Text(problem)
            } else {
                ProgressView("Loading")
            }
        }
        .navigationTitle(id == nil ? "New entry" : "Change entry")
        .task {
            let editor = Editor(app.journal)
            self.editor = editor
            app.editor = editor
            await editor.load(id: id, prompt: prompt)
            if withheld { change(editor) { $0.withheld = true } }
        }
        .onDisappear { Task { [editor] in await editor?.finish() } }
    }

    /// What was begun and left, on this page or when the phone died.
    @ViewBuilder private func begun(_ offers: WriteScreen) -> some View {
        let drafts = offers.drafts.filter { $0.writing?.text.isEmpty == false }
        if !drafts.isEmpty {
            Section("Go on writing") {
                ForEach(drafts) { draft in
                    Button(draft.writing?.text ?? "") { app.way = [.write(id: draft.id, prompt: nil)] }.lineLimit(2)
                }
            }
        }
    }

    /// Themes through which one of the questions looks.
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
            VStack(alignment: .leading) {
                if !question.fromSaid.isEmpty { Text(question.fromSaid).font(.footnote) }
                Text(question.text)
            }
        }
    }

    /// It comes last from now on.
    private func skip(_ prompt: String, _ editor: Editor) {
        change(editor) {
            $0.prompt = nil
            $0.assignment = nil
            $0.asked = nil
        }
        Task { await app.act { try $0.skipPrompt(id: prompt) } }
    }

    private func change(_ editor: Editor, _ edit: (inout WritingEdit) -> Void) {
        // Keys of the keyboard are no taps.
        app.touched()
        var words = WritingEdit(editor.writing)
        edit(&words)
        editor.change(words.writing)
    }
}

/// What this page changes of a writing: the core's own record cannot be changed in place.
struct WritingEdit {
    private let before: Writing
    var text: String
    var prompt: String?
    var assignment: String?
    /// The words that were asked, where a therapist or a practice asked.
    var asked: String?
    var mood: UInt8?
    var states: [String]
    var themes: [String]
    var sensations: [SensationForm]
    var wantsToTalk: Bool
    var seeSoon: Bool

    init(_ writing: Writing) {
        before = writing
        text = writing.text
        prompt = writing.prompt
        assignment = writing.assignment
        asked = writing.asked
        mood = writing.mood
        states = writing.states
        themes = writing.themes
        sensations = writing.sensations
        wantsToTalk = writing.wantsToTalk
        seeSoon = writing.seeSoon
    }

    var writing: Writing {
        Writing(
            text: text, prompt: prompt, phase: before.phase, session: before.session, mood: mood, states: states, themes: themes,
            wantsToTalk: wantsToTalk, affect: before.affect, sensations: sensations, seeSoon: seeSoon,
            assignment: assignment, asked: asked
        )
    }
}

/// 0 to 10, in one tap; a second tap takes it back.
struct MoodPicker: View {
    let value: Int?
    let onChange: (Int?) -> Void

    var body: some View {
        LazyVGrid(columns: [GridItem(.adaptive(minimum: 48))]) {
            ForEach(0...10, id: \.self) { step in
                Button("\(step)") { onChange(value == step ? nil : step) }
                    .buttonStyle(.bordered)
                    .tint(value == step ? .accentColor : .secondary)
                    .frame(minWidth: 48, minHeight: 48)
                    .accessibilityAddTraits(value == step ? .isSelected : [])
            }
        }
    }
}

/// Any of these.
struct Chosen: View {
    let options: [Choice]
    let chosen: [String]
    let onChange: ([String]) -> Void

    init(_ options: [Choice], _ chosen: [String], onChange: @escaping ([String]) -> Void) {
        self.options = options
        self.chosen = chosen
        self.onChange = onChange
    }

    var body: some View {
        ForEach(options, id: \.value) { option in
            let on = chosen.contains(option.value)
            Button { onChange(on ? chosen.filter { $0 != option.value } : chosen + [option.value]) } label: {
                Label(option.label, systemImage: on ? "checkmark.circle.fill" : "circle")
            }
            .accessibilityAddTraits(on ? .isSelected : [])
        }
    }
}

/// One tap says where, a second one what it is like there.
private struct InMyBody: View {
    let offers: WriteScreen
    let felt: [SensationForm]
    let onChange: ([SensationForm]) -> Void

    var body: some View {
        Section("In my body") {
            Chosen(offers.body, felt.map(\.place)) { places in
                let known = Set(felt.map(\.place))
                let new = places.filter { !known.contains($0) }.map { SensationForm(place: $0) }
                onChange(felt.filter { places.contains($0.place) } + new)
            }
        }
        ForEach(felt.indices, id: \.self) { number in
            let one = felt[number]
            Section(offers.body.first { $0.value == one.place }?.label ?? one.place) {
                Chosen(offers.sensations, one.quality.isEmpty ? [] : [one.quality]) { chosen in
                    var changed = felt
                    changed[number] = SensationForm(place: one.place, quality: chosen.last ?? "", intensity: one.intensity)
                    onChange(changed)
                }
            }
        }
    }
}

/// What two phones changed at once: both versions, and what is to stay.
struct ConflictsPage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Form {
            Shows([.timeline]) { try $0.conflicts() } content: { conflicts in
                ForEach(conflicts, id: \.entry.id) { conflict in
                    Section(conflict.title) {
                        Text(conflict.text)
                        ForEach(conflict.fields, id: \.field) { field in
                            keep(field.standing, conflict, field, .standing)
                            keep(field.other, conflict, field, .other)
                            if field.both { keep(String(localized: "Keep both"), conflict, field, .both) }
                        }
                        Button("Keep everything as it stands") {
                            Task { await app.act { try $0.dismissAlternatives(id: conflict.entry.id) } }
                        }
                    }
                }
            }
        }
        .navigationTitle("Another version")
    }

    private func keep(_ text: String, _ conflict: Conflict, _ field: ConflictField, _ keep: Keep) -> some View {
        Button(text) { Task { await app.act { try $0.resolve(id: conflict.entry.id, field: field.field, keep: keep) } } }
    }
}

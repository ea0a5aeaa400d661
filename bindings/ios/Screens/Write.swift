import Afterglow
import AfterglowKit
import SwiftUI

/// Free text first; everything else when it is wanted. There is no button to save: every pause does.
struct WritePage: View {
    @Environment(AppModel.self) private var app
    let id: String?
    let prompt: String?
    @State private var editor: Editor?

    var body: some View {
        Form {
            if let editor, editor.loaded {
                if let problem = editor.problem { Text(problem).foregroundStyle(.red) }
                Section {
                    TextEditor(text: binding(editor, \.text)).frame(minHeight: 180).accessibilityLabel("Write here")
                } footer: {
                    if editor.savedAt != nil { Text("Saved on this phone") }
                }
                Attaching(editor: editor)
                Shows([.settings]) { try $0.writeView() } content: { offers in
                    Section { Text(offers.notWatched).font(.footnote) }
                    if editor.writing.text.isEmpty && editor.writing.prompt == nil {
                        Section {
                            ForEach(offers.prompts, id: \.id) { question in
                                Button(question.text) { change(editor) { $0.prompt = question.id } }
                            }
                        }
                    } else {
                        Section("Mood") { MoodPicker(value: editor.writing.mood.map(Int.init)) { mood in change(editor) { $0.mood = mood.map(UInt8.init) } } }
                        Section("How I am") { Chosen(offers.states, editor.writing.states) { states in change(editor) { $0.states = states } } }
                        Section("What it is about") { Chosen(offers.themes, editor.writing.themes) { themes in change(editor) { $0.themes = themes } } }
                        Toggle("I want to talk about this", isOn: binding(editor, \.wantsToTalk))
                    }
                }
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
        }
        .onDisappear { Task { [editor] in await editor?.finish() } }
    }

    private func change(_ editor: Editor, _ edit: (inout WritingEdit) -> Void) {
        var words = WritingEdit(editor.writing)
        edit(&words)
        editor.change(words.writing)
    }

    private func binding<Value>(_ editor: Editor, _ path: WritableKeyPath<WritingEdit, Value>) -> Binding<Value> {
        Binding { WritingEdit(editor.writing)[keyPath: path] } set: { value in change(editor) { $0[keyPath: path] = value } }
    }
}

/// What this page changes of a writing: the core's own record cannot be changed in place.
struct WritingEdit {
    private let before: Writing
    var text: String
    var prompt: String?
    var mood: UInt8?
    var states: [String]
    var themes: [String]
    var wantsToTalk: Bool

    init(_ writing: Writing) {
        before = writing
        text = writing.text
        prompt = writing.prompt
        mood = writing.mood
        states = writing.states
        themes = writing.themes
        wantsToTalk = writing.wantsToTalk
    }

    var writing: Writing {
        Writing(
            text: text, prompt: prompt, phase: before.phase, session: before.session, mood: mood, states: states, themes: themes,
            wantsToTalk: wantsToTalk, affect: before.affect, sensations: before.sensations, seeSoon: before.seeSoon,
            assignment: before.assignment
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

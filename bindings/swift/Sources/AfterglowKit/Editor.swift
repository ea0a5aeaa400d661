import Afterglow
import Foundation
import Observation

/// The editor without its screen. Typing never waits; at every pause a draft is saved, one after the other, the newest
/// words last. Leaving makes the draft an entry: there is nothing to press.
@MainActor
@Observable
public final class Editor {
    public private(set) var writing = Writing(text: "")
    /// When the words as they stand were saved; nil while they are not.
    public private(set) var savedAt: Date?
    /// Why they could not be saved, in a sentence.
    public private(set) var problem: String?
    public private(set) var loaded = false

    private let journal: Journal
    private let pause: Duration
    private var draft: String?
    private var saved: Writing?
    /// Looking at an entry makes no draft of it.
    private var touched = false
    private var waiting: Task<Void, Never>?
    /// Saves stand in line, each behind the one before.
    private var saving: Task<Void, Never>?

    public init(_ journal: Journal, pause: Duration = .milliseconds(300)) {
        self.journal = journal
        self.pause = pause
    }

    public func load(id: String?, prompt: String?) async {
        guard !loaded else { return }
        do {
            if let id {
                let draft = try await journal.ask { try $0.draft(id: id) }
                touched = draft != nil
                let form = if let draft { draft.form } else { try await journal.ask { try $0.form(id: id) } }
                if case .reflection(let found) = form { writing = found }
            } else {
                writing = Writing(text: "", prompt: prompt)
            }
            draft = id
            saved = writing
            loaded = true
        } catch {
            problem = sentence(of: error, otherwise: "\(error)")
        }
    }

    public func change(_ words: Writing) {
        guard words != writing else { return }
        writing = words
        savedAt = nil
        touched = true
        waiting?.cancel()
        waiting = Task { [pause] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { await save() }
        }
    }

    /// Saves the words as they stand, if they are not saved yet.
    public func save() async {
        let before = saving
        let task = Task { @MainActor in
            await before?.value
            await keep()
        }
        saving = task
        await task.value
    }

    private func keep() async {
        let words = writing
        if words == saved || (draft == nil && words.isEmpty) { return }
        do {
            draft = try await journal.ask { [draft] in try $0.saveDraft(id: draft, form: .reflection(writing: words)) }
            saved = words
            problem = nil
            // Words typed meanwhile are not saved yet.
            if writing == words { savedAt = Date() }
        } catch {
            problem = sentence(of: error, otherwise: "\(error)")
        }
    }

    /// The screen is left: what is there becomes the entry. An empty page leaves nothing behind.
    @discardableResult
    public func finish() async -> String? {
        waiting?.cancel()
        guard touched else { return nil }
        await save()
        guard let draft, problem == nil else { return draft }
        do {
            if writing.isEmpty {
                try await journal.ask { try $0.discardDraft(id: draft) }
                return nil
            }
            return try await journal.ask { try $0.finishDraft(id: draft) }
        } catch {
            problem = sentence(of: error, otherwise: "\(error)")
            return draft
        }
    }
}

extension Writing {
    /// Nothing that a person put there.
    var isEmpty: Bool {
        text.allSatisfy(\.isWhitespace) && mood == nil && states.isEmpty && themes.isEmpty
    }
}

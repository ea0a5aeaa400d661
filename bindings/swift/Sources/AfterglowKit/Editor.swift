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
    /// Photos and voice notes. They are sealed and on disk as soon as they stand here.
    public private(set) var attachments: [Attachment] = []
    /// The draft or the entry that holds the attachments.
    public var holder: String? { draft }

    private let journal: Journal
    private let pause: Duration
    private var draft: String?
    private var saved: Writing?
    /// Whether a draft is kept: an entry that is only looked at has none.
    private var drafted = false
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
                let kept = try await journal.ask { try $0.draft(id: id) }
                let form = try await journal.ask { try kept?.form ?? $0.form(id: id) }
                // A draft of another form is not this page's: it stays as it is.
                guard case .reflection(let found) = form else { return }
                attachments = try await journal.ask { try $0.attachments(of: id) }
                writing = found
                drafted = kept != nil
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
        waiting?.cancel()
        waiting = Task { [pause] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { await save() }
        }
    }

    /// Takes a photo or a voice note in; a page without words becomes a draft for it.
    public func attach(_ bytes: Data, _ about: NewAttachment) async {
        await change { try $0.attachBytes(to: $1, bytes: bytes, about: about) }
    }

    public func remove(_ attachment: Attachment) async {
        await change { try $0.removeAttachment(from: $1, attachment: attachment.id) }
    }

    private func change<Answer: Sendable>(_ attachments: @escaping @Sendable (Journal, String) throws -> Answer) async {
        await save(always: !drafted)
        guard drafted, let draft else { return }
        do {
            _ = try await journal.ask { try attachments($0, draft) }
            self.attachments = try await journal.ask { try $0.attachments(of: draft) }
        } catch {
            problem = sentence(of: error, otherwise: "\(error)")
        }
    }

    /// Saves the words as they stand, if they are not saved yet.
    public func save() async {
        await save(always: false)
    }

    private func save(always: Bool) async {
        let before = saving
        let task = Task { @MainActor in
            await before?.value
            await keep(always: always)
        }
        saving = task
        await task.value
    }

    private func keep(always: Bool) async {
        let words = writing
        if !always && (words == saved || (draft == nil && words.isEmpty)) { return }
        do {
            draft = try await journal.ask { [draft] in try $0.saveDraft(id: draft, form: .reflection(writing: words)) }
            drafted = true
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
        await save()
        guard drafted, let draft else { return nil }
        guard problem == nil else { return draft }
        do {
            if writing.isEmpty && attachments.isEmpty {
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
        text.allSatisfy(\.isWhitespace) && mood == nil && states.isEmpty && themes.isEmpty && sensations.isEmpty && affect.isEmpty
    }
}

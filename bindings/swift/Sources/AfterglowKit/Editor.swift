import Afterglow
import Foundation
import Observation

/// The editor's state, without its screen. Typing never waits. A draft is saved at every pause, in order. Leaving the screen
/// turns the draft into an entry, without a save button.
@MainActor
@Observable
public final class Editor: OpenDraft {
    public private(set) var writing = Writing(text: "")
    /// When the current text was saved; nil if it is not.
    public private(set) var savedAt: Date?
    /// Why it could not be saved, as a sentence for the person.
    public private(set) var problem: String?
    public private(set) var loaded = false
    /// Photos and voice notes. They are sealed and on disk.
    public private(set) var attachments: [EntryAttachment] = []
    /// The draft or entry that has the attachments.
    public var holder: EntryID? { draft }

    /// What has to be attached before the page is closed: the recording so far.
    @ObservationIgnored public var closing: (@MainActor () async -> Void)?

    private let journal: Journal
    private let pause: Duration
    private var draft: EntryID?
    private var saved: Writing?
    /// Whether there is a draft. An entry that is only viewed has none.
    private var drafted = false
    private var waiting: Task<Void, Never>?
    /// Saves run one after the other.
    private var saving: Task<Void, Never>?

    /// Called with the entry that the page has become.
    private let onKept: @MainActor (EntryID) -> Void

    public init(_ journal: Journal, pause: Duration = .milliseconds(300), onKept: @escaping @MainActor (EntryID) -> Void = { _ in }) {
        self.journal = journal
        self.pause = pause
        self.onKept = onKept
    }

    public func load(id: EntryID?, prompt: PromptID?) async {
        guard !loaded else { return }
        do {
            if let id {
                let kept = try await journal.draft(id: id)
                let form = if let kept { kept.form } else { try await journal.form(id: id) }
                // A draft of another form belongs to another screen and stays as it is.
                guard case .reflection(let found) = form else { return }
                attachments = try await journal.attachments(of: id)
                writing = found
                drafted = kept != nil
            } else {
                writing = Writing(text: "", prompt: prompt)
            }
            draft = id
            saved = writing
            loaded = true
        } catch {
            problem = sentence(of: error)
        }
    }

    public func change(_ edit: (inout Writing) -> Void) {
        var words = writing
        edit(&words)
        change(words)
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

    /// Attaches a photo or a voice note. An empty page becomes a draft for it.
    public func attach(_ bytes: Data, _ about: NewAttachment) async {
        await changeAttachments { try await $0.attachBytes(to: $1, bytes: bytes, about: about) }
    }

    public func remove(_ attachment: EntryAttachment) async {
        await changeAttachments { try await $0.removeAttachment(from: $1, attachment: attachment.id) }
    }

    private func changeAttachments<Answer: Sendable>(_ change: @Sendable (Journal, EntryID) async throws -> Answer) async {
        await save(always: !drafted)
        guard drafted, let draft else { return }
        do {
            _ = try await change(journal, draft)
            self.attachments = try await journal.attachments(of: draft)
        } catch {
            problem = sentence(of: error)
        }
    }

    /// Saves the current text, if it is not saved yet.
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
            draft = try await journal.saveDraft(id: draft, form: .reflection(writing: words))
            drafted = true
            saved = words
            problem = nil
            // Text that was typed meanwhile is not saved yet.
            if writing == words { savedAt = Date() }
        } catch {
            problem = sentence(of: error)
        }
    }

    /// Called when the screen is left: turns the draft into the entry. An empty page leaves nothing.
    @discardableResult
    public func finish() async -> EntryID? {
        waiting?.cancel()
        await save()
        guard drafted, let draft else { return nil }
        guard problem == nil else { return draft }
        do {
            if writing.isEmpty && attachments.isEmpty {
                try await journal.discardDraft(id: draft)
                return nil
            }
            let made = try await journal.finishDraft(id: draft)
            drafted = false
            onKept(made)
            return made
        } catch {
            problem = sentence(of: error)
            return draft
        }
    }
}

extension Editor {
    public func leave() async {
        await closing?()
        closing = nil
        await finish()
    }

    /// A new page is a draft after its first save.
    public func place(after place: Place) -> Place {
        switch place {
        case .write(nil, _), .writeWithheld: holder.map { .write(id: $0, prompt: nil) } ?? place
        default: place
        }
    }
}

extension Writing {
    /// Whether the page has no content of the person.
    var isEmpty: Bool {
        text.allSatisfy(\.isWhitespace) && mood == nil && states.isEmpty && themes.isEmpty && sensations.isEmpty && affect.isEmpty
    }
}

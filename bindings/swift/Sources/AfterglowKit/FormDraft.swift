import Afterglow
import Observation

/// A screen whose content is a draft of the core. ``AppModel`` keeps it until its place is closed.
@MainActor
public protocol OpenDraft: AnyObject {
    /// Saves the content, if it is not saved yet.
    func save() async
    /// Called when its place is closed.
    func leave() async
    /// The place that shows the same content after the app was killed.
    func place(after place: Place) -> Place
}

extension OpenDraft {
    public func place(after place: Place) -> Place { place }
}

/// A form that saves a draft at every pause. The draft is restored after help, a lock, Back or a restart, until it is
/// finished or discarded.
@MainActor
@Observable
public final class FormDraft<Form: Equatable>: OpenDraft {
    /// The form's content; nil until it is known whether there is a draft.
    public private(set) var form: Form?
    /// Why it could not be saved, as a sentence for the person.
    public private(set) var problem: String?

    private let journal: Journal
    private let pause: Duration
    private let entry: @Sendable (Form) -> EntryForm
    private let mine: @Sendable (EntryForm) -> Form?
    private var beginning: Form?
    private var saved: Form?
    private var id: EntryID?
    /// The edited entry, if any.
    private var edited: EntryID?
    private var failure: (any Error)?
    private var waiting: Task<Void, Never>?
    /// Saves run one after the other.
    private var saving: Task<Void, Never>?

    /// `mine` extracts the form from a draft, or returns nil for a draft of another screen.
    public init(
        _ journal: Journal, pause: Duration = .milliseconds(300), entry: @escaping @Sendable (Form) -> EntryForm,
        mine: @escaping @Sendable (EntryForm) -> Form?
    ) {
        self.journal = journal
        self.pause = pause
        self.entry = entry
        self.mine = mine
    }

    /// Whether the content differs from the initial one.
    public var isChanged: Bool { form != beginning }

    /// Whether the content is saved in the draft.
    public var isKept: Bool { isChanged && form == saved }

    /// Begins with the draft, if there is one, or with `beginning`. `edited` is the entry that is edited. A form that was
    /// not touched takes over a later `beginning`, which another phone may have changed.
    public func load(_ beginning: Form, of edited: EntryID? = nil) async {
        if form != nil {
            guard !isChanged, saved == self.beginning else { return }
            (form, saved, self.beginning) = (beginning, beginning, beginning)
            (id, self.edited) = (edited, edited)
            return
        }
        do {
            let draft: Draft?
            if let edited {
                draft = try await journal.draft(id: edited)
            } else {
                draft = try await journal.drafts().first { !$0.ofEntry && mine($0.form) != nil }
            }
            // Another call was faster.
            guard form == nil else { return }
            id = draft?.id ?? edited
            self.edited = edited
            self.beginning = beginning
            saved = draft.flatMap { mine($0.form) } ?? beginning
            form = saved
        } catch {
            problem = sentence(of: error)
        }
    }

    public func change(_ edit: (inout Form) -> Void) {
        guard var changed = form else { return }
        edit(&changed)
        guard changed != form else { return }
        form = changed
        waiting?.cancel()
        waiting = Task { [pause] in
            try? await Task.sleep(for: pause)
            if !Task.isCancelled { await save() }
        }
    }

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
        guard let now = form, now != saved else { return }
        do {
            id = try await journal.saveDraft(id: id, form: entry(now))
            saved = now
            (failure, problem) = (nil, nil)
        } catch {
            (failure, problem) = (error, sentence(of: error))
        }
    }

    /// Turns the draft into the entry, or into the edit of it.
    @discardableResult
    public func finish() async throws -> EntryID {
        waiting?.cancel()
        await save()
        if let failure { throw failure }
        guard let form else { throw CancellationError() }
        let made: EntryID
        if let id, try await journal.draft(id: id) != nil {
            made = try await journal.finishDraft(id: id)
        } else if let edited {
            made = edited
        } else {
            made = try await journal.write(form: entry(form))
        }
        if edited == nil { reset() } else { beginning = form }
        return made
    }

    /// Discards the draft.
    public func discard() async throws {
        waiting?.cancel()
        await saving?.value
        if let id, try await journal.draft(id: id) != nil { try await journal.discardDraft(id: id) }
        reset()
    }

    /// Keeps the content as a draft for the next time. Without changes there is no draft.
    public func leave() async {
        waiting?.cancel()
        if isChanged {
            await save()
        } else if let id, saved != beginning {
            try? await journal.discardDraft(id: id)
            reset()
        }
    }

    private func reset() {
        id = edited
        saved = beginning
        form = beginning
    }
}

import Afterglow
import Foundation
import Observation

/// The state of the open app: the journal, the navigation, and a notice to show once.
@MainActor
@Observable
public final class AppModel {
    public let journal: Journal
    /// The navigation path of the selected tab.
    public var way: [Place] = [] {
        didSet { leave(oldValue.filter { !way.contains($0) }) }
    }
    public var root: Place
    /// Whether help is open, the layer above all places.
    public var isHelpOpen = false
    /// A notice to show once.
    public var notice: String?
    /// An action that waits for the PIN.
    public private(set) var proving: (@Sendable (Journal) async throws -> Void)?
    /// Offline: there is no network, or the server could not be reached.
    public var offline: Bool { !network || unreached }
    public private(set) var lock: Lock?
    /// The language of the screens: the journal's.
    public private(set) var language: Language

    /// Whether the journal was deleted, or is being deleted. What is still asked of it ends quietly.
    public private(set) var isErased = false

    /// How often something was kept: each time is confirmed by a soft touch.
    public private(set) var keptCount = 0
    /// The entry that was kept last, until the journal has shown it: it settles there once.
    public private(set) var settling: EntryID?
    /// The search query. It is kept while a result is open, and only in memory.
    public var query = ""
    /// The journal's filter. It outlives a lock, and is the same beside Today and in its own tab.
    public var filter = JourneyFilter()

    /// What was typed for an account or an invitation.
    public let typed = Typed()

    /// The open forms, by place.
    @ObservationIgnored private var drafts: [Spot: any OpenDraft] = [:]
    /// Saves what was typed on the places that were closed.
    @ObservationIgnored private var closing: Task<Void, Never>?

    /// Whether arrivals of other apps are being turned into drafts.
    @ObservationIgnored var takingUp = false

    private var network = true
    private var unreached = false
    @ObservationIgnored private var touchedAt: ContinuousClock.Instant?

    private struct Spot: Hashable {
        let place: Place
        let part: String
    }

    public init(_ journal: Journal, welcomed: Bool) {
        self.journal = journal
        language = journal.language()
        root = welcomed ? .today : .welcome
    }

    /// The form of a place. It stays while help is open and while the app is locked. `part` distinguishes several forms of
    /// one place.
    public func draft<Kept: OpenDraft>(at place: Place, part: String = "", begin: () -> Kept) -> Kept {
        let spot = Spot(place: place, part: part)
        if let open = drafts[spot] as? Kept { return open }
        let new = begin()
        drafts[spot] = new
        return new
    }

    /// The editor of a place.
    public func editor(at place: Place) -> Editor {
        draft(at: place) { Editor(journal) { [weak self] in self?.confirmKept($0) } }
    }

    private func leave(_ places: [Place]) {
        for (spot, draft) in drafts where places.contains(spot.place) {
            // Today has the check-in as well, and may stay beside its page.
            if spot.place != .checkIn { drafts[spot] = nil }
            closing = Task { [closing] in
                await closing?.value
                await draft.leave()
            }
        }
    }

    /// Waits until the closed places are saved. A page that is opened again loads its draft only then.
    public func placesClosed() async {
        await closing?.value
    }

    /// Saves all typed text that is not saved yet.
    public func saveDrafts() async {
        await placesClosed()
        for draft in drafts.values { await draft.save() }
    }

    /// Confirms that something was kept: `entry` is new in the journal, if it is one.
    public func confirmKept(_ entry: EntryID? = nil) {
        if let entry { settling = entry }
        keptCount += 1
    }

    /// The journal has shown the entry that was kept last.
    public func settled() {
        settling = nil
    }

    /// Runs the action of a tap. An error is shown to the person and ends the task.
    public func act(_ task: @escaping @Sendable (Journal) async throws -> Void) async {
        do {
            try await task(journal)
        } catch is CancellationError {
            return
        } catch {
            guard !isOfErased(error) else { return }
            notice = sentence(of: error)
            // A missing consent can be given with one more tap.
            if (error as? JournalError)?.code == "consent_first" { go(.whatThisIs) }
        }
    }

    /// Deletes the journal by `task`, and returns what it says of that. From its beginning on open pages and saves find
    /// nothing any more, which is no error of theirs.
    public func erase(by task: @Sendable (Journal) async throws -> Erased) async throws -> String {
        isErased = true
        do {
            return try await task(journal).sentence
        } catch {
            isErased = false
            throw error
        }
    }

    /// Whether an error only says that the journal is no longer there: its pages go, and have nothing to say.
    func isOfErased(_ error: any Error) -> Bool { isErased && (error as? JournalError)?.code == "store_closed" }

    /// Asks for the PIN again (if one is set) before changes to readers and before data leaves the phone.
    public func proved(_ task: @escaping @Sendable (Journal) async throws -> Void) async {
        let asks = (try? await journal.lockView().pin) ?? true
        if asks { proving = task } else { await act(task) }
    }

    /// Runs the waiting action after the PIN. A wrong PIN counts like one at the lock.
    public func prove(_ how: @escaping @Sendable (Journal) async throws -> Void) async {
        guard let task = proving else { return }
        await act { [weak self] journal in
            try await how(journal)
            await self?.stopProving()
            try await task(journal)
        }
    }

    /// Drops the waiting action: it was cancelled, or it is running.
    public func stopProving() {
        proving = nil
    }

    /// Keeps lock state and sync status up to date while the app runs.
    public func listen() async {
        for await _ in journal.changes(of: [.lock, .status, .settings]) {
            language = journal.language()
            await readLock()
            await readStatus()
        }
    }

    public func readLock() async {
        let before = lock
        lock = try? await journal.lockView()
        // What was typed in the last moment before the lock could not be saved then.
        if before?.locked == true, lock?.locked == false { await saveDrafts() }
    }

    /// Restarts the auto-lock timer. Limited, because the core need not be called for each character.
    public func touched() {
        let now = ContinuousClock.now
        if let touchedAt, now - touchedAt < .seconds(2) { return }
        touchedAt = now
        let journal = self.journal
        Task.detached { journal.touch() }
    }

    /// Locks when the auto-lock time has passed, and not only at the next tap. Start it again whenever ``lock`` has
    /// changed.
    public func lockWhenLeftAlone() async {
        guard lock?.locked == false else { return }
        while !Task.isCancelled {
            guard let left = try? await journal.lockView().locksIn else { return }
            if left == .zero {
                // Updates every screen, also if the core has already locked.
                _ = try? await journal.lock()
                return
            }
            try? await Task.sleep(for: left)
        }
    }

    /// Locks at once, after what was typed is saved.
    public func lockNow() async {
        await saveDrafts()
        await act { _ = try await $0.lock() }
    }

    private func readStatus() async {
        let status = try? await journal.status()
        unreached = status?.reasons.contains { $0.code == .offline } ?? false
    }

    /// Follows the platform's network state until it is cancelled.
    public func follow(network changes: AsyncStream<Bool>) async {
        for await there in changes { network = there }
    }

    /// Keeps the journal in sync while the app is in the foreground and signed in. Runs until it is cancelled.
    public func stayInSync() async {
        for await _ in journal.changes(of: [.account, .lock]) {
            await syncWhileSignedIn()
        }
    }

    private func syncWhileSignedIn() async {
        do {
            guard try await journal.account()?.signedIn == true else { return }
            try await journal.keepInSync()
        } catch {
            // Locked or signed out: the status shows why, and a change of either retries.
        }
    }

    /// The open places as texts, to restore them after the app was killed.
    public var routes: [String] {
        ([root] + way).map { place in (drafts[Spot(place: place, part: "")]?.place(after: place) ?? place).route }
    }

    /// Opens the places of ``routes``, unless the app was opened for another one. Unknown ones are left out.
    public func restore(_ routes: [String]) {
        let places = routes.compactMap { Place(route: $0) }
        guard let first = places.first, Place.roots.contains(first), root == .today, way.isEmpty else { return }
        root = first
        way = places.dropFirst().filter { !Place.roots.contains($0) }
    }

    /// The app leaves the screen: saves the text first, then locks.
    public func leave() async {
        await saveDrafts()
        try? await journal.leaveScreen()
    }
}

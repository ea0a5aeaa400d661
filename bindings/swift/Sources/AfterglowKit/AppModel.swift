import Afterglow
import Foundation
import Observation

/// The app while it is open: the journal, the way through it, and what is to be said once.
@MainActor
@Observable
public final class AppModel {
    public let journal: Journal
    /// The way here from the tab that is chosen.
    public var way: [Place] = []
    public var root: Place
    /// What is to be said to the person once.
    public var notice: String?
    /// What waits until the person has shown once more that it is they.
    public private(set) var proving: (@Sendable (Journal) async throws -> Void)?
    /// Nobody can be reached: there is no network, or the last try found nobody.
    public var offline: Bool { !network || unreached }
    public private(set) var lock: Lock?

    /// The page that is open for writing, if one is.
    @ObservationIgnored public weak var editor: Editor?

    private var network = true
    private var unreached = false
    @ObservationIgnored private var touchedAt: ContinuousClock.Instant?
    @ObservationIgnored private var listeners: [UUID: AsyncStream<Part>.Continuation] = [:]

    public init(_ journal: Journal, welcomed: Bool) {
        self.journal = journal
        root = welcomed ? .today : .welcome
    }

    public func go(_ place: Place) {
        if Place.roots.contains(place) {
            root = place
            way = []
        } else if way.last != place {
            way.append(place)
        }
    }

    /// Does what a tap asks for. What goes wrong is said to the person, and the task ends there.
    public func act(_ task: @escaping @Sendable (Journal) async throws -> Void) async {
        do {
            try await task(journal)
        } catch is CancellationError {
            return
        } catch {
            notice = sentence(of: error, otherwise: "\(error)")
        }
    }

    /// Who reads, and what leaves the phone, is not for whoever holds it unlocked: where there is a PIN, it is asked for again.
    public func proved(_ task: @escaping @Sendable (Journal) async throws -> Void) async {
        let asks = (try? await journal.ask { try $0.lockView().pin }) ?? true
        if asks { proving = task } else { await act(task) }
    }

    /// What waits until the person has shown once more that it is they; a wrong PIN counts as at the lock.
    public func prove(_ how: @escaping @Sendable (Journal) async throws -> Void) async {
        guard let task = proving else { return }
        await act { [weak self] journal in
            try await how(journal)
            await self?.stopProving()
            try await task(journal)
        }
    }

    /// It is not to be done after all, or it is being done.
    public func stopProving() {
        proving = nil
    }

    /// Changes as they come, for one screen.
    public func changes() -> AsyncStream<Part> {
        let name = UUID()
        let (stream, continuation) = AsyncStream.makeStream(of: Part.self, bufferingPolicy: .bufferingNewest(64))
        listeners[name] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { @MainActor [weak self] in self?.listeners[name] = nil }
        }
        return stream
    }

    /// Hands the core's changes to the screens. Runs as long as the app does.
    public func listen() async {
        let changes = journal.everyChange()
        await readLock()
        await readStatus()
        for await part in changes {
            for listener in listeners.values { listener.yield(part) }
            if part == .lock { await readLock() }
            if part == .status { await readStatus() }
        }
    }

    public func readLock() async {
        lock = try? await journal.ask { try $0.lockView() }
    }

    /// Somebody is there: the time until it locks by itself begins anew. The core need not hear of each letter.
    public func touched() {
        let now = ContinuousClock.now
        if let touchedAt, now - touchedAt < .seconds(2) { return }
        touchedAt = now
        let journal = self.journal
        Task.detached { journal.touch() }
    }

    /// Left alone for the chosen time it closes while nobody looks, and not only at the next tap. Begin it anew whenever
    /// ``lock`` has changed.
    public func lockWhenLeftAlone() async {
        guard lock?.locked == false else { return }
        while !Task.isCancelled {
            guard let left = try? await journal.ask({ try $0.lockView().locksInS }) else { return }
            if left == 0 {
                // Says so to every screen, also when the core has closed it already.
                _ = try? await journal.ask { try $0.lock() }
                return
            }
            try? await Task.sleep(for: .seconds(Int(left)))
        }
    }

    private func readStatus() async {
        let status = try? await journal.ask { try $0.status() }
        unreached = status?.reasons.contains { $0.code == "offline" } ?? false
    }

    /// Whether the phone has a network, as the platform tells it. Runs until it is cancelled.
    public func follow(network changes: AsyncStream<Bool>) async {
        for await there in changes { network = there }
    }

    /// Keeps the journal in sync while the app is in the foreground and somebody is signed in. Runs until it is cancelled.
    public func stayInSync() async {
        // Before the first look, so that nothing is missed between.
        let turns = self.changes()
        await syncWhileSignedIn()
        for await part in turns where part == .account || part == .lock {
            await syncWhileSignedIn()
        }
    }

    private func syncWhileSignedIn() async {
        do {
            guard try await journal.ask({ try $0.account() })?.signedIn == true else { return }
            try await journal.keepInSync()
        } catch {
            // Locked or signed out: the status says why, and a change of either tries again.
        }
    }

    /// The app leaves the screen: words first, then the lock.
    public func leave() async {
        await editor?.save()
        try? await journal.ask { try $0.leaveScreen() }
    }
}

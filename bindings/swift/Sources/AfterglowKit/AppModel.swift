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
    /// The network is away, as far as the last try knows.
    public private(set) var offline = false
    public private(set) var lock: Lock?

    /// The page that is open for writing, if one is.
    public weak var editor: Editor?

    private var listeners: [UUID: AsyncStream<Part>.Continuation] = [:]

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

    /// Changes as they come, for one screen.
    public func changes() -> AsyncStream<Part> {
        let name = UUID()
        let (stream, continuation) = AsyncStream.makeStream(of: Part.self, bufferingPolicy: .bufferingNewest(64))
        listeners[name] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { @MainActor in self?.listeners[name] = nil }
        }
        return stream
    }

    /// Hands the core's changes to the screens. Runs as long as the app does.
    public func listen() async {
        await readLock()
        for await part in journal.everyChange() {
            for listener in listeners.values { listener.yield(part) }
            if part == .lock { await readLock() }
        }
    }

    public func readLock() async {
        lock = try? await journal.ask { try $0.lockView() }
    }

    /// Keeps the journal in sync while the app is in the foreground. Runs until it is cancelled.
    public func stayInSync(retry: Duration = .seconds(15)) async {
        while !Task.isCancelled {
            do {
                offline = false
                guard try await journal.ask({ try $0.account() })?.signedIn == true else { return }
                try await journal.stayInSync()
                return
            } catch let error as JournalError {
                // The status says why; it is not for a message out of nowhere.
                guard case .Later = error else { return }
                offline = true
                try? await Task.sleep(for: retry)
            } catch {
                return
            }
        }
    }

    /// The app leaves the screen: words first, then the lock.
    public func leave() async {
        await editor?.save()
        try? await journal.ask { try $0.leaveScreen() }
    }
}

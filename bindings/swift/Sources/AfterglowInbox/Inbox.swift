import Foundation

/// What other apps share, on its way from the share extension to the app: a folder that both can read. Each arrival is
/// a folder of its own, which is complete or not there.
public struct Inbox: Sendable {
    /// One act of sharing.
    public struct Arrival: Sendable, Equatable {
        public let text: String
        public let files: [File]
        /// Its folder.
        let folder: URL
    }

    public struct File: Sendable, Equatable, Codable {
        /// For example `image/heic`.
        public let mediaType: String
        /// Its name in the arrival's folder.
        let name: String
    }

    /// Why something is not taken. Nothing of it is left in the inbox.
    public enum Refusal: Error {
        case tooLong, tooLarge, tooMany, empty
    }

    public static let maxLetters = 100_000
    public static let maxFiles = 10
    public static let maxBytes = 40 * 1024 * 1024

    let folder: URL

    /// `folder` is created when something arrives, and gets the protection that its parent has.
    public init(_ folder: URL) {
        self.folder = folder
    }

    /// Begins an arrival. What is not finished is deleted after a day.
    public func begin() throws -> Incoming {
        let unfinished = folder.appendingPathComponent(UUID().uuidString + Self.part)
        try FileManager.default.createDirectory(at: unfinished, withIntermediateDirectories: true)
        return Incoming(folder: unfinished)
    }

    /// What has arrived and was not removed, oldest first. An arrival that cannot be read stays, and is passed over.
    public func arrivals() -> [Arrival] {
        let here = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.creationDateKey])) ?? []
        let old = Date(timeIntervalSinceNow: -24 * 60 * 60)
        var found: [(Date, Arrival)] = []
        for one in here {
            let begun = (try? one.resourceValues(forKeys: [.creationDateKey]).creationDate) ?? .distantFuture
            if one.lastPathComponent.hasSuffix(Self.part) {
                if begun < old { try? FileManager.default.removeItem(at: one) }
            } else if let list = try? JSONDecoder().decode(Contents.self, from: Data(contentsOf: one.appendingPathComponent(Self.list))) {
                found.append((list.at, Arrival(text: list.text, files: list.files, folder: one)))
            }
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }

    public func bytes(of file: File, in arrival: Arrival) throws -> Data {
        try Data(contentsOf: arrival.folder.appendingPathComponent(file.name))
    }

    /// Removes an arrival: its content is in the journal.
    public func remove(_ arrival: Arrival) throws {
        try FileManager.default.removeItem(at: arrival.folder)
    }

    /// An arrival whose files are still being copied.
    public struct Incoming: Sendable {
        let folder: URL

        /// Copies a file without reading it into memory, of which an extension has little.
        public func add(file: URL, mediaType: String) throws -> File {
            let files = FileManager.default
            let count = try files.contentsOfDirectory(atPath: folder.path).count
            guard count < Inbox.maxFiles else { throw Refusal.tooMany }
            let size = try files.attributesOfItem(atPath: file.path)[.size] as? NSNumber
            guard let size, size.intValue <= Inbox.maxBytes else { throw Refusal.tooLarge }
            let kept = File(mediaType: mediaType, name: String(count))
            try files.copyItem(at: file, to: folder.appendingPathComponent(kept.name))
            return kept
        }

        /// From now on the app finds the arrival.
        public func finish(text: String, files: [File] = []) throws {
            guard text.count <= Inbox.maxLetters else { throw Refusal.tooLong }
            guard !files.isEmpty || text.contains(where: { !$0.isWhitespace }) else { throw Refusal.empty }
            let list = try JSONEncoder().encode(Contents(at: Date(), text: text, files: files))
            try list.write(to: folder.appendingPathComponent(Inbox.list))
            try FileManager.default.moveItem(at: folder, to: folder.deletingPathExtension())
        }

        /// Deletes what was copied so far.
        public func cancel() {
            try? FileManager.default.removeItem(at: folder)
        }
    }

    fileprivate struct Contents: Codable {
        let at: Date
        let text: String
        let files: [File]
    }

    fileprivate static let part = ".part"
    fileprivate static let list = "contents.json"
}

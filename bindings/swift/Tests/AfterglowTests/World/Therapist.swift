import Afterglow
import Foundation

/// A therapist at the portal's desk, run by the demo's program `therapist`.
struct Therapist: Sendable {
    private let origin: String
    private let program: URL

    private struct Nothing: Decodable {}

    init(enrolledAt server: Server) throws {
        origin = server.url
        program = try built("therapist")
        let _: Nothing = try ask("enrol", "--code", server.bootstrap(), "--practice", "Harbour Street Practice")
    }

    /// Creates an invitation; returns the link of its QR code.
    func invite(_ label: String, for purpose: String = "care") throws -> String {
        struct Invited: Decodable { let link: String }
        let invited: Invited = try ask("invite", label, "--for", purpose)
        return invited.link
    }

    func revoke(_ link: String) throws {
        let _: Nothing = try ask("revoke", link)
    }

    func reply(_ care: Care, to entry: EntryID, _ text: String) throws {
        let _: Nothing = try ask("reply", care.id.rawValue, entry.rawValue, text)
    }

    func review(_ care: Care, _ entry: EntryID) throws {
        let _: Nothing = try ask("review", care.id.rawValue, entry.rawValue)
    }

    /// A client as the desk shows them, if known.
    func client(_ care: Care) throws -> Client? {
        struct Desk: Decodable { let clients: [Client] }
        let desk: Desk = try ask("timeline")
        return desk.clients.first { $0.care == care.id.rawValue }
    }

    private func ask<Answer: Decodable>(_ words: String...) throws -> Answer {
        try run(program, ["--origin", origin] + words)
    }
}

/// A client on the therapist's desk.
struct Client: Decodable {
    let care: String
    let name: String
    let key: UInt32
    let safetyWords: [String]
    private let timeline: Shown

    private struct Shown: Decodable { let sections: [Section] }
    private struct Section: Decodable { let entries: [Written] }
    private struct Written: Decodable { let words: [Piece] }
    private struct Piece: Decodable { let text: String }

    /// The texts of all entries, newest first.
    var texts: [String] {
        timeline.sections.flatMap(\.entries).map { entry in entry.words.map(\.text).joined() }
    }
}

import Foundation

/// The address of a practice's server.
public enum ServerAddress {
    /// The server of an invitation's link; nil for another text.
    public static func of(invitation: String) -> String? {
        let link = invitation.trimmingCharacters(in: .whitespacesAndNewlines).prefix { $0 != "#" }
        guard let parts = URLComponents(string: String(link)), ["http", "https"].contains(parts.scheme), let host = parts.host, !host.isEmpty
        else { return nil }
        var address = URLComponents()
        (address.scheme, address.host, address.port) = (parts.scheme, host, parts.port)
        return address.string
    }

    /// People type `journal.example`; a server without TLS has to be named as such.
    public static func typed(_ text: String) -> String {
        let address = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return address.isEmpty || address.contains("://") ? address : "https://\(address)"
    }
}

/// The check of the recovery code. A person who knows three of its words has kept them all; typing fifteen on a phone
/// would be too much.
public struct RecoveryCheck: Equatable, Sendable {
    public let words: [String]
    /// The positions of the words to type: one of the first, the middle and the last third, always the same ones for a code.
    public let asked: [Int]

    public init(code: String) {
        words = code.split(separator: " ").map(String.init)
        let third = max(words.count / 3, 1)
        let sum = code.unicodeScalars.reduce(UInt32(7)) { $0 &* 31 &+ $1.value }
        asked = (0..<3).map { part in part * third + Int((sum >> UInt32(part * 8)) % UInt32(third)) }.filter { [count = words.count] in $0 < count }
    }

    /// The positions at which another word was typed.
    public func wrong(_ typed: [Int: String]) -> Set<Int> {
        Set(asked.filter { (typed[$0] ?? "").trimmingCharacters(in: .whitespacesAndNewlines).lowercased() != words[$0] })
    }
}

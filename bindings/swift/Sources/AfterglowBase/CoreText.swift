/// A string of the core with one meaning: an id, a code, a day. An app passes it from one call to another; its
/// ``rawValue`` is the core's string.
public protocol CoreText: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
}

extension CoreText {
    public var description: String { rawValue }
}

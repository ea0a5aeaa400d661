/// A text of the core with one meaning: an id, a code, a day. An app takes it from one call and gives it to another; its
/// ``rawValue`` is what the core wrote.
public protocol CoreText: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == String {
    init(rawValue: String)
}

extension CoreText {
    public var description: String { rawValue }
}

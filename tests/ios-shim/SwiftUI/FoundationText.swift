// Foundation for Apple's systems has these.
extension String {
    public struct LocalizationValue: Equatable, ExpressibleByStringInterpolation, Sendable {
        public init(stringLiteral value: String) {}
        public init(stringInterpolation: StringInterpolation) {}
        public struct StringInterpolation: StringInterpolationProtocol {
            public init(literalCapacity: Int, interpolationCount: Int) {}
            public mutating func appendLiteral(_ literal: String) {}
            public mutating func appendInterpolation(_ string: String) {}
            public mutating func appendInterpolation<T: _FormatSpecifiable>(_ value: T) {}
        }
    }
    public init(localized key: String.LocalizationValue, table: String? = nil, bundle: Bundle? = nil, locale: Locale = .current, comment: StaticString? = nil) { fatalError() }
}
public struct LocalizedStringResource: Sendable, ExpressibleByStringInterpolation {
    public enum BundleDescription: Sendable { case main, atURL(URL) }
    public init(stringLiteral value: String) {}
    public init(_ keyAndValue: String.LocalizationValue, table: String? = nil, locale: Locale = .current, bundle: BundleDescription = .main, comment: StaticString? = nil) {}
    public var locale: Locale { get { fatalError() } set {} }
}
extension String { public init(localized resource: LocalizedStringResource) { fatalError() } }
extension URL {
    public static var applicationSupportDirectory: URL { fatalError() }
    public func startAccessingSecurityScopedResource() -> Bool { fatalError() }
    public func stopAccessingSecurityScopedResource() {}
}

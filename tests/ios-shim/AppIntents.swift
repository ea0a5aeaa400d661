@_exported import Foundation
import SwiftUI
// Of Foundation.
public typealias LocalizedStringResource = SwiftUI.LocalizedStringResource
public protocol IntentResult: Sendable {}
public struct IntentResultContainer: IntentResult {}
extension IntentResult where Self == IntentResultContainer { public static func result() -> IntentResultContainer { fatalError() } }
public struct IntentDescription: Sendable { public init(_ descriptionText: LocalizedStringResource) {} }
public protocol AppIntent: Sendable {
    associatedtype PerformResult: IntentResult
    static var title: LocalizedStringResource { get }
    static var description: IntentDescription? { get }
    static var openAppWhenRun: Bool { get }
    init()
    func perform() async throws -> PerformResult
}
extension AppIntent { public static var description: IntentDescription? { nil }; public static var openAppWhenRun: Bool { false } }
public struct AppShortcutPhraseToken: Sendable { public static let applicationName = Self() }
public struct AppShortcutPhrase<Intent: AppIntent>: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {}
    public init(stringInterpolation: StringInterpolation) {}
    public struct StringInterpolation: StringInterpolationProtocol {
        public init(literalCapacity: Int, interpolationCount: Int) {}
        public mutating func appendLiteral(_ literal: String) {}
        public mutating func appendInterpolation(_ token: AppShortcutPhraseToken) {}
    }
}
public struct AppShortcut: Sendable {
    public init<Intent: AppIntent>(intent: Intent, phrases: [AppShortcutPhrase<Intent>], shortTitle: LocalizedStringResource, systemImageName: String) {}
}
@resultBuilder public struct AppShortcutsBuilder {
    public static func buildExpression(_ expression: AppShortcut) -> AppShortcut { expression }
    public static func buildBlock(_ components: AppShortcut...) -> [AppShortcut] { components }
}
public protocol AppShortcutsProvider: Sendable { @AppShortcutsBuilder static var appShortcuts: [AppShortcut] { get } }

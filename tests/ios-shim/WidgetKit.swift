@_exported import Foundation
import SwiftUI
public protocol TimelineEntry { var date: Date { get } }
public struct TimelineReloadPolicy: Equatable, Sendable { public static let never = Self(), atEnd = Self() }
public struct Timeline<EntryType: TimelineEntry> { public init(entries: [EntryType], policy: TimelineReloadPolicy) {} }
public struct TimelineProviderContext {}
public protocol TimelineProvider {
    associatedtype Entry: TimelineEntry
    typealias Context = TimelineProviderContext
    func placeholder(in context: Self.Context) -> Self.Entry
    @preconcurrency func getSnapshot(in context: Self.Context, completion: @escaping @Sendable (Self.Entry) -> Void)
    @preconcurrency func getTimeline(in context: Self.Context, completion: @escaping @Sendable (Timeline<Self.Entry>) -> Void)
}
public enum WidgetFamily: Int, Sendable { case systemSmall, systemMedium, accessoryCircular, accessoryRectangular }
@MainActor @preconcurrency public protocol WidgetConfiguration { associatedtype Body: WidgetConfiguration; var body: Self.Body { get } }
extension Never: WidgetConfiguration {}
public struct StaticConfiguration<Content: View>: WidgetConfiguration {
    public var body: Never { fatalError() }
    @MainActor @preconcurrency public init<Provider: TimelineProvider>(kind: String, provider: Provider, @ViewBuilder content: @escaping (Provider.Entry) -> Content) {}
}
extension WidgetConfiguration {
    public func configurationDisplayName(_ displayNameKey: LocalizedStringKey) -> some WidgetConfiguration { self }
    public func description(_ descriptionKey: LocalizedStringKey) -> some WidgetConfiguration { self }
    public func supportedFamilies(_ families: [WidgetFamily]) -> some WidgetConfiguration { self }
}
@MainActor @preconcurrency public protocol Widget { associatedtype Body: WidgetConfiguration; init(); var body: Self.Body { get } }
extension Widget { @MainActor @preconcurrency public static func main() { fatalError() } }
public struct ContainerBackgroundPlacement: Sendable { public static let widget = Self() }
extension View {
    nonisolated public func widgetURL(_ url: URL?) -> some View { self }
    nonisolated public func containerBackground<V: View>(for container: ContainerBackgroundPlacement, @ViewBuilder content: () -> V) -> some View { self }
}

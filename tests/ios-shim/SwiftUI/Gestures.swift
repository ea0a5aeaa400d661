public struct TapGesture: Gesture { nonisolated public init(count: Int = 1) {}; public typealias Value = Void; public var body: Never { fatalError() } }
extension Gesture { @MainActor @preconcurrency public func onEnded(_ action: @escaping (Self.Value) -> Void) -> _EndedGesture<Self> { fatalError() } }
extension Gesture where Value: Equatable {
    @MainActor @preconcurrency public func onChanged(_ action: @escaping (Self.Value) -> Void) -> _ChangedGesture<Self> { fatalError() }
}
public struct _ChangedGesture<Content: Gesture>: Gesture { public typealias Value = Content.Value; public var body: Never { fatalError() } }
public struct DragGesture: Gesture {
    public struct Value: Equatable, Sendable {
        public var location: CGPoint { fatalError() }
        public var startLocation: CGPoint { fatalError() }
        public var translation: CGSize { fatalError() }
    }
    nonisolated public init(minimumDistance: CGFloat = 10) {}
    public var body: Never { fatalError() }
}
public struct _EndedGesture<Content: Gesture>: Gesture { public typealias Value = Content.Value; public var body: Never { fatalError() } }

extension View {
    nonisolated public func gesture<T: Gesture>(_ gesture: T) -> some View { self }
    nonisolated public func contentShape<S: Shape>(_ shape: S, eoFill: Bool = false) -> some View { self }
    nonisolated public func simultaneousGesture<T: Gesture>(_ gesture: T) -> some View { self }
}

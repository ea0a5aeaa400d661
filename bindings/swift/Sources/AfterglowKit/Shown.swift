import Afterglow

/// What a screen has of its view.
public enum Shown<Value: Sendable>: Sendable {
    case loading
    case ready(Value)
    /// It could not be loaded; the sentence says why and what to do.
    case failed(String)

    public var value: Value? {
        if case .ready(let value) = self { value } else { nil }
    }
}

/// The sentence for the person. A fault of the app's own is not explained by its innards.
public func sentence(of error: any Error, otherwise: String) -> String {
    (error as? JournalError)?.sentence ?? otherwise
}

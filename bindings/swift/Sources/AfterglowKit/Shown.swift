import Afterglow
import Foundation

/// The loading state of a screen's view.
public enum Shown<Value: Sendable>: Sendable {
    case loading
    case ready(Value)
    /// Loading failed; the sentence says why and what to do.
    case failed(String)

    public var value: Value? {
        if case .ready(let value) = self { value } else { nil }
    }
}

/// The sentence for the person. A bug is not explained by internal details, which may quote private text.
public func sentence(of error: any Error) -> String {
    (error as? JournalError)?.sentence ?? Bundle.module.localizedString(forKey: "fault", value: nil, table: nil)
}

import AfterglowCore
import Foundation

extension JournalError {
    /// Stable; for logs and tests.
    public var code: String {
        switch self {
        case .Later(let code, _, _): code
        case .SignIn(let code, _), .Upgrade(let code, _), .Storage(let code, _), .Tell(let code, _): code
        }
    }

    /// For the person: what happened, what is safe, what to do.
    public var sentence: String {
        switch self {
        case .Later(_, let sentence, _): sentence
        case .SignIn(_, let sentence), .Upgrade(_, let sentence): sentence
        case .Storage(_, let sentence), .Tell(_, let sentence): sentence
        }
    }
}

extension JournalError: LocalizedError {
    public var errorDescription: String? { sentence }
}

import Afterglow
import SwiftUI

/// The language of the screens: the journal's own, as in the core's sentences, and not always the phone's.
enum Spoken {
    static let key = "language"

    static var locale: Locale { UserDefaults.standard.string(forKey: key).map { Locale(identifier: $0) } ?? .current }

    static var dates: Date.FormatStyle { Date.FormatStyle(locale: locale) }

    static var moment: Date.FormatStyle { Date.FormatStyle(date: .abbreviated, time: .shortened, locale: locale) }

    static func identifier(of language: Language) -> String {
        switch language {
        case .english: "en"
        case .german: "de"
        }
    }
}

/// A text of the catalogue, where a view takes no key.
func localized(_ words: String.LocalizationValue) -> String {
    String(localized: LocalizedStringResource(words, locale: Spoken.locale))
}

extension View {
    /// Keys of the catalogue in the journal's language. Everything is drawn again when it changes.
    func spoken(_ language: Language) -> some View { modifier(InLanguage(language: language)) }
}

private struct InLanguage: ViewModifier {
    @AppStorage(Spoken.key) private var kept = ""
    let language: Language

    func body(content: Content) -> some View {
        let identifier = Spoken.identifier(of: language)
        Group {
            // Not before it is known to the texts that read it themselves.
            if kept == identifier { content.environment(\.locale, Locale(identifier: identifier)).id(identifier) } else { Color.clear }
        }
        .task(id: identifier) { kept = identifier }
    }
}

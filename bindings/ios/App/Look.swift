import SwiftUI

/// How light the screens are.
enum Light: String, CaseIterable {
    /// As the phone.
    case system
    case light, dark
    /// For sensitive eyes after a session: the least light at which text is readable.
    case dim

    static let key = "light"

    var scheme: ColorScheme? {
        switch self {
        case .system: nil
        case .light: .light
        case .dark, .dim: .dark
        }
    }
}

/// The colours of bindings/DESIGN.md, which are the portal's.
struct Palette: Equatable, Sendable {
    let background, card, sunken: Color
    let text, secondary: Color
    /// Outlines of controls, and separator lines.
    let outline, hairline: Color
    let accent, onAccent: Color
    let shared: Color
    /// The series and its sessions; in very dim light there is no gradient.
    let horizon: [Color]
    /// The main button is outlined and never filled.
    let isDim: Bool

    /// What is wrong or cannot wait.
    var urgent: Color { isDim ? accent : self == .light ? Self.emergency : Color(rgb: 0xF2A39C) }
    /// An emergency call, in every light.
    static let emergency = Color(rgb: 0x9C2B26)
    private static let dusk = [0x54476F, 0xA94F6B, 0xE08A6A, 0xF3C08C].map { Color(rgb: $0) }

    static let light = Palette(
        background: Color(rgb: 0xFAF5EE), card: Color(rgb: 0xFFFDFA), sunken: Color(rgb: 0xF3EBE0), text: Color(rgb: 0x2D2621),
        secondary: Color(rgb: 0x62564B), outline: Color(rgb: 0x8F7F6E), hairline: Color(rgb: 0xE6DBCD), accent: Color(rgb: 0x7C3A4E),
        onAccent: Color(rgb: 0xFFF9F4), shared: Color(rgb: 0x35604A), horizon: dusk, isDim: false
    )
    static let dark = Palette(
        background: Color(rgb: 0x1A1613), card: Color(rgb: 0x241F1B), sunken: Color(rgb: 0x312A24), text: Color(rgb: 0xF3EAE0),
        secondary: Color(rgb: 0xC0B2A3), outline: Color(rgb: 0x8B7B6B), hairline: Color(rgb: 0x3A322B), accent: Color(rgb: 0xF0A791),
        onAccent: Color(rgb: 0x2B1410), shared: Color(rgb: 0xA5CDB0), horizon: dusk, isDim: false
    )
    static let dim = Palette(
        background: Color(rgb: 0x0A0706), card: Color(rgb: 0x120D0B), sunken: Color(rgb: 0x17110E), text: Color(rgb: 0xA8917F),
        secondary: Color(rgb: 0x937F70), outline: Color(rgb: 0x7A675B), hairline: Color(rgb: 0x2B211C), accent: Color(rgb: 0xBD8172),
        onAccent: Color(rgb: 0xBD8172), shared: Color(rgb: 0x937F70), horizon: [Color(rgb: 0x120D0B)], isDim: true
    )

    static func of(_ light: Light, systemIsDark: Bool) -> Palette {
        switch light {
        case .system: systemIsDark ? .dark : .light
        case .light: .light
        case .dark: .dark
        case .dim: .dim
        }
    }
}

extension Color {
    fileprivate init(rgb: Int) {
        self.init(red: Double(rgb >> 16 & 0xFF) / 255, green: Double(rgb >> 8 & 0xFF) / 255, blue: Double(rgb & 0xFF) / 255)
    }
}

extension EnvironmentValues {
    @Entry var palette: Palette = .light
}

/// Literata for texts of people, Figtree for texts of the app. Both follow the person's text size.
extension Font {
    static let greeting = Font.custom("Literata-Regular", size: 30, relativeTo: .largeTitle)
    static let question = Font.custom("Literata-Regular", size: 22, relativeTo: .title2)
    static let writing = Font.custom("Literata-Regular", size: 19, relativeTo: .body)
    static let reading = Font.custom("Literata-Regular", size: 17, relativeTo: .body)
    static let said = Font.custom("Figtree-Regular", size: 16, relativeTo: .body)
    static let row = Font.custom("Figtree-Regular", size: 15, relativeTo: .callout)
    static let small = Font.custom("Figtree-Regular", size: 13, relativeTo: .footnote)
    static let caps = Font.custom("Figtree-SemiBold", size: 12, relativeTo: .caption)
    static let action = Font.custom("Figtree-SemiBold", size: 16, relativeTo: .body)
}

extension View {
    /// In the light that the person chose.
    func lit() -> some View { modifier(Lit()) }

    /// Help is never very dim.
    func neverDim(_ helps: Bool = true) -> some View { modifier(NeverDim(helps: helps)) }
}

private struct Lit: ViewModifier {
    @AppStorage(Light.key) private var chosen = Light.system.rawValue
    @Environment(\.colorScheme) private var scheme

    func body(content: Content) -> some View {
        let light = Light(rawValue: chosen) ?? .system
        let palette = Palette.of(light, systemIsDark: scheme == .dark)
        content
            .environment(\.palette, palette)
            .tint(palette.accent)
            .preferredColorScheme(light.scheme)
    }
}

private struct NeverDim: ViewModifier {
    @Environment(\.palette) private var palette
    let helps: Bool

    func body(content: Content) -> some View {
        let help = helps && palette.isDim ? Palette.dark : palette
        content.environment(\.palette, help).tint(help.accent)
    }
}

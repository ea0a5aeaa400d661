import SwiftUI

/// A page: one column on the page's background colour, with its filled button at the lower edge if it has one.
struct PageColumn<Content: View>: View {
    @Environment(\.palette) private var palette
    @ViewBuilder let content: Content

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) { content }
                .padding(20)
                .frame(maxWidth: 640, alignment: .leading)
        }
        .font(.said)
        .foregroundStyle(palette.text)
        .background(palette.background)
    }
}

/// The main element: nothing else on a page is a card.
struct Card<Content: View>: View {
    @Environment(\.palette) private var palette
    @ViewBuilder let content: Content

    var body: some View {
        VStack(alignment: .leading, spacing: 12) { content }
            .padding(20)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(palette.card, in: .rect(cornerRadius: 20))
            .overlay { RoundedRectangle(cornerRadius: 20).stroke(palette.hairline, lineWidth: 1) }
    }
}

/// The page's one filled button; in very dim light it is outlined.
struct MainButtonStyle: ButtonStyle {
    @Environment(\.palette) private var palette
    @Environment(\.isEnabled) private var enabled

    func makeBody(configuration: Configuration) -> some View {
        configuration.label
            .font(.action)
            .foregroundStyle(palette.onAccent)
            .frame(maxWidth: .infinity, minHeight: 48)
            .background(palette.isDim ? palette.sunken : palette.accent, in: .capsule)
            .overlay { if palette.isDim { Capsule().stroke(palette.accent, lineWidth: 1.5) } }
            .opacity(enabled ? (configuration.isPressed ? 0.8 : 1) : 0.5)
            .pressed(configuration.isPressed)
    }
}

/// The style of all other tappable elements that are not rows.
struct QuietButtonStyle: ButtonStyle {
    @Environment(\.palette) private var palette
    @Environment(\.isEnabled) private var enabled

    func makeBody(configuration: Configuration) -> some View {
        configuration.label
            .font(.action)
            .foregroundStyle(palette.accent)
            .padding(.horizontal, 18)
            .frame(minHeight: 48)
            .overlay { Capsule().stroke(palette.outline, lineWidth: 1.5) }
            .opacity(enabled ? (configuration.isPressed ? 0.7 : 1) : 0.5)
            .pressed(configuration.isPressed)
    }
}

extension ButtonStyle where Self == MainButtonStyle {
    static var main: MainButtonStyle { MainButtonStyle() }
}

extension ButtonStyle where Self == QuietButtonStyle {
    static var quiet: QuietButtonStyle { QuietButtonStyle() }
}

/// A row of a list, separated from the next by a hairline.
struct RowItem: View {
    @Environment(\.palette) private var palette
    let text: String
    let image: String
    var detail = ""
    /// Nil for a row without an action.
    var action: (@MainActor () -> Void)?

    var body: some View {
        if let action {
            Button(action: action) { line }.buttonStyle(.plain)
        } else {
            line.accessibilityElement(children: .combine)
        }
    }

    private var line: some View {
        VStack(spacing: 0) {
            HStack(spacing: 14) {
                Image(systemName: image).foregroundStyle(palette.secondary).accessibilityHidden(true)
                VStack(alignment: .leading, spacing: 2) {
                    Text(text).font(.row)
                    if !detail.isEmpty { Text(detail).font(.small).foregroundStyle(palette.secondary) }
                }
                Spacer(minLength: 0)
                if action != nil { Image(systemName: "chevron.forward").font(.small).foregroundStyle(palette.outline).accessibilityHidden(true) }
            }
            .frame(minHeight: 52)
            .contentShape(.rect)
            Divider().overlay(palette.hairline)
        }
    }
}

/// The heading of a day or a group.
struct Caps: View {
    @Environment(\.palette) private var palette
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var body: some View {
        Text(text).font(.caps).textCase(.uppercase).foregroundStyle(palette.secondary).padding(.top, 8).accessibilityAddTraits(.isHeader)
    }
}

/// The colours of the series and its sessions. White text is readable on the first half only.
struct Horizon: View {
    @Environment(\.palette) private var palette

    var body: some View {
        LinearGradient(colors: palette.horizon, startPoint: .leading, endPoint: .trailing)
    }
}

/// A remark between a thin line and the text: a warning, if it is urgent.
struct Note: View {
    @Environment(\.palette) private var palette
    let text: String
    var urgent = false

    init(_ text: String, urgent: Bool = false) {
        self.text = text
        self.urgent = urgent
    }

    var body: some View {
        HStack(alignment: .top, spacing: 12) {
            Capsule().fill(urgent ? palette.urgent : palette.accent).frame(width: 3).accessibilityHidden(true)
            Text(text).font(.row)
        }
    }
}

/// Secondary text.
struct Small: View {
    @Environment(\.palette) private var palette
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var body: some View {
        Text(text).font(.small).foregroundStyle(palette.secondary)
    }
}

/// What is shown where there is nothing yet.
struct Nothing: View {
    @Environment(\.palette) private var palette
    let title: LocalizedStringKey
    let text: LocalizedStringKey

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(title).font(.question)
            Text(text).foregroundStyle(palette.secondary)
        }
    }
}

/// A heading within a page.
struct Heading: View {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var body: some View {
        Text(text).font(.action).padding(.top, 8).accessibilityAddTraits(.isHeader)
    }
}

extension View {
    /// The page's one filled button, at the lower edge.
    func bottom<Content: View>(@ViewBuilder _ content: () -> Content) -> some View { modifier(Bottom(bar: content())) }
}

private struct Bottom<Bar: View>: ViewModifier {
    @Environment(\.palette) private var palette
    let bar: Bar

    func body(content: Content) -> some View {
        content
            .safeAreaInset(edge: .bottom) { bar.padding(.horizontal, 20).padding(.vertical, 12).background(palette.background) }
            .background(palette.background)
    }
}

import SwiftUI

/// One of several questions, with the controls that answer it.
struct Question<Content: View>: View {
    @Environment(\.palette) private var palette
    let text: String
    @ViewBuilder let content: Content

    init(_ text: String, @ViewBuilder content: () -> Content) {
        self.text = text
        self.content = content()
    }

    var body: some View {
        PageColumn {
            Text(text).font(.question).accessibilityAddTraits(.isHeader)
            content
        }
    }
}

/// A few questions, one per card: swiped, or turned by the buttons below them. No order is required, and every card can be
/// the last one: `done` is on each of them once there is something to keep.
struct Cards<Content: View>: View {
    @Environment(\.palette) private var palette
    @Environment(\.accessibilityReduceMotion) private var still
    @State private var card = 0
    let count: Int
    let done: String
    let canFinish: Bool
    /// Whether the content is kept as a draft, or when it was.
    let status: String
    let onDone: @MainActor () -> Void
    /// The card of a number.
    @ViewBuilder let content: (Int) -> Content

    var body: some View {
        TabView(selection: $card) {
            ForEach(0..<count, id: \.self) { number in content(number).tag(number) }
        }
        .tabViewStyle(.page(indexDisplayMode: .never))
        .safeAreaInset(edge: .bottom) { bar }
        .background(palette.background)
    }

    private var bar: some View {
        VStack(alignment: .leading, spacing: 8) {
            if !status.isEmpty { Text(status).font(.small).foregroundStyle(palette.secondary) }
            HStack(spacing: 12) {
                if card > 0 {
                    Button { turn(-1) } label: {
                        Image(systemName: "chevron.backward").frame(minWidth: 48, minHeight: 48).contentShape(.rect)
                    }
                    .accessibilityLabel("Previous card")
                }
                Text("\(Int(card + 1)) of \(Int(count))").font(.small).foregroundStyle(palette.secondary)
                Spacer(minLength: 0)
                if card < count - 1 {
                    if canFinish { Button(done, action: onDone).font(.action) }
                    Button("Next") { turn(1) }.buttonStyle(.quiet)
                } else {
                    Button(done, action: onDone).buttonStyle(.main).disabled(!canFinish)
                }
            }
        }
        .padding(.horizontal, 20)
        .padding(.vertical, 12)
        .background(palette.background)
    }

    private func turn(_ by: Int) {
        withAnimation(Motion.of(Motion.page, still: still)) { card = min(max(card + by, 0), count - 1) }
    }
}

import Afterglow
import AfterglowKit
import SwiftUI

// All motion of the app besides the system's own. bindings/DESIGN.md says where each is used. Pages move as the system
// moves them, which respects reduced motion by itself.

enum Motion {
    /// A control under a finger.
    static let press = 0.12
    /// A card that is turned.
    static let page = 0.24
    /// An entry that settles into the journal.
    static let settle = 0.4

    /// Nil with reduced motion: then everything is there at once.
    static func of(_ duration: Double, still: Bool) -> Animation? { still ? nil : .easeOut(duration: duration) }
}

/// Shrinks a control a little while it is pressed.
private struct Pressed: ViewModifier {
    @Environment(\.accessibilityReduceMotion) private var still
    let isPressed: Bool

    func body(content: Content) -> some View {
        content
            .scaleEffect(isPressed && !still ? 0.97 : 1)
            .animation(Motion.of(Motion.press, still: still), value: isPressed)
    }
}

/// Lets the entry that was kept last settle into its list, once.
private struct Settling: ViewModifier {
    @Environment(AppModel.self) private var app
    @Environment(\.accessibilityReduceMotion) private var still
    @State private var isHere = false
    let id: EntryID

    func body(content: Content) -> some View {
        let comes = app.settling == id && !isHere && !still
        content
            .opacity(comes ? 0 : 1)
            .offset(y: comes ? -16 : 0)
            .task(id: app.settling == id) {
                guard app.settling == id else { return isHere = false }
                withAnimation(Motion.of(Motion.settle, still: still)) { isHere = true }
                if !still { try? await Task.sleep(for: .seconds(Motion.settle)) }
                app.settled()
            }
    }
}

extension View {
    func pressed(_ isPressed: Bool) -> some View { modifier(Pressed(isPressed: isPressed)) }

    func settling(_ id: EntryID) -> some View { modifier(Settling(id: id)) }
}

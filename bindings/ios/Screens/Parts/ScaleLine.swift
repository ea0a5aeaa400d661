import SwiftUI

/// A value from 0 to 10 on one line, at any screen width, with the labels of both ends beside their numbers. It has no
/// value until it is touched; a second tap on the chosen stop removes the value.
struct ScaleLine: View {
    @Environment(\.palette) private var palette
    let title: String
    let low: String
    let high: String
    let value: Int?
    /// Whether the title is shown; otherwise it is only read aloud.
    var titled = true
    let onChange: (Int?) -> Void

    private static let last = 10
    private static let edge: CGFloat = 15

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            if titled { Text(title).font(.action) }
            GeometryReader { room in stops(room.size.width) }
                .frame(height: 48)
            HStack(alignment: .top, spacing: 16) {
                Text(verbatim: low.isEmpty ? "0" : "0 · \(low)")
                Spacer(minLength: 0)
                Text(verbatim: high.isEmpty ? "10" : "\(high) · 10")
            }
            .font(.small)
            .foregroundStyle(palette.secondary)
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(low.isEmpty ? Text(title) : Text("\(title), 0 is \(low), 10 is \(high)"))
        .accessibilityValue(value.map { Text("\(Int($0)) of 10") } ?? Text("Not set"))
        .accessibilityAdjustableAction { direction in
            switch direction {
            case .increment: onChange(min((value ?? -1) + 1, Self.last))
            case .decrement: onChange(max((value ?? 1) - 1, 0))
            @unknown default: break
            }
        }
    }

    private func stops(_ width: CGFloat) -> some View {
        let room = width - Self.edge * 2
        return ZStack(alignment: .leading) {
            Capsule().fill(palette.hairline).frame(width: room, height: 4).offset(x: Self.edge)
            ForEach(0...Self.last, id: \.self) { stop in
                Circle()
                    .fill(stop <= (value ?? -1) ? palette.accent : palette.outline)
                    .frame(width: 7, height: 7)
                    .offset(x: Self.edge + room * CGFloat(stop) / CGFloat(Self.last) - 3.5)
            }
            if let value {
                Text(verbatim: "\(value)")
                    .font(.action)
                    .foregroundStyle(palette.onAccent)
                    .frame(width: 30, height: 30)
                    .background(palette.isDim ? palette.sunken : palette.accent, in: .circle)
                    .overlay { if palette.isDim { Circle().stroke(palette.accent, lineWidth: 1.5) } }
                    .offset(x: room * CGFloat(value) / CGFloat(Self.last))
            }
        }
        .frame(height: 48)
        .contentShape(.rect)
        // A drag without length is a tap.
        .gesture(
            DragGesture(minimumDistance: 0)
                .onChanged { if abs($0.translation.width) > 4 { set(stop(at: $0.location.x, room)) } }
                .onEnded { touch in
                    let stop = stop(at: touch.location.x, room)
                    if abs(touch.translation.width) <= 4 { onChange(stop == value ? nil : stop) } else { set(stop) }
                }
        )
        .sensoryFeedback(.selection, trigger: value)
    }

    private func set(_ stop: Int) {
        if stop != value { onChange(stop) }
    }

    private func stop(at x: CGFloat, _ room: CGFloat) -> Int {
        let place = (x - Self.edge) / room * CGFloat(Self.last)
        return min(max(Int(place.rounded()), 0), Self.last)
    }
}

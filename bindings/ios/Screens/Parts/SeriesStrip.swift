import SwiftUI

/// The sessions of the series as numbered dots, read aloud as one sentence.
struct SeriesStrip: View {
    @Environment(\.palette) private var palette
    let done: Int
    /// The number of planned sessions, if known.
    let planned: Int?
    let said: String

    var body: some View {
        let count = max(planned ?? 0, done)
        if count > 0 {
            HStack(spacing: 10) {
                ForEach(1...count, id: \.self) { number in
                    Text(verbatim: "\(number)")
                        .font(.caps)
                        .foregroundStyle(number <= done && !palette.isDim ? .white : palette.secondary)
                        .frame(width: 26, height: 26)
                        .background(number <= done && !palette.isDim ? palette.horizon[number % 2] : palette.sunken, in: .circle)
                        .overlay { Circle().stroke(palette.outline, lineWidth: number == done ? 2 : 0) }
                }
            }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(said)
        }
    }
}

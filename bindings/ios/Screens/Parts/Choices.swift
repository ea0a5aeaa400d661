import Afterglow
import SwiftUI

/// Lays its content out in lines, each as full as possible.
struct Flow: Layout {
    var spacing: CGFloat = 8

    func sizeThatFits(proposal: ProposedViewSize, subviews: Subviews, cache: inout ()) -> CGSize {
        let width = proposal.width ?? .infinity
        let lines = lines(of: subviews, width: width)
        let height = lines.reduce(0) { $0 + $1.height } + spacing * CGFloat(max(lines.count - 1, 0))
        return CGSize(width: lines.map(\.width).max() ?? 0, height: height)
    }

    func placeSubviews(in bounds: CGRect, proposal: ProposedViewSize, subviews: Subviews, cache: inout ()) {
        var y = bounds.minY
        for line in lines(of: subviews, width: bounds.width) {
            var x = bounds.minX
            for index in line.range {
                let size = size(of: subviews[index], width: bounds.width)
                subviews[index].place(at: CGPoint(x: x, y: y), anchor: .topLeading, proposal: ProposedViewSize(size))
                x += size.width + spacing
            }
            y += line.height + spacing
        }
    }

    private struct Line {
        var range: Range<Int>
        var width: CGFloat
        var height: CGFloat
    }

    private func size(of subview: LayoutSubview, width: CGFloat) -> CGSize {
        let size = subview.sizeThatFits(.unspecified)
        // A long label is wrapped.
        return size.width > width ? subview.sizeThatFits(ProposedViewSize(width: width, height: nil)) : size
    }

    private func lines(of subviews: Subviews, width: CGFloat) -> [Line] {
        var lines: [Line] = []
        for index in subviews.indices {
            let size = size(of: subviews[index], width: width)
            if let line = lines.last, line.width + spacing + size.width <= width {
                lines[lines.count - 1] = Line(
                    range: line.range.lowerBound..<index + 1, width: line.width + spacing + size.width, height: max(line.height, size.height)
                )
            } else {
                lines.append(Line(range: index..<index + 1, width: size.width, height: size.height))
            }
        }
        return lines
    }
}

/// A choice to tap.
struct Chip: View {
    @Environment(\.palette) private var palette
    let label: String
    let isOn: Bool
    let action: @MainActor () -> Void

    var body: some View {
        Button(action: action) {
            HStack(spacing: 6) {
                if isOn { Image(systemName: "checkmark").font(.small).accessibilityHidden(true) }
                Text(label).font(.row)
            }
            .foregroundStyle(isOn ? palette.accent : palette.text)
            .padding(.horizontal, 14)
            .frame(minHeight: 44)
            .background(isOn ? palette.sunken : palette.background, in: .capsule)
            .overlay { Capsule().stroke(isOn ? palette.accent : palette.outline, lineWidth: 1.5) }
            .contentShape(.capsule)
        }
        .buttonStyle(.plain)
        .accessibilityAddTraits(isOn ? .isSelected : [])
    }
}

/// A choice of several options.
struct Chosen: View {
    let options: [Choice]
    let chosen: [String]
    let onChange: ([String]) -> Void

    init(_ options: [Choice], _ chosen: [String], onChange: @escaping ([String]) -> Void) {
        self.options = options
        self.chosen = chosen
        self.onChange = onChange
    }

    var body: some View {
        Flow {
            ForEach(options, id: \.value) { option in
                let on = chosen.contains(option.value)
                Chip(label: option.label, isOn: on) { onChange(on ? chosen.filter { $0 != option.value } : chosen + [option.value]) }
            }
        }
    }
}

/// A choice of one option.
struct OneOf<Value: Hashable>: View {
    let options: [(value: Value, label: String)]
    let chosen: Value?
    let onChoose: (Value) -> Void

    init(_ options: [(value: Value, label: String)], _ chosen: Value?, onChoose: @escaping (Value) -> Void) {
        self.options = options
        self.chosen = chosen
        self.onChoose = onChoose
    }

    var body: some View {
        Flow {
            ForEach(options, id: \.value) { option in Chip(label: option.label, isOn: option.value == chosen) { onChoose(option.value) } }
        }
    }
}

/// Yes or no; neither until it is answered.
struct YesOrNo: View {
    let yes: String
    let no: String
    let answer: Bool?
    let onAnswer: (Bool) -> Void

    var body: some View {
        OneOf([(true, yes), (false, no)], answer, onChoose: onAnswer)
    }
}

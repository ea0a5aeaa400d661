import SwiftUI

/// A labelled text field with an outline. What it is about, or what is wrong with it, stands below.
struct Field: View {
    @Environment(\.palette) private var palette
    let label: String
    @Binding var text: String
    var about = ""
    var problem: String?
    /// One line for a name or a word; otherwise at least this many.
    var lines = 1
    var font = Font.said

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            Text(label).font(.small).foregroundStyle(palette.secondary).accessibilityHidden(true)
            Group {
                if lines > 1 { TextField("", text: $text, axis: .vertical).lineLimit(lines...) } else { TextField("", text: $text) }
            }
            .font(font)
            .accessibilityLabel(label)
            .boxed(isWrong: problem != nil)
            Below(about: about, problem: problem)
        }
    }
}

/// A password or PIN. The keyboard does not learn it.
struct SecretField: View {
    @Environment(\.palette) private var palette
    let label: String
    @Binding var text: String
    var about = ""
    var problem: String?
    /// A PIN of digits.
    var digits = false
    /// A new password that the system may suggest and keep.
    var isNew = false

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            Text(label).font(.small).foregroundStyle(palette.secondary).accessibilityHidden(true)
            SecureField("", text: $text)
                .keyboardType(digits ? .numberPad : .default)
                .textContentType(digits ? nil : isNew ? .newPassword : .password)
                .accessibilityLabel(label)
                .boxed(isWrong: problem != nil)
            Below(about: about, problem: problem)
        }
    }
}

private struct Below: View {
    @Environment(\.palette) private var palette
    let about: String
    let problem: String?

    var body: some View {
        if let problem {
            Text(problem).font(.small).foregroundStyle(palette.urgent)
        } else if !about.isEmpty {
            Text(about).font(.small).foregroundStyle(palette.secondary)
        }
    }
}

private struct Boxed: ViewModifier {
    @Environment(\.palette) private var palette
    let isWrong: Bool

    func body(content: Content) -> some View {
        content
            .padding(14)
            .frame(minHeight: 48)
            .background(palette.card, in: .rect(cornerRadius: 14))
            .overlay { RoundedRectangle(cornerRadius: 14).stroke(isWrong ? palette.urgent : palette.outline, lineWidth: 1.5) }
    }
}

extension View {
    fileprivate func boxed(isWrong: Bool) -> some View { modifier(Boxed(isWrong: isWrong)) }
}

/// An optional number. An invalid one is reported below the field, and not stored.
struct NumberField: View {
    let label: String
    let looksLike: String
    let range: ClosedRange<Double>
    let value: Double?
    let onChange: (Double?) -> Void
    @State private var typed: String?

    var body: some View {
        let shown = typed ?? value.map { $0.formatted(.number.grouping(.never)) } ?? ""
        Field(
            label: label, text: Binding { shown } set: { take($0) },
            problem: !shown.allSatisfy(\.isWhitespace) && number(shown) == nil ? looksLike : nil
        )
        .keyboardType(.decimalPad)
    }

    private func take(_ text: String) {
        typed = text
        let number = number(text)
        if number != nil || text.allSatisfy(\.isWhitespace) { onChange(number) }
    }

    private func number(_ text: String) -> Double? {
        let number = Double(text.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: ",", with: "."))
        return number.flatMap { range.contains($0) ? $0 : nil }
    }
}

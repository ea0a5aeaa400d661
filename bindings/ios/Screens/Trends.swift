import Afterglow
import AfterglowKit
import Charts
import SwiftUI

/// One scale at a time over a month, three months or a year: daily ranges, the median of seven days, sessions as marks.
struct Trends: View {
    @State private var chosen: ScaleName?
    @State private var days = 91
    let trends: [Trend]
    let ends: [ScaleName: (low: String, high: String)]

    var body: some View {
        if let trend = trends.first(where: { $0.name == chosen }) ?? trends.first {
            let points = Array(trend.points.suffix(days))
            let range = TrendRange(points)
            Heading(localized("Over time"))
            OneOf(trends.map { ($0.name, $0.label) }, trend.name) { chosen = $0 }
            Text(said(trend, range))
            Curve(points: points, ends: ends[trend.name], said: ([said(trend, range)] + points.compactMap { session($0) }).joined(separator: ". "))
            Small(localized("Bar: from the lowest to the highest of a day. Line: the middle of seven days. Dashed: a session."))
            OneOf([(30, localized("1 month")), (91, localized("3 months")), (366, localized("1 year"))], days) { days = $0 }
            ForEach(trend.sessions, id: \.number) { Small(around($0)) }
        }
    }

    /// The values before and after a session, as far as there are any.
    private func around(_ session: SessionTrend) -> String {
        func number(_ value: Double) -> String { value.formatted(.number.precision(.fractionLength(0...1)).locale(Spoken.locale)) }
        let parts = [
            session.before.map { localized("Week before: \(number($0))") }, session.after.map { localized("Three days after: \(number($0))") },
            session.later.map { localized("Two weeks after: \(number($0))") },
        ]
        return ([localized("Session \(Int(session.number))")] + parts.compactMap { $0 }).joined(separator: ". ")
    }

    private func said(_ trend: Trend, _ range: TrendRange?) -> String {
        guard let range else { return localized("Nothing was noted in this time.") }
        return localized("\(trend.label) between \(Int(range.low)) and \(Int(range.high)), on \(Int(range.days)) days")
    }

    private func session(_ point: TrendPoint) -> String? {
        guard let number = point.session else { return nil }
        let day = point.date.start()?.formatted(Spoken.dates.day().month(.abbreviated)) ?? point.date.rawValue
        return localized("Session \(Int(number)) on \(day)")
    }
}

/// A bar from the lowest to the highest of a day, and a line for the median of seven days. Gaps stay gaps. A screen reader
/// reads `said` instead.
private struct Curve: View {
    @Environment(\.palette) private var palette
    let points: [TrendPoint]
    let ends: (low: String, high: String)?
    let said: String

    var body: some View {
        VStack(alignment: .leading, spacing: 4) {
            Small("10 · \(ends?.high ?? localized("Very strong"))")
            Chart {
                ForEach(points, id: \.date) { point in
                    if let day = point.date.start() {
                        if let low = point.low {
                            BarMark(
                                x: .value("Day", day, unit: .day), yStart: .value("Value", Double(low) - 0.1),
                                yEnd: .value("Value", Double(point.high ?? low) + 0.1)
                            )
                            .foregroundStyle(palette.accent.opacity(0.45))
                        }
                        if let median = point.median {
                            LineMark(x: .value("Day", day, unit: .day), y: .value("Value", median), series: .value("Part", part(of: point)))
                                .foregroundStyle(palette.accent)
                        }
                        if let session = point.session {
                            RuleMark(x: .value("Day", day, unit: .day))
                                .foregroundStyle(palette.secondary)
                                .lineStyle(StrokeStyle(lineWidth: 1.5, dash: [6, 6]))
                                .annotation(position: .top) { Text(verbatim: "\(session)").font(.caps).foregroundStyle(palette.secondary) }
                        }
                    }
                }
            }
            .chartYScale(domain: 0...10)
            .frame(height: 190)
            Small("0 · \(ends?.low ?? localized("Hardly there"))")
        }
        .accessibilityElement()
        .accessibilityLabel(said)
    }

    /// The line is broken where days are missing: each part is a series of its own.
    private func part(of point: TrendPoint) -> Int {
        guard let at = points.firstIndex(of: point) else { return 0 }
        return points[..<at].lastIndex { $0.median == nil } ?? -1
    }
}

/// The mood of each day of a month, as a bar from its lowest to its highest.
struct MoodCalendar: View {
    @Environment(\.palette) private var palette
    let points: [TrendPoint]
    let ends: (low: String, high: String)?
    /// How many months ago.
    @State private var ago = 0

    var body: some View {
        let moods = MoodMonths(points)
        if let month = moods.month(ago: ago) {
            Heading(localized("Your moods, day by day"))
            HStack {
                step("chevron.backward", "The month before", by: 1).disabled(ago + 1 >= moods.count)
                Text(month.first.start()?.formatted(Spoken.dates.month(.wide).year()) ?? "").font(.action).frame(maxWidth: .infinity)
                step("chevron.forward", "The month after", by: -1).disabled(ago == 0)
            }
            LazyVGrid(columns: Array(repeating: GridItem(.flexible(minimum: 30)), count: 7), spacing: 8) {
                // Days of the week before are empty, so that each column is a weekday.
                ForEach(Array(0..<month.blanks), id: \.self) { _ in Color.clear.frame(height: 40).accessibilityHidden(true) }
                ForEach(month.days, id: \.date) { OneDay(day: $0) }
            }
            if let ends {
                Small(
                    localized("The bar shows a day from its lowest to its highest mood. Left is \(ends.low), right is \(ends.high). A ring is a session."
                    )
                )
            }
        }
    }

    private func step(_ image: String, _ name: LocalizedStringKey, by months: Int) -> some View {
        Button { ago += months } label: { Image(systemName: image).frame(minWidth: 48, minHeight: 48).contentShape(.rect) }
            .accessibilityLabel(name)
    }

    private struct OneDay: View {
        @Environment(\.palette) private var palette
        let day: MoodMonths.Day

        var body: some View {
            VStack(spacing: 4) {
                Text(verbatim: "\(day.number)")
                    .font(.caps)
                    .foregroundStyle(day.range == nil ? palette.secondary : palette.text)
                    .frame(width: 28, height: 28)
                    .overlay { if day.session != nil { Circle().stroke(palette.accent, lineWidth: 1.5) } }
                GeometryReader { room in
                    if let range = day.range {
                        let stop = max(room.size.width - 8, 0) / 10
                        Capsule().fill(palette.sunken)
                        Capsule().fill(palette.accent)
                            .frame(width: 8 + stop * CGFloat(range.upperBound - range.lowerBound))
                            .offset(x: stop * CGFloat(range.lowerBound))
                    }
                }
                .frame(height: 8)
            }
            .accessibilityElement()
            .accessibilityLabel(said)
        }

        private var said: String {
            var said = [day.date.start()?.formatted(Spoken.dates.weekday(.wide).day().month(.wide)) ?? day.date.rawValue]
            if let session = day.session { said.append(localized("Session \(Int(session))")) }
            if let range = day.range {
                said.append(
                    range.lowerBound == range.upperBound
                        ? localized("Mood \(Int(range.lowerBound))") : localized("Mood from \(Int(range.lowerBound)) to \(Int(range.upperBound))")
                )
            } else {
                said.append(localized("Nothing noted"))
            }
            return said.joined(separator: ", ")
        }
    }
}

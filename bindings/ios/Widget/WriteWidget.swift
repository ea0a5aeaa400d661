import SwiftUI
import WidgetKit

/// A button that opens an empty page. It shows nothing of the journal, because everybody sees it.
@main
struct WriteWidget: Widget {
    var body: some WidgetConfiguration {
        StaticConfiguration(kind: "write", provider: Unchanging()) { _ in WriteButton() }
            .configurationDisplayName("Write")
            .description("Opens an empty page.")
            .supportedFamilies([.systemSmall, .accessoryCircular])
    }
}

struct WriteButton: View {
    var body: some View {
        VStack(spacing: 6) {
            Image(systemName: "square.and.pencil").font(.title)
            Text("Write").font(.footnote)
        }
        .widgetURL(URL(string: "afterglow:write"))
        .containerBackground(for: .widget) { Color("Paper") }
    }
}

/// One entry for ever: nothing in the widget changes.
struct Unchanging: TimelineProvider {
    struct Moment: TimelineEntry { let date: Date }

    func placeholder(in context: Context) -> Moment { Moment(date: .now) }

    func getSnapshot(in context: Context, completion: @escaping @Sendable (Moment) -> Void) { completion(Moment(date: .now)) }

    func getTimeline(in context: Context, completion: @escaping @Sendable (Timeline<Moment>) -> Void) {
        completion(Timeline(entries: [Moment(date: .now)], policy: .never))
    }
}

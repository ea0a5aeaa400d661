import Afterglow
import AfterglowKit
import SwiftUI

/// The journal as a timeline, with sessions as landmarks.
struct JourneyTab: View {
    @Environment(AppModel.self) private var app
    @State private var rows: UInt32 = 50

    var body: some View {
        PageColumn {
            Shows([.settings]) { try await $0.writeView().themes } content: { themes in
                ScrollView(.horizontal, showsIndicators: false) {
                    HStack(spacing: 8) {
                        filter(localized("All"), JourneyFilter())
                        filter(localized("Shared"), JourneyFilter(shared: true))
                        filter(localized("Only you"), JourneyFilter(shared: false))
                        filter(localized("I want to talk about this"), JourneyFilter(toTalk: true))
                        ForEach(themes, id: \.value) { filter($0.label, JourneyFilter(theme: $0.value)) }
                    }
                    .padding(.vertical, 2)
                }
            }
            Shows(.sharingState) { [rows, only = app.filter] in
                try await $0.journey(filter: only, limit: rows)
            } content: { page in
                if page.rows.isEmpty && page.next == nil {
                    Nothing(title: "Nothing here yet", text: "A few words are enough. You can also just rest.")
                }
                LazyVStack(alignment: .leading, spacing: 0, pinnedViews: [.sectionHeaders]) {
                    ForEach(JourneyDay.all(of: page.rows)) { OneDay(day: $0) }
                }
                if page.next != nil { Button("Earlier") { rows += 50 }.buttonStyle(.quiet) }
            }
            .id([AnyHashable(rows), AnyHashable(app.filter)])
        }
        .navigationTitle("Journal")
    }

    private func filter(_ label: String, _ filter: JourneyFilter) -> some View {
        Chip(label: label, isOn: app.filter == filter) { app.filter = filter }
    }
}

private struct OneDay: View {
    @Environment(\.go) private var go
    @Environment(\.palette) private var palette
    let day: JourneyDay

    var body: some View {
        if let session = day.session {
            // White text is readable on the first half of the horizon only.
            Button { go(.session(session.number)) } label: {
                HStack {
                    VStack(alignment: .leading, spacing: 4) {
                        Text(session.date).font(.row)
                        Text(session.title).font(.question).accessibilityAddTraits(.isHeader)
                    }
                    .frame(maxWidth: .infinity, alignment: .leading)
                    Spacer().frame(maxWidth: .infinity)
                }
                .padding(18)
                .foregroundStyle(palette.isDim ? palette.text : .white)
                .background { Horizon() }
                .clipShape(.rect(cornerRadius: 20))
            }
            .buttonStyle(.plain)
            .padding(.vertical, 14)
            .settling(day.id)
        } else {
            Section {
                ForEach(day.entries) { EntryRow(entry: $0, byDay: true).settling($0.id) }
            } header: {
                Caps(head).padding(.bottom, 6).frame(maxWidth: .infinity, alignment: .leading).background(palette.background)
            }
        }
    }

    /// The day, and its position in the series.
    private var head: String {
        guard let entry = day.entries.first else { return "" }
        return [entry.at.day, entry.placeText].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

extension ZonedTime {
    private var format: Date.FormatStyle { Date.FormatStyle(locale: Spoken.locale, timeZone: zone ?? .current) }

    /// The day on the person's calendar: "Wed 25 Nov".
    var day: String { date?.formatted(format.weekday(.abbreviated).day().month(.abbreviated)) ?? rawValue }

    /// The local hour at the place of the entry.
    var clock: String { date?.formatted(format.hour().minute()) ?? rawValue }
}

/// An entry in a list: the time and who may read it, then the text. Under the heading of its day it shows only the
/// time. Entries without own text are rows of one line.
struct EntryRow: View {
    @Environment(AppModel.self) private var app
    @Environment(\.go) private var go
    @Environment(\.palette) private var palette
    let entry: Afterglow.Entry
    var byDay = false

    var body: some View {
        if [.reflection, .reply].contains(entry.kind) {
            Button { go(.entry(entry.id)) } label: { words }
                .buttonStyle(.plain)
                .accessibilityAddTraits(isOpen ? .isSelected : [])
        } else {
            RowItem(text: entry.line.isEmpty ? entry.kindText : entry.line, image: image, detail: detail) {
                // The crisis plan has its own page.
                go(entry.kind == .crisisPlan ? .crisisPlan : .entry(entry.id))
            }
        }
    }

    private var words: some View {
        VStack(alignment: .leading, spacing: 8) {
            HStack {
                Text(time).font(.small).foregroundStyle(palette.secondary)
                Spacer()
                if !entry.fromTherapist {
                    Image(systemName: isShared ? "eye" : "lock")
                        .foregroundStyle(isShared ? palette.shared : palette.secondary)
                        .accessibilityLabel(entry.sharedText)
                }
            }
            Pictures(of: entry.id)
            Text(entry.text.isEmpty ? entry.line : entry.text).font(.reading).lineLimit(6)
            Marks(entry: entry, atMost: 2)
            Divider().overlay(palette.hairline)
        }
        .padding(.top, 12)
        .background(isOpen ? palette.sunken : palette.background)
        .contentShape(.rect)
    }

    /// Whether it is open, beside its list.
    private var isOpen: Bool { app.way.first == .entry(entry.id) }

    /// Taken back without confirmation: the therapist may still read it.
    private var isShared: Bool { !entry.sharedWith.isEmpty || entry.leaving }

    private var time: String { byDay ? entry.at.clock : [entry.whenText, entry.placeText].filter { !$0.isEmpty }.joined(separator: " · ") }

    private var detail: String { [entry.line.isEmpty ? "" : entry.kindText, time].filter { !$0.isEmpty }.joined(separator: " · ") }

    private var image: String {
        switch entry.kind {
        case .checkIn: "face.smiling"
        case .appointment: "calendar"
        case .step: entry.doneOn.isEmpty ? "circle" : "checkmark.circle"
        case .intention, .goal, .concern: "leaf"
        case .crisisPlan: "lifepreserver"
        case .measureResponse: "list.bullet.clipboard"
        default: "book"
        }
    }
}

/// The first pictures of an entry, if they are on this phone.
private struct Pictures: View {
    let of: EntryID

    var body: some View {
        Shows([.timeline], first: []) { [of] in try await $0.attachments(of: of).filter { $0.thumbnail != nil } } content: { pictures in
            if !pictures.isEmpty {
                HStack(spacing: 8) {
                    ForEach(pictures.prefix(3), id: \.id) { one in
                        if let picture = one.thumbnail.flatMap(UIImage.init(data:)) {
                            Image(uiImage: picture).resizable().scaledToFill()
                                .frame(width: 96, height: 96)
                                .clipShape(.rect(cornerRadius: 12))
                                .accessibilityLabel(one.name.isEmpty ? Text("Photo") : Text(one.name))
                        }
                    }
                }
            }
        }
    }
}

/// All screens that are not in the tab bar.
struct MorePage: View {
    @Environment(\.go) private var go

    var body: some View {
        PageColumn {
            VStack(spacing: 0) {
                RowItem(text: localized("Therapist"), image: "person") { go(.therapist) }
                RowItem(text: localized("Sessions"), image: "leaf") { go(.sessions) }
                RowItem(text: localized("Steps"), image: "checkmark.circle") { go(.steps) }
                RowItem(text: localized("Measures"), image: "list.bullet.clipboard") { go(.measures) }
                RowItem(text: localized("Reminders"), image: "bell") { go(.reminders) }
                RowItem(text: localized("What this is, and what it is not"), image: "book") { go(.whatThisIs) }
                RowItem(text: localized("Settings"), image: "gearshape") { go(.settings) }
            }
        }
        .navigationTitle("You")
    }
}

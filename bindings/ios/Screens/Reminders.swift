import Afterglow
import AfterglowKit
import SwiftUI

/// The planned reminders, the kinds that are off, and the quiet hours.
struct RemindersPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    @Environment(\.scenePhase) private var phase
    @State private var refused = false
    @State private var choosing = false

    private struct Planned: Sendable {
        let reminders: RemindersScreen
        let preferences: Preferences
    }

    var body: some View {
        PageColumn {
            Shows([.reminders, .settings]) { Planned(reminders: try await $0.reminders(), preferences: try await $0.preferences()) } content: { planned in
                if refused && !planned.reminders.notices.isEmpty { notAllowed }
                Text(planned.reminders.nextText).font(.question)
                Button("Not today") { Task { await app.rest() } }.buttonStyle(.quiet)
                Button(planned.reminders.quietText) { choosing.toggle() }.buttonStyle(.quiet)
                // 21 and 8 are the defaults.
                if choosing {
                    Heading(localized("Quiet from"))
                    hours(18...23, planned.preferences.quietFrom ?? 21) { kept, hour in kept.quietFrom = hour }
                    Heading(localized("Quiet until"))
                    hours(5...11, planned.preferences.quietUntil ?? 8) { kept, hour in kept.quietUntil = hour }
                }
                ForEach(planned.reminders.switches, id: \.kind) { one in
                    Toggle(name(one.kind), isOn: Binding { one.on } set: { on in
                        change { kept in
                            kept.silent.removeAll { $0 == one.kind }
                            if !on { kept.silent.append(one.kind) }
                        }
                    })
                }
                if !planned.reminders.notices.isEmpty { Caps(localized("Planned")) }
                VStack(spacing: 0) {
                    ForEach(planned.reminders.notices, id: \.id) { RowItem(text: $0.title, image: "bell", detail: $0.whenText) }
                }
            }
        }
        .navigationTitle("Reminders")
        // Again after a visit to the system's settings.
        .task(id: phase) { refused = await Notices.areRefused }
    }

    @ViewBuilder private var notAllowed: some View {
        Note(localized("This phone does not show notifications from Afterglow. You can allow them in the phone's settings."), urgent: true)
        Button("Open the settings") {
            if let settings = URL(string: UIApplication.openNotificationSettingsURLString) { openURL(settings) }
        }
        .buttonStyle(.quiet)
    }

    private func hours(_ range: ClosedRange<UInt8>, _ kept: UInt8, set: @escaping @Sendable (inout Preferences, UInt8) -> Void) -> some View {
        OneOf(range.map { ($0, "\(Int($0)):00") }, kept) { hour in change { set(&$0, hour) } }
    }

    private func change(_ edit: @escaping @Sendable (inout Preferences) -> Void) {
        Task { await app.act { try await $0.changePreferences(edit) } }
    }

    /// A kind of reminder, as the core names it.
    private func name(_ kind: ReminderKind) -> String {
        switch kind {
        case .checkIn: localized("Check-ins after a session")
        case .step: localized("Steps")
        case .measure: localized("Measures")
        case .followUp: localized("Before an appointment")
        case .other(let code): code.replacingOccurrences(of: "_", with: " ")
        }
    }
}

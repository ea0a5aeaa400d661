import Afterglow
import AfterglowKit
import SwiftUI

/// The planned reminders, the kinds that are off, and the quiet hours.
struct RemindersPage: View {
    @Environment(AppModel.self) private var app
    @Environment(\.openURL) private var openURL
    @Environment(\.scenePhase) private var phase
    @State private var refused = false

    private struct Planned: Sendable {
        let reminders: RemindersScreen
        let preferences: Preferences
    }

    var body: some View {
        Form {
            Shows([.reminders, .settings]) { Planned(reminders: try await $0.reminders(), preferences: try await $0.preferences()) } content: { planned in
                if refused && !planned.reminders.notices.isEmpty { Section { notAllowed } }
                Section {
                    Text(planned.reminders.nextText)
                    Button("Not today") { Task { await app.act { try await $0.notToday() } } }
                }
                Section {
                    Text(planned.reminders.quietText)
                    hours("Quiet from", 18...23, planned.preferences.quietFrom) { kept, hour in kept.with(quietFrom: hour) }
                    hours("Quiet until", 5...11, planned.preferences.quietUntil) { kept, hour in kept.with(quietUntil: hour) }
                }
                Section {
                    ForEach(planned.reminders.switches, id: \.kind) { one in
                        Toggle(name(one.kind), isOn: Binding { one.on } set: { on in change { $0.with(kind: one.kind, on: on) } })
                    }
                }
                Section { ForEach(planned.reminders.notices, id: \.id) { Text("\($0.title), \($0.whenText)") } }
            }
        }
        .navigationTitle("Reminders")
        // Again after a visit to the system's settings.
        .task(id: phase) { refused = await Notices.areRefused }
    }

    @ViewBuilder private var notAllowed: some View {
        Text("This phone does not show notifications from Afterglow. You can allow them in the phone's settings.")
        Button("Open the settings") {
            if let settings = URL(string: UIApplication.openNotificationSettingsURLString) { openURL(settings) }
        }
    }

    private func hours(
        _ title: LocalizedStringKey, _ range: ClosedRange<UInt8>, _ kept: UInt8?, set: @escaping @Sendable (Preferences, UInt8) -> Preferences
    ) -> some View {
        Picker(title, selection: Binding { kept } set: { hour in
            if let hour { change { set($0, hour) } }
        }) {
            if kept == nil { Text("–").tag(UInt8?.none) }
            ForEach(Array(range), id: \.self) { Text("\(Int($0)):00").tag(Optional($0)) }
        }
    }

    private func change(_ edit: @escaping @Sendable (Preferences) -> Preferences) {
        Task { await app.act { try await $0.setPreferences(preferences: edit(try await $0.preferences())) } }
    }

    /// A kind of reminder, as the core names it.
    private func name(_ kind: ReminderKind) -> LocalizedStringKey {
        switch kind {
        case .checkIn: "Check-ins after a session"
        case .step: "Steps"
        case .measure: "Measures"
        default: "Before an appointment"
        }
    }
}

extension Preferences {
    /// The same with other quiet hours.
    func with(quietFrom: UInt8? = nil, quietUntil: UInt8? = nil) -> Preferences {
        Preferences(
            language: language, region: region, quietFrom: quietFrom ?? self.quietFrom, quietUntil: quietUntil ?? self.quietUntil,
            silent: silent, stepHour: stepHour
        )
    }

    /// The same with a kind of reminder that is on or silent.
    func with(kind: ReminderKind, on: Bool) -> Preferences {
        let others = silent.filter { $0 != kind }
        return Preferences(
            language: language, region: region, quietFrom: quietFrom, quietUntil: quietUntil, silent: on ? others : others + [kind],
            stepHour: stepHour
        )
    }
}

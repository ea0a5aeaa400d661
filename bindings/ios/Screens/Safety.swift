import Afterglow
import AfterglowKit
import SwiftUI

/// The safety page of an event, opened again from Today or from a result.
struct SafetyPage: View {
    @Environment(AppModel.self) private var app
    let event: SafetyEventID

    var body: some View {
        SafetyContent(event: event) { app.leave(.safety(event)) }
    }
}

/// The safety page, before any score. It is never very dim.
struct SafetyContent: View {
    @Environment(AppModel.self) private var app
    let event: SafetyEventID
    /// The page as it was opened, until it is loaded again: who sees it changes with sharing.
    var opened: SafetyScreen?
    let onDone: @MainActor () -> Void
    @State private var chosen: SafetyOption?

    init(event: SafetyEventID, opened: SafetyScreen? = nil, onDone: @escaping @MainActor () -> Void) {
        self.event = event
        self.opened = opened
        self.onDone = onDone
    }

    var body: some View {
        PageColumn {
            Shows(.sharingState.union([.help, .today]), first: opened) { [event] in try await $0.safetyPage(event: event) } content: { content($0) }
        }
        .neverDim()
    }

    @ViewBuilder private func content(_ safety: SafetyScreen) -> some View {
        Text(safety.title).font(.question).accessibilityAddTraits(.isHeader)
        Text(safety.text)
        Text(safety.urgent).font(.action)
        // After "I want help now" or "I do not know", help comes first.
        let first = chosen?.opensHelp == true
        if let chosen {
            Text(chosen.after).font(.action)
            if !first { Button("Go on", action: onDone).buttonStyle(.main) }
        } else {
            ForEach(safety.choices, id: \.label) { option in
                Button(option.label) { choose(option) }.buttonStyle(.quiet)
            }
        }
        if first { HelpSections(help: safety.help) }
        Note(safety.honesty)
        Letting(event: safety.event, offers: safety.share)
        if first { Button("Go on", action: onDone).buttonStyle(.quiet) } else { HelpSections(help: safety.help) }
    }

    private func choose(_ option: SafetyOption) {
        chosen = option
        Task { await app.act { [event] in try await $0.chooseSafety(event: event, choice: option.choice) } }
    }
}

/// "Let X see this answer", and its status once it is shared.
struct Letting: View {
    @Environment(AppModel.self) private var app
    let event: SafetyEventID
    let offers: [ShareOffer]

    var body: some View {
        ForEach(offers, id: \.care) { offer in
            if offer.shared {
                Text(offer.seen.isEmpty ? offer.detail : offer.seen)
            } else {
                Button(offer.label) { Task { await app.act { try await $0.shareSafety(event: event, care: offer.care) } } }.buttonStyle(.quiet)
                Small(offer.detail)
            }
        }
    }
}

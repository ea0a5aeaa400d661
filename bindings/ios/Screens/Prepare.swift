import Afterglow
import AfterglowKit
import SwiftUI

/// The preparation of a session: intention, concern, goal of the series, what to bring. One card each.
struct PreparePage: View {
    @Environment(AppModel.self) private var app

    var body: some View {
        Shows([.timeline, .today]) { try await $0.hopes() } content: { Preparing(hopes: $0) }
    }
}

private struct Preparing: View {
    @Environment(AppModel.self) private var app
    let hopes: HopesScreen
    /// Intention, concern and goal.
    @State private var drafts: [FormDraft<String>] = []

    var body: some View {
        Group {
            if drafts.isEmpty { ProgressView("Loading") } else { cards }
        }
        .navigationTitle("Before session \(Int(hopes.nextSession))")
        .task(id: hopes.nextSession) {
            await app.placesClosed()
            drafts = [app.intention(for: hopes.nextSession), app.concern(), app.goal()]
            for draft in drafts { await draft.load("") }
        }
    }

    private var cards: some View {
        let typed = drafts.filter { $0.form?.allSatisfy(\.isWhitespace) == false }
        return Cards(
            count: 4, done: localized("Done"), canFinish: !typed.isEmpty,
            status: !typed.isEmpty && typed.allSatisfy(\.isKept) ? localized("Kept on this phone as a draft") : "",
            onDone: { keep(typed, intended: typed.contains { $0 === drafts.first }) }
        ) { card in
            switch card {
            case 0:
                Question(localized("What do you hope for from this session?")) {
                    One(label: "Intention", draft: drafts[0], known: hopes.intentions.filter { $0.session == hopes.nextSession })
                }
            case 1:
                Question(localized("What are you unsure or afraid of?")) {
                    One(label: "Concern", draft: drafts[1], known: hopes.concerns.filter(\.answer.isEmpty))
                }
            case 2:
                Question(localized("What would you like to change over the series?")) {
                    One(label: "Goal", draft: drafts[2], known: hopes.goals.filter(\.answer.isEmpty))
                }
            default:
                Question(localized("What to bring")) { Text(hopes.bring).font(.reading) }
            }
        }
    }

    private func keep(_ drafts: [FormDraft<String>], intended: Bool) {
        Task {
            await app.act { [app] _ in
                for draft in drafts { _ = try await draft.finish() }
                await MainActor.run {
                    app.confirmKept()
                    app.notice = intended ? localized("Saved. It will be shown again after the session.") : localized("Saved.")
                    app.leave(.prepare)
                }
            }
        }
    }
}

/// One hope to write, and what was written before.
private struct One: View {
    @Environment(AppModel.self) private var app
    let label: String.LocalizationValue
    let draft: FormDraft<String>
    let known: [Hope]

    var body: some View {
        if let text = draft.form {
            VStack(alignment: .leading, spacing: 14) {
                Field(label: localized(label), text: draft.binding(\.self, text), lines: 4, font: .writing)
                if !text.allSatisfy(\.isWhitespace) {
                    Button("Keep it, and add another") {
                        Task { await app.act { [app] _ in await app.confirmKept(try await draft.finish()) } }
                    }
                    .buttonStyle(.quiet)
                }
                ForEach(known, id: \.id) { Text($0.text).font(.reading) }
            }
        }
    }
}

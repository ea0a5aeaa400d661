import Afterglow
import AfterglowKit
import SwiftUI

/// The plan for a crisis: its steps in the order in which they are used, and a card for each while it is edited.
struct CrisisPlanPage: View {
    @Environment(AppModel.self) private var app
    @State private var changing = false

    var body: some View {
        Shows(.sharingState.union([.help])) { try await $0.planPage() } content: { page in
            WithDraft(page.form, of: page.id, open: { $0.crisisPlan() }) { draft, plan in
                if page.id == nil || changing || draft.isChanged {
                    PlanCards(page: page, plan: plan, draft: draft) { changing = false }
                } else {
                    PageColumn { PlanSteps(page: page) }
                        .bottom { Button("Change the plan") { changing = true }.buttonStyle(.main) }
                }
            }
        }
        .navigationTitle("My crisis plan")
    }
}

private struct PlanSteps: View {
    @Environment(AppModel.self) private var app
    let page: PlanScreen

    var body: some View {
        if let made = page.made { Small(made) }
        if let review = page.review {
            Note(review)
            Button("It is still right") { Task { await app.act { try await $0.reviewPlan(togetherWith: nil) } } }.buttonStyle(.quiet)
        }
        ForEach(page.proposals, id: \.id) { proposal in
            Note(proposal.said)
            Flow {
                Button("Add it to my plan") { settle(proposal, proposal.text) }.buttonStyle(.quiet)
                Button("Decline") { settle(proposal, nil) }.buttonStyle(.quiet)
            }
        }
        ForEach(Array(page.parts.filter { !page.form[$0.part].isEmpty }.enumerated()), id: \.offset) { at, part in
            VStack(alignment: .leading, spacing: 4) {
                Text("\(at + 1) · \(part.heading)").font(.action).accessibilityAddTraits(.isHeader)
                ForEach(page.form[part.part], id: \.self) { Text($0).font(.reading) }
            }
        }
        if let id = page.id {
            ForEach(page.share, id: \.care) { offer in
                if offer.shared {
                    Text(offer.seen)
                } else {
                    Button(offer.label) { Task { await app.act { try await $0.share(id: id, care: offer.care) } } }.buttonStyle(.quiet)
                }
            }
        }
    }

    private func settle(_ proposal: PlanProposal, _ taken: String?) {
        Task { await app.act { try await $0.settleProposal(id: proposal.id, taken: taken) } }
    }
}

/// In the order in which it is used; labels and examples come from the core. Every part is optional.
private struct PlanCards: View {
    @Environment(AppModel.self) private var app
    let page: PlanScreen
    let plan: PlanForm
    let draft: FormDraft<PlanForm>
    let onKept: () -> Void

    var body: some View {
        Cards(count: page.parts.count, done: localized("Keep"), canFinish: draft.isChanged, status: draft.status, onDone: keep) { number in
            let part = page.parts[number]
            Question(part.heading) {
                Small(part.hint)
                switch part.part {
                case .people: People(people: plan.people) { people in draft.change { $0.people = people } }
                case .professionals: People(people: plan.professionals) { people in draft.change { $0.professionals = people } }
                default: Thoughts(lines: plan[part.part]) { lines in draft.change { $0[part.part] = lines } }
                }
            }
        }
    }

    private func keep() {
        let named = plan.named
        Task {
            await app.act { [app] journal in
                let made = try await journal.saveCrisisPlan(plan: named)
                try await draft.discard()
                // The page stays open: the next change begins with this plan.
                let page = try await journal.planPage()
                await draft.load(page.form, of: page.id)
                await MainActor.run {
                    app.confirmKept(made)
                    app.notice = localized("Saved.")
                    onKept()
                }
            }
        }
    }
}

/// One thought a line.
private struct Thoughts: View {
    let lines: [String]
    let onChange: ([String]) -> Void
    @State private var typed: String?

    var body: some View {
        Field(
            label: localized("One thought a line"), text: Binding { typed ?? lines.joined(separator: "\n") } set: { text in
                typed = text
                onChange(text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty })
            }, lines: 5, font: .reading
        )
    }
}

/// One contact per row, and an empty row at the end.
private struct People: View {
    let people: [ContactForm]
    let onChange: ([ContactForm]) -> Void

    var body: some View {
        ForEach(Array((people + [ContactForm(name: "")]).enumerated()), id: \.offset) { at, person in
            Field(label: localized("Name"), text: Binding { person.name } set: { name in change(at) { $0.name = name } })
            if !person.name.isEmpty {
                Field(label: localized("Phone"), text: Binding { person.phone } set: { phone in change(at) { $0.phone = phone } }).keyboardType(.phonePad)
            }
        }
    }

    private func change(_ at: Int, _ edit: (inout ContactForm) -> Void) {
        var rows = people + [ContactForm(name: "")]
        edit(&rows[at])
        onChange(rows.filter { $0 != ContactForm(name: "") })
    }
}

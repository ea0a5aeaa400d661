import Afterglow
import AfterglowKit
import SwiftUI

/// The editor of the crisis plan, with one line per thought.
struct CrisisPlanPage: View {
    @Environment(AppModel.self) private var app
    @State private var edit: PlanEdit?
    @State private var page: PlanScreen?
    @State private var problem: String?

    var body: some View {
        Form {
            if let problem {
                Text(problem)
                Button("Try again") { Task { await load() } }
            } else if let edit = Binding($edit) {
                if let made = page?.made { Text(made).font(.footnote) }
                if let review = page?.review {
                    Section {
                        Text(review)
                        Button("It is still right") { Task { await app.act { try await $0.reviewPlan(togetherWith: nil) }; await load() } }
                    }
                }
                ForEach(page?.proposals ?? [], id: \.id) { proposal in
                    Section {
                        Text(proposal.said)
                        Button("Add it to my plan") { settle(proposal, proposal.text) }
                        Button("Decline") { settle(proposal, nil) }
                    }
                }
                // In the order of use; labels and examples come from the core.
                ForEach(page?.parts ?? [], id: \.part) { part in
                    switch part.part {
                    case .people: People(title: part.heading, hint: part.hint, people: edit.people)
                    case .professionals: People(title: part.heading, hint: part.hint, people: edit.professionals)
                    case .signs: lines(part, edit.signs)
                    case .coping: lines(part, edit.coping)
                    case .places: lines(part, edit.places)
                    case .safer: lines(part, edit.safer)
                    default: lines(part, edit.reasons)
                    }
                }
                Button("Keep") { Task { await keep() } }
                if let id = page?.id {
                    ForEach(page?.share ?? [], id: \.care) { offer in
                        if offer.shared { Text(offer.seen) } else {
                            Button(offer.label) { Task { await app.act { try await $0.share(id: id, care: offer.care) }; await load() } }
                        }
                    }
                }
            } else {
                ProgressView("Loading")
            }
        }
        .navigationTitle("My crisis plan")
        .task { await load() }
    }

    private func lines(_ part: PlanPartOf, _ text: Binding<String>) -> some View {
        Section {
            TextField("", text: text, axis: .vertical).accessibilityLabel(part.heading)
        } header: {
            Text(part.heading)
        } footer: {
            Text(part.hint)
        }
    }

    private func settle(_ proposal: PlanProposal, _ taken: String?) {
        Task {
            await app.act { try await $0.settleProposal(id: proposal.id, taken: taken) }
            await load()
        }
    }

    private func load() async {
        do {
            let page = try await app.journal.planPage()
            self.page = page
            edit = PlanEdit(page.form)
            problem = nil
        } catch {
            problem = sentence(of: error)
        }
    }

    private func keep() async {
        guard let plan = edit?.plan else { return }
        await app.act { _ = try await $0.saveCrisisPlan(plan: plan) }
    }
}

/// One contact per row, and an empty row at the end.
private struct People: View {
    let title: String
    let hint: String
    @Binding var people: [PlanEdit.Person]

    var body: some View {
        Section {
            ForEach($people) { $person in
                TextField("Name", text: $person.name)
                if !person.name.isEmpty { TextField("Phone", text: $person.phone).keyboardType(.phonePad) }
            }
        } header: {
            Text(title)
        } footer: {
            Text(hint)
        }
        .onChange(of: people.last?.name) { _, name in
            if name?.isEmpty == false { people.append(PlanEdit.Person()) }
        }
    }
}

/// The edited plan, because the core's record is immutable.
private struct PlanEdit {
    struct Person: Identifiable {
        let id = UUID()
        var name = ""
        var phone = ""
        var relation = ""
    }

    var signs: String
    var coping: String
    var places: String
    var reasons: String
    var safer: String
    var people: [Person]
    var professionals: [Person]

    init(_ kept: PlanForm) {
        func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }
        func rows(_ people: [ContactForm]) -> [Person] {
            people.map { Person(name: $0.name, phone: $0.phone, relation: $0.relation) } + [Person()]
        }
        signs = text(kept.signs)
        coping = text(kept.coping)
        places = text(kept.places)
        reasons = text(kept.reasons)
        safer = text(kept.safer)
        people = rows(kept.people)
        professionals = rows(kept.professionals)
    }

    var plan: PlanForm {
        func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
        func contacts(_ people: [Person]) -> [ContactForm] {
            people.filter { !$0.name.isEmpty }.map { ContactForm(name: $0.name, phone: $0.phone, relation: $0.relation) }
        }
        return PlanForm(
            signs: lines(signs), coping: lines(coping), places: lines(places), people: contacts(people),
            professionals: contacts(professionals), safer: lines(safer), reasons: lines(reasons)
        )
    }
}

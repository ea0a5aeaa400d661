import Afterglow
import AfterglowKit
import SwiftUI

/// The plan for hard hours, written in a quiet one: a line a thought.
struct CrisisPlanPage: View {
    @Environment(AppModel.self) private var app
    @State private var edit: PlanEdit?
    @State private var problem: String?

    var body: some View {
        Form {
            if let problem {
                Text(problem)
                Button("Try again") { Task { await load() } }
            } else if let edit = Binding($edit) {
                Section("How I notice") { TextField("", text: edit.signs, axis: .vertical).accessibilityLabel("How I notice") }
                Section("What helps me") { TextField("", text: edit.coping, axis: .vertical).accessibilityLabel("What helps me") }
                Section("Places where I am safe") { TextField("", text: edit.places, axis: .vertical).accessibilityLabel("Places where I am safe") }
                Section("What is worth it") { TextField("", text: edit.reasons, axis: .vertical).accessibilityLabel("What is worth it") }
                Section("How I make my surroundings safer") {
                    TextField("", text: edit.safer, axis: .vertical).accessibilityLabel("How I make my surroundings safer")
                }
                People(title: "People I can call", people: edit.people)
                People(title: "Professionals", people: edit.professionals)
                Button("Keep") { Task { await keep() } }
            } else {
                ProgressView("Loading")
            }
        }
        .navigationTitle("My crisis plan")
        .task { await load() }
    }

    private func load() async {
        do {
            edit = PlanEdit(try await app.journal.ask { try $0.crisisPlan() } ?? PlanForm())
            problem = nil
        } catch {
            problem = error.localizedDescription
        }
    }

    private func keep() async {
        guard let plan = edit?.plan else { return }
        await app.act { _ = try $0.saveCrisisPlan(plan: plan) }
    }
}

/// Somebody to call a row, and one empty row more.
private struct People: View {
    let title: LocalizedStringKey
    @Binding var people: [PlanEdit.Person]

    var body: some View {
        Section(title) {
            ForEach($people) { $person in
                TextField("Name", text: $person.name)
                if !person.name.isEmpty { TextField("Phone", text: $person.phone).keyboardType(.phonePad) }
            }
        }
        .onChange(of: people.last?.name) { _, name in
            if name?.isEmpty == false { people.append(PlanEdit.Person()) }
        }
    }
}

/// The plan while it is written: the core's own record cannot be changed in place.
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

import Afterglow
import AfterglowKit
import SwiftUI

/// Loads a form with its draft, and then shows it. `of` is the edited entry, if any.
struct WithDraft<Form: Equatable, Content: View>: View {
    @Environment(AppModel.self) private var app
    /// The app keeps the draft until its place is closed. A page that is being closed must not open it again.
    @State private var draft: FormDraft<Form>?
    let beginning: Form
    let of: EntryID?
    let open: @MainActor (AppModel) -> FormDraft<Form>
    @ViewBuilder let content: (FormDraft<Form>, Form) -> Content

    init(
        _ beginning: Form, of: EntryID? = nil, open: @escaping @MainActor (AppModel) -> FormDraft<Form>,
        @ViewBuilder content: @escaping (FormDraft<Form>, Form) -> Content
    ) {
        self.beginning = beginning
        self.of = of
        self.open = open
        self.content = content
    }

    var body: some View {
        Group {
            if let draft, let form = draft.form {
                content(draft, form)
            } else if let problem = draft?.problem {
                Note(problem, urgent: true)
            } else {
                ProgressView("Loading")
            }
        }
        // Again when another phone has changed what is edited here.
        .task(id: beginning) {
            await app.placesClosed()
            let draft = open(app)
            self.draft = draft
            await draft.load(beginning, of: of)
        }
    }
}

extension FormDraft {
    /// Whether the content is kept, or why it is not.
    @MainActor var status: String {
        problem ?? (isKept ? localized("Kept on this phone as a draft") : "")
    }

    /// One field of the form, for a control; `shown` is its value.
    @MainActor func binding<Value: Sendable>(_ field: WritableKeyPath<Form, Value> & Sendable, _ shown: Value) -> Binding<Value> {
        Binding { shown } set: { value in self.change { $0[keyPath: field] = value } }
    }
}

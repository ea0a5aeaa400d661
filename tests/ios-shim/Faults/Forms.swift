// Forms are changed field by field; what the core shows, and what belongs to another form, is not.
import Afterglow
import AfterglowKit
import SwiftUI

struct Forms: View {
    let draft: FormDraft<StepForm>
    let entry: Afterglow.Entry

    var body: some View {
        Button("Add") { draft.change { $0.text = "a walk" } }
    }

    private var other: some View {
        Button("Add") { draft.change { $0.firstWords = "warm" } } // fault
    }

    private func show() {
        var shown = entry
        shown.text = "a walk" // fault
        _ = shown
    }
}

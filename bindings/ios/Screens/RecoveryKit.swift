import Afterglow
import AfterglowKit
import SwiftUI

/// The recovery code: its numbered words, a page to print, and a check of three words.
struct RecoveryKitPage: View {
    @Environment(AppModel.self) private var app
    @State private var asking = false

    var body: some View {
        Shows([.account]) { try await $0.recoveryCode() } content: { code in
            if let code {
                let check = RecoveryCheck(code: code)
                if asking {
                    PageColumn { ThreeWords(check: check) { confirm(code) } }
                } else {
                    PageColumn { numbered(check) }
                        .bottom { Button("I have saved them") { asking = true }.buttonStyle(.main) }
                }
            } else {
                PageColumn { Text("Saved.").font(.question) }
                    .bottom { Button("Done", action: onward).buttonStyle(.main) }
            }
        }
        .navigationTitle("Your recovery code")
    }

    @ViewBuilder private func numbered(_ check: RecoveryCheck) -> some View {
        Text(
            "If you lose your phone and your password, only these words can restore your journal. Write them down or print them. Nobody else has them."
        )
        Card {
            LazyVGrid(columns: [GridItem(.adaptive(minimum: 130), alignment: .leading)], alignment: .leading, spacing: 10) {
                ForEach(Array(check.words.enumerated()), id: \.offset) { at, word in
                    HStack(spacing: 8) {
                        Small("\(at + 1)")
                        Text(word).font(.action)
                    }
                    .accessibilityElement(children: .combine)
                }
            }
            .textSelection(.enabled)
        }
        FileToShare("Save or print", name: "afterglow-recovery.pdf") { try await $0.recoveryKit(to: $1) }
        Button("Later", action: onward)
    }

    private func confirm(_ code: String) {
        Task { await app.act { try await $0.confirmRecoveryCode(code: code) } }
    }

    /// Continues with a waiting invitation, or with Today.
    private func onward() {
        app.way.removeAll { if case .join = $0 { false } else { true } }
    }
}

private struct ThreeWords: View {
    let check: RecoveryCheck
    let onConfirm: () -> Void
    @State private var typed: [Int: String] = [:]
    @State private var wrong: Set<Int> = []

    var body: some View {
        Text("Three of the words, so that you know they are safe").font(.question)
        ForEach(check.asked, id: \.self) { at in
            Field(
                label: localized("Word \(Int(at + 1))"), text: Binding { typed[at] ?? "" } set: { word in
                    typed[at] = word
                    wrong.remove(at)
                }, problem: wrong.contains(at) ? localized("This is not the word. Please look at what you saved.") : nil
            )
            .autocorrectionDisabled()
            .textInputAutocapitalization(.never)
        }
        Button("Done") {
            wrong = check.wrong(typed)
            if wrong.isEmpty { onConfirm() }
        }
        .buttonStyle(.main)
        .disabled(check.asked.contains { (typed[$0] ?? "").isEmpty })
    }
}

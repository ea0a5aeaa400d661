import Afterglow
import AfterglowKit
import SwiftUI

/// The details of an entry: mood, themes and marks.
struct Marks: View {
    @Environment(\.palette) private var palette
    let entry: Afterglow.Entry
    /// In a list not all are shown.
    var atMost = Int.max

    var body: some View {
        if !all.isEmpty { Small(all.prefix(atMost).joined(separator: " · ")) }
        if !entry.replies.isEmpty { Text("\(Int(entry.replies.count)) replies").font(.small).foregroundStyle(palette.shared) }
    }

    private var all: [String] {
        var all = entry.marks
        if let mood = entry.mood { all.insert(localized("Mood \(Int(mood))"), at: 0) }
        if entry.wantsToTalk { all.append(localized("I want to talk about this")) }
        if entry.seeSoon { all.append(localized("Please look at this soon")) }
        return all
    }
}

/// An entry as the therapist will see it, in a dark frame, and the raw data on request.
struct WhatIsSeen: View {
    @Environment(\.palette) private var palette
    let preview: SeenPreview
    var therapist = ""

    var body: some View {
        VStack(alignment: .leading, spacing: 0) {
            HStack(spacing: 10) {
                Image(systemName: "eye").accessibilityHidden(true)
                if therapist.isEmpty { Text("What they will see") } else { Text("What \(therapist) will see") }
                Spacer(minLength: 0)
            }
            .font(.action)
            .foregroundStyle(palette.background)
            .padding(.horizontal, 18)
            .padding(.vertical, 10)
            .background(palette.text)
            VStack(alignment: .leading, spacing: 10) {
                Caps(preview.entry.head)
                Shows([.timeline]) { [id = preview.entry.id] in try await $0.attachments(of: id) } content: { attachments in
                    if !attachments.isEmpty { Attachments(of: preview.entry.id, all: attachments) }
                }
                if !preview.entry.text.isEmpty { Text(preview.entry.text).font(.reading).lineSpacing(5) }
                Marks(entry: preview.entry)
            }
            .padding(18)
        }
        .clipShape(.rect(cornerRadius: 20))
        .overlay { RoundedRectangle(cornerRadius: 20).stroke(palette.text, lineWidth: 2) }
        DisclosureGroup("Show the raw data that is sent") {
            Text(preview.json).font(.footnote.monospaced()).textSelection(.enabled)
        }
    }
}

/// The recipient, if there is more than one.
struct WithWhom: View {
    let care: [Care]
    let chosen: CareID
    let onChoose: (CareID) -> Void

    var body: some View {
        if care.count > 1 {
            Heading(localized("With whom?"))
            OneOf(care.map { ($0.id, $0.therapist) }, chosen, onChoose: onChoose)
        }
    }
}

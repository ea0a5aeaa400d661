import Afterglow
import AfterglowKit
import SwiftUI

/// The details of an entry: mood, themes and marks.
struct Marks: View {
    let entry: Afterglow.Entry

    var body: some View {
        if !all.isEmpty { Text(all.joined(separator: " · ")).font(.footnote) }
    }

    private var all: [String] {
        var all = entry.marks
        if let mood = entry.mood { all.insert(String(localized: "Mood \(Int(mood))"), at: 0) }
        if entry.wantsToTalk { all.append(String(localized: "I want to talk about this")) }
        if entry.seeSoon { all.append(String(localized: "Please look at this soon")) }
        return all
    }
}

/// An entry as the therapist will see it, and the raw data on request.
struct WhatIsSeen: View {
    let preview: SeenPreview

    var body: some View {
        Section {
            Text(preview.entry.head).font(.footnote)
            if !preview.entry.text.isEmpty { Text(preview.entry.text) }
            Shows([.timeline]) { [id = preview.entry.id] in try await $0.attachments(of: id) } content: { attachments in
                if !attachments.isEmpty { Attachments(of: preview.entry.id, all: attachments) }
            }
            Marks(entry: preview.entry)
            DisclosureGroup("Show the raw data that is sent") { Text(preview.json).font(.footnote.monospaced()) }
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
            Picker("With whom?", selection: Binding { chosen } set: { onChoose($0) }) {
                ForEach(care) { Text($0.therapist).tag($0.id) }
            }
        }
    }
}

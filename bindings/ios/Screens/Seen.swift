import Afterglow
import AfterglowKit
import SwiftUI

/// What stands beside an entry's words: mood, themes, and what its writer asks for.
struct Marks: View {
    let entry: Afterglow.Entry

    var body: some View {
        if !all.isEmpty { Text(all.joined(separator: " · ")).font(.footnote) }
    }

    private var all: [String] {
        var all = entry.marks
        if let mood = entry.mood { all.insert(String(localized: "Mood \(Int(mood))"), at: 0) }
        if entry.wantsToTalk { all.append(String(localized: "I want to talk about this")) }
        if entry.seeSoon { all.append(String(localized: "I would like this to be seen soon")) }
        return all
    }
}

/// An entry as the therapist will see it; as it is sealed, for who wants to know.
struct WhatIsSeen: View {
    let preview: SharePreview

    var body: some View {
        Section {
            Text(preview.entry.head).font(.footnote)
            if !preview.entry.text.isEmpty { Text(preview.entry.text) }
            Shows([.timeline]) { [id = preview.entry.id] in try $0.attachments(of: id) } content: { attachments in
                if !attachments.isEmpty { Attachments(of: preview.entry.id, all: attachments) }
            }
            Marks(entry: preview.entry)
            DisclosureGroup("To the last field") { Text(preview.json).font(.footnote.monospaced()) }
        }
    }
}

/// With whom, where there is more than one.
struct WithWhom: View {
    let care: [Care]
    let chosen: String
    let onChoose: (String) -> Void

    var body: some View {
        if care.count > 1 {
            Picker("With whom?", selection: Binding { chosen } set: { onChoose($0) }) {
                ForEach(care) { Text($0.therapist).tag($0.id) }
            }
        }
    }
}

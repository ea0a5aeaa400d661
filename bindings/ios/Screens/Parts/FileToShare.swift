import Afterglow
import AfterglowKit
import SwiftUI

/// A file that is created on demand and passed to another app. It is deleted when the screen is left: only the person's
/// copy remains.
struct FileToShare: View {
    @Environment(AppModel.self) private var app
    @State private var file: URL?
    let label: LocalizedStringKey
    let name: String
    let write: @Sendable (Journal, URL) async throws -> Void

    init(_ label: LocalizedStringKey, name: String, write: @escaping @Sendable (Journal, URL) async throws -> Void) {
        self.label = label
        self.name = name
        self.write = write
    }

    var body: some View {
        Group {
            if let file {
                ShareLink("Share or save", item: file)
            } else {
                Button(label, action: make)
            }
        }
        .buttonStyle(.quiet)
        .onDisappear {
            if let file { try? FileManager.default.removeItem(at: file) }
            file = nil
        }
    }

    private func make() {
        let made = URL.temporaryDirectory.appending(path: name)
        Task {
            await app.act { [write] journal in
                try await write(journal, made)
                await MainActor.run { file = made }
            }
        }
    }
}

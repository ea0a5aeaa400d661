import AfterglowInbox
import SwiftUI
import UIKit
import UniformTypeIdentifiers

/// The share extension: it puts text, links and pictures of another app into the inbox, and says so. The app makes a
/// draft of them when it is open and unlocked.
final class ShareController: UIViewController {
    override func viewDidLoad() {
        super.viewDidLoad()
        let screen = UIHostingController(rootView: TakenScreen(take: take) { [extensionContext] in extensionContext?.completeRequest(returningItems: nil) })
        addChild(screen)
        screen.view.frame = view.bounds
        screen.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        view.addSubview(screen.view)
        screen.didMove(toParent: self)
    }

    private func take() async throws {
        guard let inbox = Inbox.shared else { throw CocoaError(.fileNoSuchFile) }
        let incoming = try inbox.begin()
        do {
            var words: [String] = []
            var files: [Inbox.File] = []
            for item in extensionContext?.inputItems.compactMap({ $0 as? NSExtensionItem }) ?? [] {
                for provider in item.attachments ?? [] {
                    if let type = provider.registeredContentTypes.first(where: { $0.conforms(to: .image) }) {
                        files.append(try await copied(type, of: provider, to: incoming))
                    } else if provider.canLoadObject(ofClass: URL.self) {
                        words.append(try await loaded(URL.self, of: provider).absoluteString)
                    } else if provider.canLoadObject(ofClass: String.self) {
                        words.append(try await loaded(String.self, of: provider))
                    }
                }
            }
            try incoming.finish(text: words.joined(separator: "\n\n"), files: files)
        } catch {
            incoming.cancel()
            throw error
        }
    }

    /// Copies a picture. Its file is only there until the callback returns.
    private func copied(_ type: UTType, of provider: NSItemProvider, to incoming: Inbox.Incoming) async throws -> Inbox.File {
        let mediaType = type.preferredMIMEType ?? "image/jpeg"
        return try await withCheckedThrowingContinuation { done in
            _ = provider.loadFileRepresentation(for: type) { file, _, error in
                done.resume(with: Result {
                    guard let file else { throw error ?? CocoaError(.fileReadUnknown) }
                    return try incoming.add(file: file, mediaType: mediaType)
                })
            }
        }
    }

    private func loaded<Value: _ObjectiveCBridgeable & Sendable>(_ kind: Value.Type, of provider: NSItemProvider) async throws -> Value
    where Value._ObjectiveCType: NSItemProviderReading {
        try await withCheckedThrowingContinuation { done in
            _ = provider.loadObject(ofClass: kind) { value, error in
                done.resume(with: Result {
                    guard let value else { throw error ?? CocoaError(.fileReadUnknown) }
                    return value
                })
            }
        }
    }
}

/// What was taken, or why it was not.
struct TakenScreen: View {
    let take: @MainActor () async throws -> Void
    let close: @MainActor () -> Void
    @State private var said: LocalizedStringKey?

    var body: some View {
        VStack(spacing: 16) {
            if let said {
                Text(said).multilineTextAlignment(.center)
                Button("Close", action: close).buttonStyle(.borderedProminent)
            } else {
                ProgressView("Loading")
            }
        }
        .padding(24)
        .task {
            do {
                try await take()
                said = "It is on this phone and waits in Afterglow. It becomes a page when you open the app."
            } catch {
                said = sentence(of: error)
            }
        }
    }

    private func sentence(of error: any Error) -> LocalizedStringKey {
        switch error {
        case Inbox.Refusal.tooMany: "At most \(Int(Inbox.maxFiles)) pictures at once. Nothing was taken over."
        case Inbox.Refusal.tooLarge: "A picture is larger than \(Int(Inbox.maxBytes / 1024 / 1024)) MB. Nothing was taken over."
        case Inbox.Refusal.tooLong: "The text is too long. Nothing was taken over."
        case Inbox.Refusal.empty: "Afterglow takes text, links and pictures. There are none here."
        default: "It could not be taken over. The other app still has it."
        }
    }
}

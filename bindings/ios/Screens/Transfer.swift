import Afterglow
import AfterglowKit
import SwiftUI
import UniformTypeIdentifiers

/// Told from the core's own thread, and asked there whether to go on.
private final class Going: ProgressListener, @unchecked Sendable {
    private let lock = NSLock()
    private var stopped = false

    func stop() { lock.withLock { stopped = true } }

    func step(done: UInt32, of: UInt32) -> Bool { lock.withLock { !stopped } }
}

/// The whole journal as a file, in the forms that the core writes.
struct TakeAlongPage: View {
    @Environment(AppModel.self) private var app
    @State private var passphrase = ""
    @State private var ready: URL?
    @State private var going: Going?

    var body: some View {
        Form {
            if let going { Section { Button("Stop", action: going.stop) } }
            if let ready {
                Section {
                    Text("The file is ready.")
                    ShareLink("Pass it on", item: ready)
                }
            }
            Group {
                Section {
                    Button("A PDF to read and to print") { make("journal.pdf") { _ = try $0.exportPdf(to: $1, form: PdfForm(), progress: $2) } }
                    Button("Text files (Markdown), with photos") { make("journal-texts") { _ = try $0.exportMarkdown(folder: $1, progress: $2) } }
                    Button("Everything as JSON") {
                        make("journal.json") { journal, path, _ in
                            try journal.exportJson().write(toFile: path, atomically: true, encoding: .utf8)
                        }
                    }
                }
                Section {
                    SecureField("Passphrase", text: $passphrase)
                    Button("An archive that can be brought in again") {
                        let secret = passphrase.isEmpty ? nil : passphrase
                        make(secret == nil ? "journal.zip" : "journal.afterglow") { _ = try $0.exportArchive(to: $1, passphrase: secret, progress: $2) }
                    }
                } footer: {
                    Text("At least eight characters. Nobody can open the archive without it, not even you.")
                }
            }
            .disabled(going != nil)
        }
        .navigationTitle("Take it with you")
        .onDisappear(perform: leave)
    }

    private func make(_ name: String, _ write: @escaping @Sendable (Journal, String, ProgressListener) throws -> Void) {
        leave()
        let going = Going()
        self.going = going
        let file = URL.temporaryDirectory.appending(path: name)
        Task {
            await app.proved { journal in
                do {
                    try await journal.ask { try write($0, file.path(percentEncoded: false), going) }
                } catch {
                    await MainActor.run { self.going = nil }
                    throw error
                }
                await MainActor.run {
                    ready = file
                    self.going = nil
                }
            }
        }
    }

    /// What was made stays nowhere but where the person put it.
    private func leave() {
        going?.stop()
        if let ready { try? FileManager.default.removeItem(at: ready) }
        ready = nil
    }
}

/// What was written elsewhere: first a look at what would come, then the yes, then what came.
struct BringPage: View {
    @Environment(AppModel.self) private var app
    @State private var choosing = false
    @State private var file: URL?
    @State private var passphrase = ""
    @State private var places = false
    @State private var looked: ImportReport?
    @State private var came: ImportReport?
    @State private var going: Going?

    var body: some View {
        Form {
            Section {
                Text("Everything comes in private, and what is here already stays as it is.")
                Button("Choose a file") { choosing = true }
            }
            if let going { Section { Button("Stop", action: going.stop) } }
            if file != nil && came == nil {
                Section {
                    SecureField("Passphrase", text: $passphrase)
                    Button("Look inside") { read(look: true) }
                    if looked?.from == "day_one" { Toggle("Keep places and weather", isOn: $places) }
                    if let looked, looked.found > looked.known { Button("Bring them in") { read(look: false) } }
                }
            }
            if let report = came ?? looked {
                Section {
                    if came == nil {
                        Text("Entries found: \(Int(report.found)), of them here already: \(Int(report.known))")
                    } else {
                        Text("Entries that came in: \(Int(report.added)). All of them are private.")
                    }
                }
                if report.leftOutCount > 0 {
                    Section("Left out") { ForEach(report.leftOut.prefix(20), id: \.item) { Text("\($0.item): \($0.sentence)") } }
                }
            }
        }
        .navigationTitle("Bring a journal in")
        .fileImporter(isPresented: $choosing, allowedContentTypes: [.item, .folder]) { result in
            file = try? result.get()
            looked = nil
            came = nil
            read(look: true)
        }
        .onDisappear { going?.stop() }
    }

    private func read(look: Bool) {
        guard let file else { return }
        let going = Going()
        self.going = going
        let form = ImportForm(passphrase: passphrase.isEmpty ? nil : passphrase, onlyLook: look, keepPlaces: places)
        Task {
            await app.act { journal in
                let opened = file.startAccessingSecurityScopedResource()
                defer { if opened { file.stopAccessingSecurityScopedResource() } }
                let report = try await journal.ask { try $0.`import`(from: file.path(percentEncoded: false), form: form, progress: going) }
                await MainActor.run { if look { looked = report } else { came = report } }
            }
            self.going = nil
        }
    }
}

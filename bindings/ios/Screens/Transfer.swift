import Afterglow
import AfterglowKit
import SwiftUI
import UniformTypeIdentifiers

/// Receives progress on the core's thread, and returns whether to continue.
private final class Going: ProgressListener, @unchecked Sendable {
    private let lock = NSLock()
    private var stopped = false

    func stop() { lock.withLock { stopped = true } }

    func step(done: UInt32, of: UInt32) -> Bool { lock.withLock { !stopped } }
}

/// Exports the whole journal in the core's formats.
struct TakeAlongPage: View {
    @Environment(AppModel.self) private var app
    @State private var passphrase = ""
    @State private var ready: URL?
    @State private var going: Going?
    /// Whether the PDF covers only some days, and which.
    @State private var some = false
    @State private var from = Date()
    @State private var until = Date()

    var body: some View {
        Form {
            if let going { Section { Button("Stop", action: going.stop) } }
            if let ready {
                Section {
                    Text("The file is ready.")
                    ShareLink("Share or save", item: ready)
                }
            }
            Group {
                Section {
                    Button("A PDF to read and to print") {
                        let form = some ? PdfForm(from: CalendarDay(from), until: CalendarDay(until)) : PdfForm()
                        make("journal.pdf") { _ = try await $0.exportPdf(to: $1, form: form, progress: $2) }
                    }
                    Toggle("Only some days", isOn: $some)
                    if some {
                        DatePicker("From", selection: $from, displayedComponents: .date)
                        DatePicker("To", selection: $until, in: from..., displayedComponents: .date)
                    }
                    Button("Text files (Markdown), with photos") { make("journal-texts") { _ = try await $0.exportMarkdown(folder: $1, progress: $2) } }
                    Button("Everything as JSON") {
                        make("journal.json") { journal, file, _ in
                            try await journal.exportJson().write(to: file, atomically: true, encoding: .utf8)
                        }
                    }
                }
                Section {
                    SecureField("Passphrase", text: $passphrase)
                    Button("An archive that can be imported again") {
                        let secret = passphrase.isEmpty ? nil : passphrase
                        make(secret == nil ? "journal.zip" : "journal.afterglow") { _ = try await $0.exportArchive(to: $1, passphrase: secret, progress: $2) }
                    }
                } footer: {
                    Text("At least eight characters. Nobody can open the archive without it, not even you.")
                }
            }
            .disabled(going != nil)
        }
        .navigationTitle("Export")
        .onDisappear(perform: leave)
    }

    private func make(_ name: String, _ write: @escaping @Sendable (Journal, URL, ProgressListener) async throws -> Void) {
        leave()
        let going = Going()
        self.going = going
        let file = URL.temporaryDirectory.appending(path: name)
        Task {
            await app.proved { journal in
                do {
                    try await write(journal, file, going)
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

    /// The temporary file is deleted. Only the person's copy remains.
    private func leave() {
        going?.stop()
        if let ready { try? FileManager.default.removeItem(at: ready) }
        ready = nil
    }
}

/// Import: first a preview, then the confirmation, then the report.
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
                Text("Imported entries are private, and existing entries stay unchanged.")
                Button("Choose a file") { choosing = true }
            }
            if let going { Section { Button("Stop", action: going.stop) } }
            if file != nil && came == nil {
                Section {
                    SecureField("Passphrase", text: $passphrase)
                    Button("Preview") { read(look: true) }
                    if looked?.from == "day_one" { Toggle("Keep places and weather", isOn: $places) }
                    if let looked, looked.found > looked.known { Button("Import now") { read(look: false) } }
                }
            }
            if let report = came ?? looked {
                Section {
                    if came == nil {
                        Text("Entries found: \(Int(report.found)), already here: \(Int(report.known))")
                    } else {
                        Text("Imported entries: \(Int(report.added)). All of them are private.")
                    }
                }
                if report.leftOutCount > 0 {
                    Section("Left out") { ForEach(report.leftOut.prefix(20), id: \.item) { Text("\($0.item): \($0.sentence)") } }
                }
            }
        }
        .navigationTitle("Import")
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
                let report = try await journal.`import`(from: file, form: form, progress: going)
                await MainActor.run { if look { looked = report } else { came = report } }
            }
            self.going = nil
        }
    }
}

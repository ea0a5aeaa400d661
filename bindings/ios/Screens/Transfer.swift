import Afterglow
import AfterglowKit
import SwiftUI
import UniformTypeIdentifiers

/// The progress of a long task, with a button to stop it. Leaving the page stops it.
private struct OnTheWay: View {
    let going: Going

    var body: some View {
        Card {
            if let share = going.share { ProgressView(value: share) } else { ProgressView() }
            Button("Stop") { going.stop() }.buttonStyle(.quiet)
        }
        .onDisappear { going.stop() }
    }
}

/// Exports the whole journal in the core's formats.
struct TakeAlongPage: View {
    @Environment(AppModel.self) private var app
    @State private var passphrase = ""
    @State private var ready: URL?
    @State private var report: ExportReport?
    @State private var going: Going?
    @State private var span = Span.all
    /// The days of ``Span/some``.
    @State private var from = Date()
    @State private var until = Date()

    /// Which days the PDF covers.
    private enum Span: Hashable {
        case all, weeks(Int), some
    }

    var body: some View {
        PageColumn {
            Text("Your journal belongs to you. Anyone who has an exported file can read it, unless it is encrypted with a passphrase.")
            if let going { OnTheWay(going: going) }
            if let ready { finished(ready) }
            Group {
                Heading(localized("A PDF to read and to print"))
                OneOf(
                    [
                        (Span.all, localized("All")), (.weeks(4), localized("The last \(Int(4)) weeks")),
                        (.weeks(12), localized("The last \(Int(12)) weeks")), (.some, localized("Only some days")),
                    ], span
                ) { span = $0 }
                if span == .some {
                    DatePicker("From", selection: $from, displayedComponents: .date)
                    DatePicker("To", selection: $until, in: from..., displayedComponents: .date)
                }
                create { [form = pdf] in
                    make("journal.pdf") { try await $0.exportPdf(to: $1, form: form, progress: $2) }
                }
                Heading(localized("Text files (Markdown), with photos"))
                create { make("journal-texts") { try await $0.exportMarkdown(folder: $1, progress: $2) } }
                Heading(localized("An archive that can be imported again"))
                SecretField(
                    label: localized("Passphrase"), text: $passphrase,
                    about: localized("At least eight characters. Nobody can open the archive without it, not even you."), isNew: true
                )
                create(open: passphrase.isEmpty) {
                    let secret = passphrase.isEmpty ? nil : passphrase
                    make(secret == nil ? "journal.zip" : "journal.afterglow") { try await $0.exportArchive(to: $1, passphrase: secret, progress: $2) }
                }
                Heading(localized("Everything as JSON"))
                create {
                    make("journal.json") { journal, file, _ in
                        try await journal.exportJson().write(to: file, atomically: true, encoding: .utf8)
                        return nil
                    }
                }
            }
            .disabled(going != nil)
        }
        .navigationTitle("Export")
        .onDisappear(perform: leave)
    }

    private var pdf: PdfForm {
        switch span {
        case .all: PdfForm()
        case .weeks(let weeks): PdfForm(from: CalendarDay(Date(timeIntervalSinceNow: Double(-weeks) * 7 * 86_400)))
        case .some: PdfForm(from: CalendarDay(from), until: CalendarDay(until))
        }
    }

    @ViewBuilder private func finished(_ file: URL) -> some View {
        Card {
            Text("The file is ready.").font(.action)
            if let report {
                Text("\(Int(report.records)) entries and \(Int(report.attachments)) photos and voice notes are in the file.")
                if report.notHere > 0 { Text("\(Int(report.notHere)) photos or voice notes are not on this phone and therefore not included.") }
                if report.signsMissing > 0 { Text("\(Int(report.signsMissing)) characters could not be printed.") }
            }
            ShareLink("Share or save", item: file)
        }
    }

    private func create(open: Bool = false, action: @escaping @MainActor () -> Void) -> some View {
        Button(open ? "Create without a passphrase" : "Create file", action: action).buttonStyle(.quiet)
    }

    private func make(_ name: String, _ write: @escaping @Sendable (Journal, URL, ProgressListener) async throws -> ExportReport?) {
        leave()
        let file = URL.temporaryDirectory.appending(path: name)
        Task {
            await app.proved { journal in
                let going = await begin()
                do {
                    let made = try await write(journal, file, going)
                    await finish(file, made)
                } catch {
                    await finish(nil, nil)
                    throw error
                }
            }
        }
    }

    private func begin() -> Going {
        let going = Going()
        self.going = going
        return going
    }

    private func finish(_ file: URL?, _ made: ExportReport?) {
        (ready, report, going) = (file, made, nil)
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
        PageColumn {
            Text("From an export of Afterglow or Day One, or from a text file. Imported entries are private, and existing entries stay unchanged.")
            Button("Choose a file") { choosing = true }.buttonStyle(.quiet)
            if let going { OnTheWay(going: going) }
            if file != nil && came == nil {
                SecretField(label: localized("Passphrase"), text: $passphrase)
                Button("Preview") { read(look: true) }.buttonStyle(.quiet)
                if looked?.from == "day_one" {
                    Toggle("Keep places and weather", isOn: $places)
                    Small(localized("Where an entry was written, if the file contains it."))
                }
            }
            if let report = came ?? looked {
                if came == nil {
                    Text("\(Int(report.found)) entries found, \(Int(report.known)) of them already here.")
                } else {
                    Text("\(Int(report.added)) entries imported. All of them are private.")
                }
                if report.attachments > 0 { Text("\(Int(report.attachments)) photos and voice notes") }
                if report.leftOutCount > 0 {
                    Heading(localized("Left out: \(Int(report.leftOutCount))"))
                    ForEach(report.leftOut.prefix(20), id: \.item) { Text("\($0.item): \($0.sentence)").font(.row) }
                }
            }
            if let looked, came == nil, looked.found > looked.known { Button("Import now") { read(look: false) }.buttonStyle(.main) }
        }
        .navigationTitle("Import")
        .fileImporter(isPresented: $choosing, allowedContentTypes: [.item, .folder]) { result in
            file = try? result.get()
            looked = nil
            came = nil
            read(look: true)
        }
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

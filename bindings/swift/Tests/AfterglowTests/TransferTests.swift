import Afterglow
import Foundation
import XCTest

/// Files: photos and voice notes, exports, imports.
final class TransferTests: XCTestCase, @unchecked Sendable {
    private let sound = Data(String(repeating: "a hummed song ", count: 20_000).utf8)
    private var room = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        room = FileManager.default.temporaryDirectory.appendingPathComponent("afterglow-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: room, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: room)
    }

    /// Continues or cancels immediately; counts the calls.
    private final class Told: ProgressListener, @unchecked Sendable {
        private let goesOn: Bool
        private let lock = NSLock()
        private var steps = 0
        var count: Int { lock.withLock { steps } }

        init(goesOn: Bool = true) { self.goesOn = goesOn }

        func step(done: UInt32, of: UInt32) -> Bool {
            lock.withLock { steps += 1 }
            return goesOn
        }
    }

    func testAVoiceNoteGoesFromADraftToTheEntryToAnotherPhoneAndAway() async throws {
        let (first, second, wren) = (Phone(), Phone(), World.somebody())
        let journal = try await first.journal()
        _ = try await journal.register(server: World.server.url, handle: wren, password: password)
        let draft = try await journal.saveDraft(Writing(text: "by the weir"))
        let file = room.appendingPathComponent("evening.m4a")
        try sound.write(to: file)
        let about = NewAttachment(mediaType: "audio/mp4", name: "evening.m4a", durationMs: 61_000)
        let note = try await journal.attach(to: draft, file: file, about: about)
        XCTAssertTrue(FileManager.default.fileExists(atPath: file.path), "the person's own file is left alone")
        XCTAssertFalse(first.keeps("a hummed song"))
        try await equal(journal.finishDraft(id: draft), draft)
        let kept = try await required(journal.attachments(of: draft).first)
        XCTAssertEqual(kept.id, note)
        XCTAssertEqual(kept.name, "evening.m4a")
        XCTAssertEqual(kept.durationMs, 61_000)
        XCTAssertEqual(kept.size, UInt64(sound.count))
        let status = try await journal.sync()
        XCTAssertTrue(status.inSync)

        let other = try await second.journal()
        try await other.signIn(server: World.server.url, handle: wren, password: password)
        _ = try await other.sync()
        try await equal(other.attachments(of: draft).map(\.here), [false])
        await refused("attachment_not_here") { _ = try await other.attachmentBytes(of: draft, attachment: note) }
        try await other.fetchAttachment(of: draft, attachment: note)
        try await equal(other.attachmentBytes(of: draft, attachment: note), sound)
        try await other.removeAttachment(from: draft, attachment: note)
        _ = try await other.sync()
        _ = try await journal.sync()
        try await equal(journal.attachments(of: draft), [])
        await refused("no_entry") { _ = try await journal.attachmentBytes(of: draft, attachment: note) }
    }

    func testAJournalGoesAlongAndComesInAgainOnAnotherPhoneOnce() async throws {
        let (first, second) = (Phone(), Phone())
        let journal = try await first.journal()
        let entry = try await journal.write(Writing(text: "a heron over the weir", mood: 6, themes: ["insight"]))
        _ = try await journal.attachBytes(to: entry, bytes: sound, about: NewAttachment(mediaType: "audio/mp4"))
        _ = try await journal.checkIn(CheckIn(mood: 4))
        let (archive, told) = (room.appendingPathComponent("journal.afterglow"), Told())
        let report = try await journal.exportArchive(to: archive, passphrase: password, progress: told)
        XCTAssertEqual([report.attachments, report.notHere], [1, 0])
        XCTAssertGreaterThan(told.count, 0, "nobody was told how far it is")
        XCTAssertFalse(folder(room, holds: "heron"))
        let pdf = room.appendingPathComponent("journal.pdf")
        _ = try await journal.exportPdf(to: pdf, form: PdfForm(title: "Wren's journal"), progress: Told())
        XCTAssertEqual(try Data(contentsOf: pdf).prefix(4), Data("%PDF".utf8))

        let other = try await second.journal()
        await refused("passphrase") { _ = try await other.import(from: archive, form: ImportForm(passphrase: "another one"), progress: Told()) }
        let look = try await other.import(from: archive, form: ImportForm(passphrase: password, onlyLook: true), progress: Told())
        try await equal(other.texts(), [])
        let came = try await other.import(from: archive, form: ImportForm(passphrase: password), progress: Told())
        XCTAssertEqual([look.found, UInt32(came.from == "afterglow" ? 1 : 0)], [came.added, 1])
        try await equal(other.show(id: entry).text, "a heron over the weir")
        let again = try await other.import(from: archive, form: ImportForm(passphrase: password), progress: Told())
        XCTAssertEqual([again.added, again.known], [0, came.found])
        XCTAssertNotNil(came.first?.start(), "the day of the first entry")

        // It is undone as a whole, and exported as texts.
        let texts = room.appendingPathComponent("texts")
        let written = try await other.exportMarkdown(folder: texts, progress: Told())
        XCTAssertEqual(written.records, came.added)
        XCTAssertTrue(folder(texts, holds: "heron"))
        let past = try required(try await other.imports().first { $0.entries > 0 })
        let undone = try await other.undoImport(id: past.id)
        XCTAssertEqual(undone.kept, 0)
        try await equal(other.texts(), [])
    }

    func testAnExportThatIsStoppedLeavesNoFile() async throws {
        let phone = Phone()
        let journal = try await phone.journal()
        for turn in 1...5 { _ = try await journal.write(Writing(text: "entry \(turn)")) }
        let file = room.appendingPathComponent("journal.zip")
        await refused("cancelled") { _ = try await journal.exportArchive(to: file, passphrase: nil, progress: Told(goesOn: false)) }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: room.path), [])
        try await equal(journal.texts().count, 5)
    }
}

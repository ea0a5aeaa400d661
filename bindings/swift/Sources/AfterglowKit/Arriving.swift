import Afterglow
import AfterglowInbox
import Foundation

extension AppModel {
    /// Turns what other apps have shared into drafts, and opens the last one. Until the journal is open it stays in the
    /// inbox. What the journal cannot take (a file that is no picture) is dropped with a sentence: the other app has it.
    public func takeUp(_ inbox: Inbox) async {
        // Another call may be under way: a draft is made once.
        guard !takingUp else { return }
        takingUp = true
        defer { takingUp = false }
        for arrival in inbox.arrivals() {
            do {
                try await takeUp(arrival, of: inbox)
            } catch {
                // The journal is locked or the disk is full: the arrival stays for the next time.
                if (error as? JournalError)?.code != "locked" { notice = sentence(of: error) }
                return
            }
        }
    }

    private func takeUp(_ arrival: Inbox.Arrival, of inbox: Inbox) async throws {
        let writing = Writing(text: arrival.text)
        let draft = try await journal.saveDraft(id: nil, form: .reflection(writing: writing))
        var isTaken = !writing.isEmpty
        var refusal: String?
        for file in arrival.files {
            do {
                let bytes = try inbox.bytes(of: file, in: arrival)
                _ = try await journal.attachBytes(to: draft, bytes: bytes, about: NewAttachment(mediaType: file.mediaType))
                isTaken = true
            } catch let error as JournalError where error.code == "locked" || error.isOfStorage {
                try? await journal.discardDraft(id: draft)
                throw error
            } catch {
                refusal = sentence(of: error)
            }
        }
        try inbox.remove(arrival)
        if isTaken { go(.write(id: draft, prompt: nil)) } else { try await journal.discardDraft(id: draft) }
        if let refusal { notice = refusal }
    }
}

extension JournalError {
    /// The phone's storage failed: the same call may succeed later.
    fileprivate var isOfStorage: Bool {
        if case .Storage = self { true } else { false }
    }
}

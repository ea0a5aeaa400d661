import AVFoundation
import Afterglow
import AfterglowKit
import PhotosUI
import SwiftUI

/// Photos and voice notes of the open page, and the buttons to add some.
struct Attaching: View {
    let editor: Editor
    @State private var chosen: PhotosPickerItem?
    @State private var recorder: VoiceRecorder?
    @State private var photographing = false

    var body: some View {
        VStack(alignment: .leading, spacing: 12) {
            if let holder = editor.holder {
                Attachments(of: holder, all: editor.attachments) { one in Task { await editor.remove(one) } }
            }
            if CameraPicker.available { Button("Take a photo") { photographing = true } }
            PhotosPicker("Choose a photo", selection: $chosen, matching: .images)
            if recorder == nil {
                Button("Record a voice note") { Task { recorder = await VoiceRecorder.started() } }
            } else {
                Button("Stop recording") { Task { await stop() } }
            }
        }
        .sheet(isPresented: $photographing) {
            CameraPicker { photo in
                photographing = false
                guard let photo else { return }
                Task { await editor.attach(photo, NewAttachment(mediaType: "image/jpeg")) }
            }
        }
        .onChange(of: chosen) { _, photo in
            guard let photo else { return }
            chosen = nil
            Task {
                guard let bytes = try? await photo.loadTransferable(type: Data.self) else { return }
                await editor.attach(bytes, NewAttachment(mediaType: photo.supportedContentTypes.first?.preferredMIMEType ?? "image/jpeg"))
            }
        }
        .onDisappear { Task { await stop() } }
    }

    private func stop() async {
        guard let recorder else { return }
        self.recorder = nil
        guard let (bytes, length) = recorder.stop() else { return }
        await editor.attach(bytes, NewAttachment(mediaType: "audio/mp4", durationMs: length))
    }
}

/// The photos and voice notes of an entry or a draft; a tap opens or plays.
struct Attachments: View {
    @Environment(AppModel.self) private var app
    let of: EntryID
    let all: [EntryAttachment]
    let remove: ((EntryAttachment) -> Void)?
    @State private var open: Data?
    @State private var player: AVAudioPlayer?

    init(of: EntryID, all: [EntryAttachment], remove: ((EntryAttachment) -> Void)? = nil) {
        self.of = of
        self.all = all
        self.remove = remove
    }

    var body: some View {
        ForEach(all, id: \.id) { one in
            HStack {
                Button {
                    Task { await show(one) }
                } label: {
                    if let small = one.thumbnail.flatMap(UIImage.init(data:)) {
                        Image(uiImage: small).resizable().scaledToFill().frame(width: 96, height: 96).clipShape(.rect(cornerRadius: 12))
                            .accessibilityLabel(one.name.isEmpty ? Text("Photo") : Text(one.name))
                    } else {
                        Text(one.mediaType.hasPrefix("image/") ? "Photo" : "Voice note")
                    }
                }
                Spacer()
                if let remove { Button("Remove", role: .destructive) { remove(one) } }
            }
            .buttonStyle(.borderless)
        }
        .sheet(isPresented: Binding { open != nil } set: { if !$0 { open = nil } }) {
            if let picture = open.flatMap(UIImage.init(data:)) {
                VStack {
                    Image(uiImage: picture).resizable().scaledToFit()
                    Button("Close") { open = nil }
                }
                .covered()
                .touching(app)
            }
        }
    }

    private func show(_ one: EntryAttachment) async {
        await app.act { [of] journal in
            if !one.here { try await journal.fetchAttachment(of: of, attachment: one.id) }
            let bytes = try await journal.attachmentBytes(of: of, attachment: one.id)
            await MainActor.run {
                if one.mediaType.hasPrefix("image/") {
                    open = bytes
                } else {
                    player = try? AVAudioPlayer(data: bytes)
                    player?.play()
                }
            }
        }
    }
}

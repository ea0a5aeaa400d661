import AVFoundation
import Afterglow
import AfterglowKit
import PhotosUI
import SwiftUI

/// The buttons of the toolbar that attach photos and voice notes to the open page.
struct Attaching: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let editor: Editor
    @State private var chosen: PhotosPickerItem?
    @State private var recorder: VoiceRecorder?
    @State private var photographing = false

    var body: some View {
        Group {
            if CameraPicker.available { button("camera", "Take a photo") { photographing = true } }
            PhotosPicker(selection: $chosen, matching: .images) {
                Image(systemName: "photo").frame(maxWidth: .infinity, minHeight: 48).contentShape(.rect)
            }
            .accessibilityLabel("Choose a photo")
            if recorder == nil {
                button("mic", "Record a voice note") { Task { await record() } }
            } else {
                button("stop.circle", "Stop recording") { Task { await stop() } }.foregroundStyle(palette.urgent)
            }
        }
        .foregroundStyle(palette.secondary)
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
    }

    private func button(_ image: String, _ name: LocalizedStringKey, action: @escaping @MainActor () -> Void) -> some View {
        Button(action: action) { Image(systemName: image).frame(maxWidth: .infinity, minHeight: 48).contentShape(.rect) }
            .buttonStyle(.plain)
            .accessibilityLabel(name)
    }

    private func record() async {
        guard let started = await VoiceRecorder.started() else {
            app.notice = localized("The app has no access to the microphone. You can allow it in the phone's settings.")
            return
        }
        recorder = started
        // Leaving the page keeps the recording so far.
        editor.closing = { await keep(started) }
    }

    private func stop() async {
        guard let recorder else { return }
        editor.closing = nil
        await keep(recorder)
    }

    private func keep(_ recorder: VoiceRecorder) async {
        self.recorder = nil
        guard let (bytes, length) = recorder.stop() else { return }
        await editor.attach(bytes, NewAttachment(mediaType: "audio/mp4", durationMs: length))
    }
}

/// The photos and voice notes of an entry or a draft; a tap opens or plays. Without `remove` they are read-only.
struct Attachments: View {
    @Environment(AppModel.self) private var app
    @Environment(\.palette) private var palette
    let of: EntryID
    let all: [EntryAttachment]
    let remove: ((EntryAttachment) -> Void)?
    @State private var open: Data?
    @State private var opened: EntryAttachment?
    @State private var player: AVAudioPlayer?
    @State private var playing: AttachmentID?

    init(of: EntryID, all: [EntryAttachment], remove: ((EntryAttachment) -> Void)? = nil) {
        self.of = of
        self.all = all
        self.remove = remove
    }

    var body: some View {
        VStack(alignment: .leading, spacing: 10) {
            Flow(spacing: 10) { ForEach(all.filter { isPicture($0) }, id: \.id) { thumbnail($0) } }
            ForEach(all.filter { !isPicture($0) }, id: \.id) { sound($0) }
        }
        .sheet(isPresented: Binding { open != nil } set: { if !$0 { open = nil } }) { whole.covered().touching(app) }
        .onDisappear { player?.stop() }
    }

    private func isPicture(_ one: EntryAttachment) -> Bool { one.mediaType.hasPrefix("image/") }

    private func thumbnail(_ one: EntryAttachment) -> some View {
        Button { Task { await show(one) } } label: {
            if let small = one.thumbnail.flatMap(UIImage.init(data:)) {
                Image(uiImage: small).resizable().scaledToFill().frame(width: 104, height: 104).clipShape(.rect(cornerRadius: 12))
                    .accessibilityLabel(one.name.isEmpty ? Text("Photo") : Text(one.name))
            } else {
                Text("Photo").frame(width: 104, height: 104).background(palette.sunken, in: .rect(cornerRadius: 12))
            }
        }
        .buttonStyle(.plain)
    }

    private func sound(_ one: EntryAttachment) -> some View {
        HStack(spacing: 8) {
            Text("Voice note")
            if let length = one.durationMs { Small(Duration.milliseconds(Int64(length)).formatted(.time(pattern: .minuteSecond))) }
            Spacer(minLength: 0)
            Button(playing == one.id ? "Stop" : "Play") {
                if playing == one.id { silence() } else { Task { await show(one) } }
            }
            if let remove { Button("Remove") { remove(one) } }
        }
        .frame(minHeight: 48)
    }

    @ViewBuilder private var whole: some View {
        if let open, let picture = UIImage(data: open) {
            VStack(spacing: 12) {
                Image(uiImage: picture).resizable().scaledToFit()
                Flow {
                    Button("Close") { self.open = nil }.buttonStyle(.quiet)
                    FileToShare("Share or save", name: opened.map { $0.name.isEmpty ? "photo.jpg" : $0.name } ?? "photo.jpg") { _, file in try open.write(to: file) }
                    if let remove, let opened {
                        Button("Remove") {
                            self.open = nil
                            remove(opened)
                        }
                        .buttonStyle(.quiet)
                    }
                }
            }
            .padding(16)
        }
    }

    private func silence() {
        player?.stop()
        (player, playing) = (nil, nil)
    }

    private func show(_ one: EntryAttachment) async {
        await app.act { [of] journal in
            if !one.here { try await journal.fetchAttachment(of: of, attachment: one.id) }
            let bytes = try await journal.attachmentBytes(of: of, attachment: one.id)
            await MainActor.run {
                if one.mediaType.hasPrefix("image/") {
                    (opened, open) = (one, bytes)
                } else {
                    silence()
                    player = try? AVAudioPlayer(data: bytes)
                    player?.play()
                    playing = one.id
                    let length = player?.duration ?? 0
                    Task {
                        try? await Task.sleep(for: .seconds(length))
                        if playing == one.id { silence() }
                    }
                }
            }
        }
    }
}

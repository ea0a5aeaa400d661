import AVFoundation

/// Records a voice note into a temporary file, which is deleted after reading.
@MainActor
final class VoiceRecorder {
    private let recorder: AVAudioRecorder

    private init(_ recorder: AVAudioRecorder) {
        self.recorder = recorder
    }

    /// Nil without permission for the microphone.
    static func started() async -> VoiceRecorder? {
        guard await AVAudioApplication.requestRecordPermission() else { return nil }
        let file = URL.temporaryDirectory.appending(path: "voice.m4a")
        let session = AVAudioSession.sharedInstance()
        guard (try? session.setCategory(.playAndRecord)) != nil, (try? session.setActive(true)) != nil,
            let recorder = try? AVAudioRecorder(url: file, settings: [AVFormatIDKey: kAudioFormatMPEG4AAC, AVSampleRateKey: 44_100, AVNumberOfChannelsKey: 1]),
            recorder.record()
        else { return nil }
        return VoiceRecorder(recorder)
    }

    /// The recording, and its length in milliseconds.
    func stop() -> (Data, UInt32)? {
        let length = UInt32(recorder.currentTime * 1000)
        recorder.stop()
        defer { recorder.deleteRecording() }
        guard let bytes = try? Data(contentsOf: recorder.url) else { return nil }
        return (bytes, length)
    }
}

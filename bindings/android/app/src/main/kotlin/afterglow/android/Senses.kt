package afterglow.android

import afterglow.app.Camera
import afterglow.app.Picture
import afterglow.app.Scanner
import afterglow.app.Voice
import android.Manifest
import android.media.MediaRecorder
import android.os.Build
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.contract.ActivityResultContract
import androidx.activity.result.contract.ActivityResultContracts
import androidx.core.content.FileProvider
import com.journeyapps.barcodescanner.ScanContract
import com.journeyapps.barcodescanner.ScanOptions
import java.io.File
import kotlinx.coroutines.CompletableDeferred

/** Asks another activity and waits for its answer. */
private class Question<I, O>(activity: ComponentActivity, contract: ActivityResultContract<I, O>) {
    private var answer: CompletableDeferred<O>? = null
    private val launcher: ActivityResultLauncher<I> = activity.registerForActivityResult(contract) { answer?.complete(it) }

    suspend fun ask(input: I): O = CompletableDeferred<O>().let {
        answer = it
        launcher.launch(input)
        it.await()
    }
}

/** Reads a QR code. */
class CodeScanner(activity: ComponentActivity) : Scanner {
    private val question = Question(activity, ScanContract())

    override suspend fun scan(prompt: String): String? =
        question.ask(ScanOptions().setDesiredBarcodeFormats(ScanOptions.QR_CODE).setPrompt(prompt).setBeepEnabled(false)).contents
}

/** The phone's own camera app takes the picture, into a file of ours that is gone once it is read. */
class PhotoTaker(private val activity: ComponentActivity) : Camera {
    private val question = Question(activity, ActivityResultContracts.TakePicture())

    override suspend fun take(): Picture? {
        val file = File(activity.cacheDir, "handed-over/photo.jpg").apply { parentFile?.mkdirs() }
        return try {
            val taken = question.ask(FileProvider.getUriForFile(activity, "afterglow.android.files", file))
            if (taken) Picture(file.readBytes(), "image/jpeg") else null
        } finally {
            file.delete()
        }
    }
}

/** Records a voice note. */
class VoiceRecorder(private val activity: ComponentActivity) : Voice {
    private val permission = Question(activity, ActivityResultContracts.RequestPermission())
    private val file = File(activity.cacheDir, "voice.m4a")
    private var recorder: MediaRecorder? = null

    override suspend fun start(): Boolean {
        if (!permission.ask(Manifest.permission.RECORD_AUDIO)) return false
        val recorder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) MediaRecorder(activity) else @Suppress("DEPRECATION") MediaRecorder()
        recorder.setAudioSource(MediaRecorder.AudioSource.MIC)
        recorder.setOutputFormat(MediaRecorder.OutputFormat.MPEG_4)
        recorder.setAudioEncoder(MediaRecorder.AudioEncoder.AAC)
        recorder.setOutputFile(file.path)
        recorder.prepare()
        recorder.start()
        this.recorder = recorder
        return true
    }

    override suspend fun stop(): Picture? {
        val recorder = recorder ?: return null
        this.recorder = null
        return try {
            recorder.stop()
            Picture(file.readBytes(), "audio/mp4")
        } finally {
            recorder.release()
            file.delete()
        }
    }
}

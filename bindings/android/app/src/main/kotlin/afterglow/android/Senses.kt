package afterglow.android

import afterglow.NewAttachment
import afterglow.app.Album
import afterglow.app.Bringer
import afterglow.app.Brought
import afterglow.app.Camera
import afterglow.app.CameraDenied
import afterglow.app.Medium
import afterglow.app.Player
import afterglow.app.Recorder
import afterglow.app.Scanner
import android.Manifest
import android.media.MediaDataSource
import android.media.MediaPlayer
import android.media.MediaRecorder
import android.net.Uri
import android.os.Build
import android.os.SystemClock
import android.provider.OpenableColumns
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.PickVisualMediaRequest
import androidx.activity.result.contract.ActivityResultContract
import androidx.activity.result.contract.ActivityResultContracts
import androidx.core.content.FileProvider
import com.journeyapps.barcodescanner.ScanContract
import com.journeyapps.barcodescanner.ScanOptions
import java.io.File
import java.io.IOException
import kotlin.coroutines.resume
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext

/** Starts another activity and waits for its result. */
private class Question<I, O>(activity: ComponentActivity, contract: ActivityResultContract<I, O>) {
    private var answer: CompletableDeferred<O>? = null
    private val launcher: ActivityResultLauncher<I> = activity.registerForActivityResult(contract) { answer?.complete(it) }

    suspend fun ask(input: I): O = CompletableDeferred<O>().let {
        answer = it
        launcher.launch(input)
        it.await()
    }
}

/**
 * The permission for the camera. The scanner declares it, and then the system refuses even the camera app to an app that does not
 * have it.
 */
private class CameraPermission(activity: ComponentActivity) {
    private val question = Question(activity, ActivityResultContracts.RequestPermission())

    suspend fun require() {
        if (!question.ask(Manifest.permission.CAMERA)) throw CameraDenied()
    }
}

/** Reads a QR code. */
class CodeScanner(activity: ComponentActivity) : Scanner {
    private val permission = CameraPermission(activity)
    private val question = Question(activity, ScanContract())

    override suspend fun scan(prompt: String): String? {
        permission.require()
        return question.ask(ScanOptions().setDesiredBarcodeFormats(ScanOptions.QR_CODE).setPrompt(prompt).setBeepEnabled(false)).contents
    }
}

/** The camera app takes the picture into a temporary file, which is deleted after reading. */
class PhotoTaker(private val activity: ComponentActivity) : Camera {
    private val permission = CameraPermission(activity)
    private val question = Question(activity, ActivityResultContracts.TakePicture())

    override suspend fun take(): Medium? {
        permission.require()
        val file = File(activity.cacheDir, "handed-over/photo.jpg").apply { parentFile?.mkdirs() }
        return try {
            val taken = question.ask(FileProvider.getUriForFile(activity, "afterglow.android.files", file))
            if (taken) Medium(file.readBytes(), NewAttachment("image/jpeg")) else null
        } finally {
            file.delete()
        }
    }
}

/** The photo picker: the app sees only the chosen photo and needs no permission. */
class PhotoPicker(private val activity: ComponentActivity) : Album {
    private val question = Question(activity, ActivityResultContracts.PickVisualMedia())

    override suspend fun choose(): Medium? {
        val chosen = question.ask(PickVisualMediaRequest(ActivityResultContracts.PickVisualMedia.ImageOnly)) ?: return null
        val resolver = activity.contentResolver
        return withContext(Dispatchers.IO) {
            resolver.openInputStream(chosen)?.use { Medium(it.readBytes(), NewAttachment(resolver.getType(chosen) ?: "image/jpeg")) }
        }
    }
}

/** A copy of the chosen document, because the core reads files. */
class FilePicker(private val activity: ComponentActivity) : Bringer {
    private val question = Question(activity, ActivityResultContracts.OpenDocument())

    override suspend fun bring(): Brought? {
        val chosen = question.ask(arrayOf("*/*")) ?: return null
        // The name of a single text file determines its format.
        val ending = nameOf(chosen).substringAfterLast('.', "").filter(Char::isLetterOrDigit)
        return withContext(Dispatchers.IO) {
            val file = File.createTempFile("brought", ".$ending", activity.cacheDir)
            try {
                activity.contentResolver.openInputStream(chosen)?.use { from -> file.outputStream().use(from::copyTo) }
            } catch (error: Exception) {
                file.delete()
                // The other app has revoked its permission.
                throw if (error is SecurityException) IOException(error) else error
            }
            Brought(file) { file.delete() }
        }
    }

    private fun nameOf(address: Uri): String =
        activity.contentResolver.query(address, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)
            ?.use { if (it.moveToFirst()) it.getString(0) else null }.orEmpty()
}

/** Records a voice note. */
class VoiceRecorder(private val activity: ComponentActivity) : Recorder {
    private val permission = Question(activity, ActivityResultContracts.RequestPermission())
    private val file = File(activity.cacheDir, "voice.m4a")
    private var recorder: MediaRecorder? = null
    private var since = 0L

    override suspend fun start(): Boolean {
        if (!permission.ask(Manifest.permission.RECORD_AUDIO)) return false
        val recorder = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) MediaRecorder(activity) else @Suppress("DEPRECATION") MediaRecorder()
        recorder.setAudioSource(MediaRecorder.AudioSource.MIC)
        recorder.setOutputFormat(MediaRecorder.OutputFormat.MPEG_4)
        recorder.setAudioEncoder(MediaRecorder.AudioEncoder.AAC)
        recorder.setOutputFile(file.path)
        recorder.prepare()
        recorder.start()
        since = SystemClock.elapsedRealtime()
        this.recorder = recorder
        return true
    }

    override suspend fun stop(): Medium? {
        val recorder = recorder ?: return null
        this.recorder = null
        return try {
            recorder.stop()
            val length = (SystemClock.elapsedRealtime() - since).toUInt()
            Medium(file.readBytes(), NewAttachment("audio/mp4", durationMs = length))
        } catch (_: RuntimeException) {
            // Stopped before the recording began, so there is no file.
            null
        } finally {
            recorder.release()
            file.delete()
        }
    }
}

/** Plays from memory, so that a decrypted voice note is never on disk. */
class VoicePlayer : Player {
    override suspend fun play(content: ByteArray) {
        val player = MediaPlayer()
        try {
            suspendCancellableCoroutine { waiting ->
                player.setDataSource(InMemory(content))
                player.setOnCompletionListener { if (waiting.isActive) waiting.resume(Unit) }
                player.setOnErrorListener { _, _, _ -> true.also { if (waiting.isActive) waiting.resume(Unit) } }
                player.prepare()
                player.start()
            }
        } finally {
            player.release()
        }
    }

    private class InMemory(private val content: ByteArray) : MediaDataSource() {
        override fun getSize() = content.size.toLong()

        override fun readAt(position: Long, buffer: ByteArray, offset: Int, size: Int): Int {
            val count = minOf(size.toLong(), content.size - position).toInt()
            if (count <= 0) return -1
            content.copyInto(buffer, offset, position.toInt(), position.toInt() + count)
            return count
        }

        override fun close() = Unit
    }
}

package afterglow.app

import afterglow.NewAttachment
import afterglow.SecretStore
import java.io.File
import kotlinx.coroutines.flow.Flow

/** Reaches somebody outside the app. */
interface Dialler {
    /** Opens a phone number in the dialler. */
    fun call(number: String)

    /** Opens a web page or a new message: `https:`, `sms:`. */
    fun open(link: String)
}

/**
 * The interface to the platform. Android, the desktop and the tests each implement it. Unsupported features are null, and
 * screens leave them out.
 */
interface Platform : Dialler {
    /** Stores the journal's key. */
    val secrets: SecretStore

    /** The name of this phone in the list of devices. */
    val device: String

    /** Stores look and language; nothing private. */
    val settings: Settings

    /** Stores the journal's key under face or fingerprint. */
    val biometrics: Biometrics?
    val shareSheet: ShareSheet
    val scanner: Scanner?
    val camera: Camera?
    val album: Album?
    val recorder: Recorder?
    val player: Player?
    val bringer: Bringer
    val reminders: Reminders

    /** Whether there is a network: the current state and every change. The server may still be unreachable. */
    val network: Flow<Boolean>

    /** The country of the phone according to its mobile network; empty without one. Never asks for the location. */
    val country: String get() = ""

    /** Whether the person has turned off animations. */
    val reducedMotion: Boolean get() = false

    /** Hides the screen from screenshots and from the app switcher. */
    fun keepOutOfSight(yes: Boolean)

    /** Schedules a background sync. */
    fun syncSoon()
}

/** Stores small values by name. */
interface Settings {
    operator fun get(name: String): String?

    operator fun set(name: String, value: String)
}

/** Face or fingerprint instead of the PIN. */
interface Biometrics : afterglow.Biometrics {
    /** Whether the device has a sensor and the person has enrolled. */
    val available: Boolean
}

/** Passes a file to an app or folder that the person chooses. */
fun interface ShareSheet {
    /** [write] writes the file to the given path. No copy is kept, also if it fails. */
    suspend fun send(name: String, mediaType: String, write: suspend (File) -> Unit)
}

/** Lets the person choose a file; null if cancelled. Closing deletes the temporary copy. */
fun interface Bringer {
    /** @throws java.io.IOException if it cannot be read, or its copy cannot be written. */
    suspend fun bring(): Brought?
}

/** A file that the person chose. */
class Brought(val file: File, private val onClose: () -> Unit = {}) : AutoCloseable {
    override fun close() = onClose()
}

/** The person has not allowed the app to use the camera. */
class CameraDenied : Exception()

/** Reads a QR code with the camera; null if cancelled. */
fun interface Scanner {
    /** @throws CameraDenied without permission for the camera. */
    suspend fun scan(prompt: String): String?
}

/** Takes a photo; null if cancelled. */
fun interface Camera {
    /** @throws CameraDenied without permission for the camera. */
    suspend fun take(): Medium?
}

/** Lets the person choose a photo; null if cancelled. */
fun interface Album {
    suspend fun choose(): Medium?
}

/** A photo or a voice note to attach. */
class Medium(val content: ByteArray, val about: NewAttachment)

/** Records a voice note. */
interface Recorder {
    /** False without permission for the microphone. */
    suspend fun start(): Boolean

    /** The recording; null if there is none. */
    suspend fun stop(): Medium?
}

/** Plays a voice note. */
fun interface Player {
    /** Returns when playback has ended. Cancelling stops it. */
    suspend fun play(content: ByteArray)
}

/** A notification at a time. It shows only its [title] and never content. */
data class Notice(val id: String, val at: Long, val title: String)

/** The platform's notifications. */
fun interface Reminders {
    /** Whether notifications are allowed. */
    val allowed: Boolean get() = true

    /** Replaces all scheduled notifications by these. */
    fun plan(notices: List<Notice>)
}

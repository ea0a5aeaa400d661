package afterglow.app

import afterglow.NewAttachment
import afterglow.SecretStore
import java.io.File
import kotlinx.coroutines.flow.Flow

/**
 * What the screens ask of whatever they run on. Android, the desktop and the tests each have their own; what a platform
 * cannot do is null, and the screens leave it out.
 */
interface Platform {
    /** Keeps the key that opens the journal. */
    val secrets: SecretStore

    /** What the person reads in the list of devices. */
    val device: String

    /** How the app looks and speaks: small things, nothing private. */
    val settings: Settings

    /** Keeps the journal's key under a face or a finger. */
    val biometrics: Biometrics?
    val shareSheet: ShareSheet
    val scanner: Scanner?
    val camera: Camera?
    val album: Album?
    val recorder: Recorder?
    val player: Player?
    val bringer: Bringer
    val reminders: Reminders

    /** Whether this has a network, now and whenever that changes. It says nothing of who can be reached through it. */
    val network: Flow<Boolean>

    /** Calls a number, with the person's own yes on the platform's screen. */
    fun call(number: String)

    /** Opens a page or begins a message: `https:`, `sms:`. */
    fun open(link: String)

    /** Keeps the screen out of pictures and of the list of apps. */
    fun keepOutOfSight(yes: Boolean)

    /** The network came or went, or the journal has something to send: sync when it can be. */
    fun syncSoon()
}

/** Keeps small things by name. */
interface Settings {
    operator fun get(name: String): String?

    operator fun set(name: String, value: String)
}

/** A finger or a face instead of the PIN. */
interface Biometrics : afterglow.Biometrics {
    /** Whether there is such a thing here, and the person has set it up. */
    val available: Boolean
}

/** Hands a file to another app or folder, chosen by the person. */
fun interface ShareSheet {
    /** [write] writes the file where it is told; nothing of it is kept here once the person has it. */
    suspend fun send(name: String, mediaType: String, write: suspend (File) -> Unit)
}

/** Lets the person choose a file to be read; null when they turned back. What it is read from is gone when it is closed. */
fun interface Bringer {
    suspend fun bring(): Brought?
}

/** A file that the person chose. */
class Brought(val file: File, private val onClose: () -> Unit = {}) : AutoCloseable {
    override fun close() = onClose()
}

/** Reads a QR code with the camera; null when the person turned back. */
fun interface Scanner {
    suspend fun scan(prompt: String): String?
}

/** Takes a photo; null when the person turned back. */
fun interface Camera {
    suspend fun take(): Medium?
}

/** Lets the person choose a photo; null when they turned back. */
fun interface Album {
    suspend fun choose(): Medium?
}

/** A photo or a voice note on its way into the journal. */
class Medium(val content: ByteArray, val about: NewAttachment)

/** Records a voice note. */
interface Recorder {
    /** False when the person does not let the app listen. */
    suspend fun start(): Boolean

    /** What was said since; null if nothing was. */
    suspend fun stop(): Medium?
}

/** Plays a voice note. */
fun interface Player {
    /** Returns when it has ended. Cancelling stops it. */
    suspend fun play(content: ByteArray)
}

/** A notice at a time: its [title] alone is shown, and never content. */
data class Notice(val id: String, val at: Long, val title: String)

/** Notices of the platform. */
fun interface Reminders {
    /** From now on these notices are planned, and no others. */
    fun plan(notices: List<Notice>)
}

package afterglow.app

import afterglow.SecretStore

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

    val biometrics: Biometrics?
    val shareSheet: ShareSheet
    val scanner: Scanner?
    val camera: Camera?
    val voice: Voice?
    val reminders: Reminders

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
interface Biometrics {
    val available: Boolean

    /** Asks the person; true when they are who they say. [title] is what the platform's dialog says. */
    suspend fun ask(title: String, cancel: String): Boolean
}

/** Hands a file to another app or folder, chosen by the person. */
fun interface ShareSheet {
    fun send(name: String, mediaType: String, content: ByteArray)
}

/** Reads a QR code with the camera; null when the person turned back. */
fun interface Scanner {
    suspend fun scan(prompt: String): String?
}

/** Takes a photo; null when the person turned back. */
fun interface Camera {
    suspend fun take(): Picture?
}

class Picture(val content: ByteArray, val mediaType: String)

/** Records a voice note. */
interface Voice {
    suspend fun start(): Boolean

    suspend fun stop(): Picture?
}

/** A notice at a time: its [title] alone is shown, and never content. */
data class Notice(val id: String, val at: Long, val title: String)

/** Notices of the platform. */
fun interface Reminders {
    /** From now on these notices are planned, and no others. */
    fun plan(notices: List<Notice>)
}

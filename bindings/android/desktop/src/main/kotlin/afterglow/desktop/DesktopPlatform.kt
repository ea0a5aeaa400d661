package afterglow.desktop

import afterglow.NewAttachment
import afterglow.SecretStore
import afterglow.app.Album
import afterglow.app.Biometrics
import afterglow.app.Bringer
import afterglow.app.Brought
import afterglow.app.Camera
import afterglow.app.Medium
import afterglow.app.Notice
import afterglow.app.Platform
import afterglow.app.Player
import afterglow.app.Recorder
import afterglow.app.Reminders
import afterglow.app.Scanner
import afterglow.app.Settings
import afterglow.app.ShareSheet
import java.awt.Desktop
import java.awt.FileDialog
import java.awt.Frame
import java.io.File
import java.net.URI
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.util.Properties
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf

/** The desktop implementation of [Platform]: files and folders. Without a keystore, the key is in a file. */
class DesktopPlatform(private val home: File) : Platform {
    var onSync: () -> Unit = {}

    override val secrets: SecretStore = SecretFiles(File(home, "keys"))
    override val device = "Desktop"
    override val settings: Settings = SettingsFile(File(home, "settings.properties"))
    override val biometrics: Biometrics? = null
    override val scanner: Scanner = Scanner { choose("QR", FileDialog.LOAD)?.let { readCode(it.readBytes()) } }
    override val camera: Camera? = null
    override val album: Album = Album {
        choose("Photo", FileDialog.LOAD)?.let { Medium(it.readBytes(), NewAttachment("image/${it.extension.lowercase()}", it.name)) }
    }
    override val recorder: Recorder? = null
    override val player: Player? = null
    override val bringer: Bringer = Bringer { choose("Journal", FileDialog.LOAD)?.let(::Brought) }
    override val reminders: Reminders = Reminders { _: List<Notice> -> }
    /** Java has no API for it, so it is tried. */
    override val network: Flow<Boolean> = flowOf(true)
    override val shareSheet: ShareSheet = ShareSheet { name, _, write -> choose(name, FileDialog.SAVE)?.let { write(it) } }

    override fun call(number: String) = open("tel:$number")

    override fun open(link: String) {
        if (Desktop.isDesktopSupported()) runCatching { Desktop.getDesktop().browse(URI(link)) }
    }

    /** Java does not know the desktop's setting, so it is a variable of the environment. */
    override val reducedMotion: Boolean = System.getenv("REDUCED_MOTION") != null

    override fun keepOutOfSight(yes: Boolean) = Unit

    override fun syncSoon() = onSync()

    private fun choose(name: String, mode: Int): File? {
        val dialog = FileDialog(null as Frame?, name, mode)
        if (mode == FileDialog.SAVE) dialog.file = name
        dialog.isVisible = true
        return dialog.files.firstOrNull()
    }
}

/** Secrets as files that only their owner can read. Only for trying the app; phones use their keystore. */
private class SecretFiles(private val folder: File) : SecretStore {
    override fun load(name: String): ByteArray? = File(folder, name).takeIf(File::isFile)?.readBytes()

    override fun save(name: String, secret: ByteArray) {
        folder.mkdirs()
        val file = File(folder, name).toPath()
        val owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        val fresh = Files.createTempFile(folder.toPath(), name, null, owner)
        Files.write(fresh, secret)
        Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING)
    }

    override fun forget(name: String) {
        File(folder, name).delete()
    }
}

private class SettingsFile(private val file: File) : Settings {
    private val kept = Properties().apply { if (file.isFile) file.inputStream().use(::load) }

    override fun get(name: String): String? = kept.getProperty(name)

    override fun set(name: String, value: String) {
        kept.setProperty(name, value)
        file.parentFile.mkdirs()
        file.outputStream().use { kept.store(it, null) }
    }
}

package afterglow

import java.io.File
import java.io.IOException
import java.nio.file.Files

/** A small file system in memory, mounted for one test, which can become full. */
internal class SmallDisk : AutoCloseable {
    val folder: File = Files.createTempDirectory("afterglow-disk").toFile()
    private val ballast = File(folder, "ballast")

    init {
        check(done("mount", "-t", "tmpfs", "-o", "size=64m", "none", folder.path)) {
            "NOT TESTED: this test mounts a small file system, and may not do so here: run it as root"
        }
    }

    /** Fills it to the last byte. */
    fun fill() {
        val piece = ByteArray(64 * 1024)
        try {
            ballast.outputStream().use { while (true) it.write(piece) }
        } catch (_: IOException) {
            // Full.
        }
    }

    /** Makes space again. */
    fun free() {
        check(ballast.delete())
    }

    override fun close() {
        done("umount", "--lazy", folder.path)
        folder.delete()
    }

    private fun done(vararg command: String): Boolean = ProcessBuilder(*command).inheritIO().start().waitFor() == 0
}

package afterglow

import java.io.File
import java.nio.file.Files
import java.util.concurrent.ConcurrentHashMap

/** A phone: its storage and its keystore, which outlive the app. */
internal class PhoneInHand(
    val secrets: SecretStore = KeysInMemory(),
    val home: File = Files.createTempDirectory("afterglow-phone").toFile(),
) : AutoCloseable {
    val calls = Calls()
    private var running: Journal? = null

    /** The app starts. */
    suspend fun journal(): Journal =
        running ?: Journal.open(home, "Test phone", secrets, dispatcher = calls).also { running = it }

    /** The app is killed and started again. */
    suspend fun restarted(): Journal {
        stop()
        return journal()
    }

    /** The app is killed. A killed process writes nothing any more, so this waits for the running calls. */
    private fun stop() {
        running?.close()
        running = null
        calls.release()
        check(calls.awaitNone(PATIENCE_MS)) { "a call does not end" }
    }

    /** Whether this text occurs anywhere in the phone's storage. */
    fun keeps(words: String): Boolean = home.walk().filter(File::isFile).any { it.holds(words) }

    override fun close() {
        stop()
        home.deleteRecursively()
    }

    private companion object {
        const val PATIENCE_MS = 600_000L
    }
}

/** The platform's keystore of a phone that exists for one test. */
internal class KeysInMemory : SecretStore {
    val kept = ConcurrentHashMap<String, ByteArray>()

    override fun load(name: String): ByteArray? = kept[name]?.copyOf()

    override fun save(name: String, secret: ByteArray) {
        kept[name] = secret.copyOf()
    }

    override fun forget(name: String) {
        kept.remove(name)
    }
}

/** The texts of the listed entries, newest first. */
internal suspend fun Journal.texts(): List<String> = list(emptyList()).map { it.text }

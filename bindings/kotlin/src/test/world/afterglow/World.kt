package afterglow

import java.io.File
import java.io.FileNotFoundException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

internal const val PASSWORD = "a long walk home"

/** A test with a time limit: a test that hangs fails. */
internal fun story(tell: suspend CoroutineScope.() -> Unit) = runBlocking { withTimeout(10.minutes, tell) }

/** The real server with a practice and its therapist. All tests share it and use different names. */
internal object World {
    val server = Server()
    val therapist = Therapist(server.url).also { it.enrol(server.bootstrap()) }

    private val people = AtomicInteger()

    /** A unique name. */
    fun somebody(): String = "wren-${people.incrementAndGet()}"
}

/** The folder with cargo's output. */
internal fun built(name: String): File {
    val file = File(System.getProperty("afterglow.target"), name).canonicalFile
    check(file.canExecute()) { "$file is not there: build it first (cargo build --workspace --all-targets)" }
    return file
}

/** Runs a program and returns its output. On failure its output becomes the exception's message. */
internal fun run(program: File, vararg arguments: String): JsonObject {
    val errors = Files.createTempFile("afterglow", ".log").toFile()
    try {
        val builder = ProcessBuilder(program.path, *arguments).redirectError(errors)
        builder.environment().keys.removeIf { it.startsWith("AFTERGLOW_") }
        val running = builder.start()
        running.outputStream.close()
        val printed = running.inputStream.bufferedReader().readText()
        check(running.waitFor() == 0) { "${program.name} ${arguments.joinToString(" ")}: ${errors.readText()}" }
        return Json.parseToJsonElement(printed).jsonObject
    } finally {
        errors.delete()
    }
}

/** The server as a process on a free port, with its own data folder. */
internal class Server {
    private val program = built("afterglow")
    val data: File = Files.createTempDirectory("afterglow-server").toFile()
    private val log = File(data, "server.log")

    val port: Int
    val url: String get() = "http://localhost:$port"

    init {
        // Another program may take the free port first: then the next one is tried.
        val tries = generateSequence { started(freePort()) }.take(3)
        val (port, process) = checkNotNull(tries.firstOrNull { (port, process) -> ready(port, process) }) {
            "the server does not start:\n${log.readText()}"
        }
        this.port = port
        Runtime.getRuntime().addShutdownHook(
            Thread {
                process.destroy()
                if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly()
                data.deleteRecursively()
            },
        )
    }

    /** The one-time code of the practice's first member. */
    fun bootstrap(): String = run(program, "bootstrap", "--json", "--data-dir", data.path).text("code")

    /** Whether this text occurs anywhere in the server's storage. */
    fun keeps(words: String): Boolean = data.walk().filter(File::isFile).any { it.holds(words) }

    private fun started(port: Int): Pair<Int, Process> {
        val command = listOf(program.path, "serve", "--listen", "127.0.0.1:$port", "--data-dir", data.path)
        val builder = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log)
        // The environment of the test run must not configure this server.
        builder.environment().keys.removeIf { it.startsWith("AFTERGLOW_") }
        // Every test registers and signs in from the same IP address.
        val rates = listOf("SIGN_IN_BY_ADDRESS", "SIGN_IN_BY_ACCOUNT", "REGISTRATION_BY_ADDRESS") +
            listOf("INVITATION_BY_ADDRESS", "INVITATION_BY_ACCOUNT", "RECOVERY_BY_ADDRESS")
        builder.environment()["AFTERGLOW_REGISTRATION"] = "open"
        rates.forEach { builder.environment()["AFTERGLOW_RATES__$it"] = "100000" }
        return port to builder.start()
    }

    private fun ready(port: Int, process: Process): Boolean {
        val client = HttpClient.newHttpClient()
        val request = HttpRequest.newBuilder(URI("http://localhost:$port/health/ready")).build()
        while (process.isAlive) {
            val answer = runCatching { client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() }
            if (answer.getOrNull() == 200) return true
            process.waitFor(50, TimeUnit.MILLISECONDS)
        }
        return false
    }

    private fun freePort(): Int = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }
}

/** Whether the file contains the bytes of this text. */
internal fun File.holds(words: String): Boolean {
    // One character per byte, so that nothing is decoded.
    fun ByteArray.asText() = toString(Charsets.ISO_8859_1)
    // A file that another process has deleted meanwhile contains nothing.
    val content = try {
        readBytes()
    } catch (_: FileNotFoundException) {
        return false
    }
    return content.asText().contains(words.toByteArray().asText())
}

internal fun JsonObject.text(name: String): String = getValue(name).jsonPrimitive.content

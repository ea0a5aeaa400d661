package afterglow

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import kotlinx.coroutines.CompletableDeferred

/** A network between phone and server that can be held, so that requests arrive and are never answered, and cut, so that none arrive. */
internal class Tunnel(private val port: Int) : AutoCloseable {
    private val entrance = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val sockets = ConcurrentLinkedQueue<Socket>()

    @Volatile private var held: Hold? = null
    @Volatile private var isCut = false

    val url: String = "http://localhost:${entrance.localPort}"

    /** What happens while the tunnel is held. */
    class Hold {
        /** A request has come in. */
        val arrived = CompletableDeferred<Unit>()

        /** The phone has hung up on it. */
        val hungUp = CompletableDeferred<Unit>()
    }

    init {
        thread(isDaemon = true, name = "tunnel") {
            // Ends with the entrance.
            quietly { while (true) dig(entrance.accept()) }
        }
    }

    /** From now on no request passes. */
    fun hold(): Hold = Hold().also { held = it }

    /** Requests pass again. */
    fun release() {
        held = null
    }

    /** The network is away. */
    fun cut() {
        isCut = true
        hangUp()
    }

    /** And there again. */
    fun mend() {
        isCut = false
    }

    override fun close() {
        entrance.close()
        hangUp()
    }

    private fun hangUp() = sockets.forEach { it.close() }

    private fun dig(phone: Socket) {
        if (isCut) return phone.close()
        val server = Socket(InetAddress.getLoopbackAddress(), port)
        sockets += phone
        sockets += server
        thread(isDaemon = true) { pass(phone, server) { held } }
        thread(isDaemon = true) { pass(server, phone) { null } }
    }

    private fun pass(from: Socket, to: Socket, held: () -> Hold?) {
        val buffer = ByteArray(16 * 1024)
        var hold: Hold? = null
        quietly {
            while (true) {
                val count = from.getInputStream().read(buffer)
                if (count < 0) break
                // A connection on which something was swallowed carries nothing more.
                hold = hold ?: held()
                hold?.arrived?.complete(Unit) ?: to.getOutputStream().write(buffer, 0, count)
            }
        }
        hold?.hungUp?.complete(Unit)
        quietly { from.close() }
        quietly { to.close() }
    }

    /** A socket that is closed from the other side is how a connection ends here. */
    private inline fun quietly(block: () -> Unit) {
        try {
            block()
        } catch (_: IOException) {
        }
    }
}

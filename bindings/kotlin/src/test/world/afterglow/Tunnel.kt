package afterglow

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import kotlinx.coroutines.CompletableDeferred

/** A network between phone and server. Held, requests get no response; cut, none arrive. */
internal class Tunnel(private val port: Int) : AutoCloseable {
    private val entrance = ServerSocket(0, 50, InetAddress.getLoopbackAddress())
    private val sockets = ConcurrentLinkedQueue<Socket>()

    @Volatile private var held: Hold? = null
    @Volatile private var isCut = false

    val url: String = "http://localhost:${entrance.localPort}"

    /** The events while the tunnel is held. */
    class Hold {
        /** A request has arrived. */
        val arrived = CompletableDeferred<Unit>()

        /** The phone has closed the connection. */
        val hungUp = CompletableDeferred<Unit>()
    }

    init {
        thread(isDaemon = true, name = "tunnel") {
            // Ends when the listening socket is closed.
            quietly { while (true) dig(entrance.accept()) }
        }
    }

    /** Blocks all requests from now on. */
    fun hold(): Hold = Hold().also { held = it }

    /** Lets requests pass again. */
    fun release() {
        held = null
    }

    /** Cuts the network. */
    fun cut() {
        isCut = true
        hangUp()
    }

    /** Restores the network. */
    fun mend() {
        isCut = false
    }

    override fun close() {
        entrance.close()
        hangUp()
    }

    private fun hangUp() = sockets.forEach { it.close() }

    private fun dig(phone: Socket) {
        val server = Socket(InetAddress.getLoopbackAddress(), port)
        sockets += phone
        sockets += server
        // Afterwards, so that no connection is missed by a cut at this moment.
        if (isCut) {
            phone.close()
            server.close()
            return
        }
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
                // A connection that has dropped data cannot be used again.
                hold = hold ?: held()
                hold?.arrived?.complete(Unit) ?: to.getOutputStream().write(buffer, 0, count)
            }
        }
        hold?.hungUp?.complete(Unit)
        quietly { from.close() }
        quietly { to.close() }
    }

    /** A connection ends normally when the other side closes its socket. */
    private inline fun quietly(block: () -> Unit) {
        try {
            block()
        } catch (_: IOException) {
        }
    }
}

import Foundation

#if canImport(Glibc)
import Glibc
private let stream = Int32(SOCK_STREAM.rawValue)
#else
import Darwin
private let stream = SOCK_STREAM
#endif

/// The socket calls that the tests need.
enum Socket {
    static func opened() throws -> Int32 {
        let socket = socket(AF_INET, stream, 0)
        guard socket >= 0 else { throw Failed(said: "no socket: \(errno)") }
        return socket
    }

    private static func withAddress<Answer>(_ port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Answer) -> Answer {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { here in
            here.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
    }

    static func connected(to port: UInt16) throws -> Int32 {
        let socket = try opened()
        guard withAddress(port, { connect(socket, $0, $1) }) == 0 else {
            close(socket)
            throw Failed(said: "nobody listens on \(port)")
        }
        return socket
    }

    /// A listening socket, and its port.
    static func listening() throws -> (Int32, UInt16) {
        let socket = try opened()
        guard withAddress(0, { bind(socket, $0, $1) }) == 0, listen(socket, 64) == 0 else { throw Failed(said: "cannot listen: \(errno)") }
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        withUnsafeMutablePointer(to: &address) { here in
            _ = here.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
        }
        return (socket, UInt16(bigEndian: address.sin_port))
    }

    static func freePort() throws -> UInt16 {
        let (socket, port) = try listening()
        close(socket)
        return port
    }

    static func get(_ port: UInt16, _ path: String) throws -> String {
        let socket = try connected(to: port)
        defer { close(socket) }
        let words = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard write(socket, words, words.count) == words.count else { return "" }
        var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
        while case let count = read(socket, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }
}

/// A network between phone and server. While it is held, requests get no response.
final class Tunnel: @unchecked Sendable {
    private let server: UInt16
    private let entrance: Int32
    let url: String
    private let lock = NSLock()
    private var held: Hold?
    private var sockets: [Int32] = []

    /// The events while the tunnel is held.
    final class Hold: Sendable {
        /// A request has arrived.
        let arrived = Moment()
        /// The phone has closed the connection.
        let hungUp = Moment()
    }

    /// An event that happens once and can be awaited.
    final class Moment: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream(of: Void.self) }

        func come() { continuation.finish() }
        func wait() async { for await _ in stream {} }
    }

    init(to server: UInt16) throws {
        signal(SIGPIPE, SIG_IGN)
        self.server = server
        let (entrance, port) = try Socket.listening()
        (self.entrance, url) = (entrance, "http://localhost:\(port)")
        Thread.detachNewThread { [weak self] in
            while case let phone = accept(entrance, nil, nil), phone >= 0 {
                guard let self else { break }
                self.dig(phone)
            }
        }
    }

    /// Blocks all requests from now on.
    func hold() -> Hold {
        let hold = Hold()
        lock.withLock { held = hold }
        return hold
    }

    /// Lets requests pass again.
    func release() { lock.withLock { held = nil } }

    /// Cuts the network permanently.
    func cut() {
        shutdown(entrance, Int32(SHUT_RDWR))
        close(entrance)
        for socket in lock.withLock({ sockets }) { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private func dig(_ phone: Int32) {
        guard let server = try? Socket.connected(to: server) else {
            close(phone)
            return
        }
        lock.withLock { sockets += [phone, server] }
        Thread.detachNewThread { [self] in pass(phone, server) { self.lock.withLock { self.held } } }
        Thread.detachNewThread { [self] in pass(server, phone) { nil } }
    }

    private func pass(_ from: Int32, _ to: Int32, _ held: () -> Hold?) {
        var (buffer, hold) = ([UInt8](repeating: 0, count: 16 * 1_024), Hold?.none)
        while case let count = read(from, &buffer, buffer.count), count > 0 {
            // A connection that has dropped data cannot be used again.
            hold = hold ?? held()
            if let hold { hold.arrived.come() } else { _ = write(to, buffer, count) }
        }
        hold?.hungUp.come()
        for socket in [from, to] { shutdown(socket, Int32(SHUT_RDWR)) }
    }
}

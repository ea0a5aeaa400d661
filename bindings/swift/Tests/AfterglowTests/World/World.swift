import Foundation
import XCTest

let password = "a long walk home"

/// The real server with a practice and its therapist. All tests share it and use different names.
enum World {
    static var server: Server { get throws { try begun.get().0 } }
    static var therapist: Therapist { get throws { try begun.get().1 } }

    private static let begun = Result {
        let server = try Server()
        return (server, try Therapist(enrolledAt: server))
    }

    /// Called after the tests.
    static func end() { try? server.end() }

    /// A unique name.
    static func somebody() -> String { "wren-\(UUID().uuidString.prefix(8).lowercased())" }
}

/// Cargo's output, in the folder that `scripts/swift.sh test` sets.
func built(_ name: String) throws -> URL {
    let folder = try XCTUnwrap(ProcessInfo.processInfo.environment["AFTERGLOW_TARGET_DIR"], "AFTERGLOW_TARGET_DIR names target/debug")
    let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
    guard FileManager.default.isExecutableFile(atPath: file.path) else {
        throw Failed(said: "\(file.path) is not there: build it first (cargo build --workspace --all-targets)")
    }
    return file
}

/// The output of a failed program.
struct Failed: Error, CustomStringConvertible {
    let said: String
    var description: String { said }
}

/// The environment of the test run must not configure our programs.
func ownEnvironment() -> [String: String] {
    ProcessInfo.processInfo.environment.filter { name, _ in !name.hasPrefix("AFTERGLOW_") && !name.hasSuffix("LIBRARY_PATH") }
}

/// Runs a program and reads the JSON that it prints. On failure its output becomes the error's message.
func run<Answer: Decodable>(_ program: URL, _ arguments: [String], as answer: Answer.Type = Answer.self) throws -> Answer {
    let process = Process()
    let (printed, said) = (Pipe(), FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).log"))
    try Data().write(to: said)
    defer { try? FileManager.default.removeItem(at: said) }
    process.executableURL = program
    process.arguments = arguments
    process.environment = ownEnvironment()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = printed
    process.standardError = try FileHandle(forWritingTo: said)
    try process.run()
    let bytes = printed.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        let words = try String(contentsOf: said, encoding: .utf8)
        throw Failed(said: "\(program.lastPathComponent) \(arguments.joined(separator: " ")): \(words)")
    }
    return try JSONDecoder().decode(answer, from: bytes)
}

/// The server as a process on a free port, with its own data folder.
final class Server: @unchecked Sendable {
    let data: URL
    let port: UInt16
    private let process: Process
    var url: String { "http://localhost:\(port)" }

    init() throws {
        data = FileManager.default.temporaryDirectory.appendingPathComponent("afterglow-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let log = data.appendingPathComponent("server.log")
        // Another program may take the free port first: then the next one is tried.
        for _ in 1...3 {
            let port = try Socket.freePort()
            try Data().write(to: log)
            let process = Process()
            process.executableURL = try built("afterglow")
            process.arguments = ["serve", "--listen", "127.0.0.1:\(port)", "--data-dir", data.path]
            process.environment = ownEnvironment().merging(Self.settings) { _, ours in ours }
            process.standardOutput = try FileHandle(forWritingTo: log)
            process.standardError = process.standardOutput
            try process.run()
            if Self.isReady(port, process) {
                (self.port, self.process) = (port, process)
                atexit { World.end() }
                return
            }
        }
        throw Failed(said: "the server does not start:\n\(try String(contentsOf: log, encoding: .utf8))")
    }

    /// Every test registers and signs in from the same IP address.
    private static let settings: [String: String] = {
        let rates = [
            "SIGN_IN_BY_ADDRESS", "SIGN_IN_BY_ACCOUNT", "REGISTRATION_BY_ADDRESS", "INVITATION_BY_ADDRESS", "INVITATION_BY_ACCOUNT",
            "RECOVERY_BY_ADDRESS",
        ]
        return Dictionary(uniqueKeysWithValues: rates.map { ("AFTERGLOW_RATES__\($0)", "100000") } + [("AFTERGLOW_REGISTRATION", "open")])
    }()

    private static func isReady(_ port: UInt16, _ process: Process) -> Bool {
        while process.isRunning {
            if let answer = try? Socket.get(port, "/health/ready"), answer.contains(" 200 ") { return true }
            usleep(50_000)
        }
        return false
    }

    /// The one-time code of the practice's first member.
    func bootstrap() throws -> String {
        struct Printed: Decodable { let code: String }
        return try run(built("afterglow"), ["bootstrap", "--json", "--data-dir", data.path], as: Printed.self).code
    }

    /// Whether this text occurs anywhere in the server's storage.
    func keeps(_ words: String) -> Bool { folder(data, holds: words) }

    func end() {
        // Not SIGTERM: threads of Swift's concurrency have it blocked, and what they start inherits that.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: data)
    }
}

/// Whether a file of the folder contains the bytes of this text.
func folder(_ folder: URL, holds words: String) -> Bool {
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return files?.compactMap { $0 as? URL }.contains { (try? Data(contentsOf: $0))?.range(of: Data(words.utf8)) != nil } ?? false
}

import Foundation
import XCTest

/// Every function of the journal is called in some test.
final class SurfaceTests: XCTestCase {
    func testNoFunctionOfTheJournalIsLeftOut() throws {
        let stories = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let journal = stories.appendingPathComponent("../../Sources/Generated/Journal.swift")
        let files = try FileManager.default.contentsOfDirectory(at: stories, includingPropertiesForKeys: nil)
        let told = try files.filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }.joined()
        let lines = try String(contentsOf: journal, encoding: .utf8).split(separator: "\n")
        let names = lines.compactMap { $0.components(separatedBy: "public func ").dropFirst().first?.prefix { $0 != "(" } }
        XCTAssertGreaterThan(names.count, 100)
        let untold = names.map { $0.filter { $0 != "`" } }.filter { !told.contains(".\($0)(") }
        XCTAssertEqual(untold, [])
    }
}

import XCTest

// XCTest's assertions take closures that cannot be async; these take the awaited values.

func equal<Value: Equatable>(_ one: Value, _ other: Value, _ why: String = "", file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertEqual(one, other, why, file: file, line: line)
}

func isTrue(_ value: Bool, _ why: String = "", file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertTrue(value, why, file: file, line: line)
}

func isFalse(_ value: Bool, _ why: String = "", file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertFalse(value, why, file: file, line: line)
}

func isNil<Value>(_ value: Value?, _ why: String = "", file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertNil(value, why, file: file, line: line)
}

func isPresent<Value>(_ value: Value?, _ why: String = "", file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertNotNil(value, why, file: file, line: line)
}

func isGreater<Value: Comparable>(_ one: Value, _ other: Value, file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertGreaterThan(one, other, file: file, line: line)
}

func required<Value>(_ value: Value?, file: StaticString = #filePath, line: UInt = #line) throws -> Value {
    try XCTUnwrap(value, file: file, line: line)
}

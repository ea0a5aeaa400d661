
// Not uniffi's: typed values over its strings and numbers (bindings/bindgen).

fileprivate protocol Converter {
    associatedtype Value
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Value
    static func write(_ value: Value, into buf: inout [UInt8])
}

fileprivate enum ConvertText<Value: CoreText>: Converter {
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Value {
        Value(rawValue: try FfiConverterString.read(from: &buf))
    }

    static func write(_ value: Value, into buf: inout [UInt8]) {
        FfiConverterString.write(value.rawValue, into: &buf)
    }
}

fileprivate enum ConvertDate: Converter {
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Date {
        Date(timeIntervalSince1970: Double(try FfiConverterInt64.read(from: &buf)) / 1_000)
    }

    static func write(_ value: Date, into buf: inout [UInt8]) {
        FfiConverterInt64.write(Int64((value.timeIntervalSince1970 * 1_000).rounded()), into: &buf)
    }
}

fileprivate enum ConvertOption<One: Converter>: Converter {
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> One.Value? {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try One.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }

    static func write(_ value: One.Value?, into buf: inout [UInt8]) {
        guard let value else { return writeInt(&buf, Int8(0)) }
        writeInt(&buf, Int8(1))
        One.write(value, into: &buf)
    }
}

fileprivate enum ConvertSequence<One: Converter>: Converter {
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [One.Value] {
        let count: Int32 = try readInt(&buf)
        return try (0..<count).map { _ in try One.read(from: &buf) }
    }

    static func write(_ values: [One.Value], into buf: inout [UInt8]) {
        writeInt(&buf, Int32(values.count))
        for value in values { One.write(value, into: &buf) }
    }
}

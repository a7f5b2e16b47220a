/// Reads what `ByteWriter` laid out; bytes that end early or say impossible things throw, whatever they are.
package struct ByteReader: Sendable {
  private let bytes: [UInt8]
  private var place = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything was read.
  package var isAtEnd: Bool { place == bytes.count }

  private mutating func take(_ count: Int) throws(MalformedBytes) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else { throw MalformedBytes(place: place) }
    defer { place += count }
    return bytes[place..<place + count]
  }

  /// The count of items of at least so many bytes each, which must still fit.
  private mutating func count(of size: Int) throws(MalformedBytes) -> Int {
    let count = try int()
    guard count >= 0, count <= (bytes.count - place) / size else { throw MalformedBytes(place: place) }
    return count
  }

  package mutating func word() throws(MalformedBytes) -> UInt64 {
    let taken = try take(8)
    return taken.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  package mutating func int() throws(MalformedBytes) -> Int {
    guard let value = Int(exactly: Int64(bitPattern: try word())) else { throw MalformedBytes(place: place) }
    return value
  }

  package mutating func double() throws(MalformedBytes) -> Double { Double(bitPattern: try word()) }

  package mutating func byteArray() throws(MalformedBytes) -> [UInt8] { Array(try take(try count(of: 1))) }

  package mutating func text() throws(MalformedBytes) -> String {
    let taken = try byteArray()
    guard let text = String(validating: taken, as: UTF8.self) else { throw MalformedBytes(place: place) }
    return text
  }

  package mutating func floats() throws(MalformedBytes) -> [Float] {
    let count = try count(of: 4)
    return try take(4 * count).withUnsafeBytes { raw in
      (0..<count).map {
        Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  package mutating func doubles() throws(MalformedBytes) -> [Double] {
    let count = try count(of: 8)
    return try take(8 * count).withUnsafeBytes { raw in
      (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
  }

  /// A count and so many items.
  package mutating func list<Item>(
    _ item: (inout ByteReader) throws(MalformedBytes) -> Item
  ) throws(MalformedBytes) -> [Item] {
    let count = try count(of: 1)
    var items: [Item] = []
    for _ in 0..<count { items.append(try item(&self)) }
    return items
  }

  /// Says that what stands here has no meaning.
  package func misfit() -> MalformedBytes { MalformedBytes(place: place) }
}

/// Bytes that do not say what was expected of them.
package struct MalformedBytes: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where it was noticed.
  package let place: Int

  package var description: String { "the bytes make no sense at \(place)" }
}

/// Lays numbers, texts and arrays out as bytes, little-endian and each array behind its count; `ByteReader` reads them.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
  package mutating func write(_ value: Int) { write(UInt64(bitPattern: Int64(value))) }
  package mutating func write(_ value: Double) { write(value.bitPattern) }

  package mutating func write(_ text: String) { write(Array(text.utf8)) }

  package mutating func write(_ values: [UInt8]) {
    write(values.count)
    bytes.append(contentsOf: values)
  }

  package mutating func write(_ values: [Float]) {
    write(values.count)
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ values: [Double]) {
    write(values.count)
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Writes the count and then each item.
  package mutating func write<Item>(list items: [Item], _ item: (Item, inout ByteWriter) -> Void) {
    write(items.count)
    for value in items { item(value, &self) }
  }
}

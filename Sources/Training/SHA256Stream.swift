import Files

/// Digests numbers as their little-endian bytes, one array after the other.
package struct SHA256Stream: ~Copyable {
  private var hash = SHA256()

  package init() {}

  /// Takes in four bytes per number.
  package mutating func update(_ values: [UInt32]) {
    values.map { $0.littleEndian }.withUnsafeBytes { hash.update($0) }
  }

  /// Takes in four bytes per number, its bit pattern.
  package mutating func update(_ values: [Float]) { update(values.map { $0.bitPattern }) }

  /// Takes in eight bytes per number, its bit pattern.
  package mutating func update(_ values: [Double]) {
    values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { hash.update($0) }
  }

  /// The SHA-256 of everything taken in, hexadecimal.
  package consuming func finish() -> String { hash.finish().hex }
}

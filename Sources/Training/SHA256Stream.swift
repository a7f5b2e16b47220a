import Files

/// Digests numbers as their little-endian bytes, in pieces: each piece enters by its own digest.
package struct SHA256Stream {
  private var pieces: [UInt8] = []

  package init() {}

  package mutating func update(_ values: [UInt32]) {
    append(values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
  }

  package mutating func update(_ values: [Float]) { update(values.map(\.bitPattern)) }

  private mutating func append(_ bytes: [UInt8]) {
    pieces += Array(SHA256.digest(of: bytes).hex.utf8)
  }

  /// The SHA-256 over the digests of the pieces, hexadecimal.
  package var digest: String { SHA256.digest(of: pieces).hex }
}

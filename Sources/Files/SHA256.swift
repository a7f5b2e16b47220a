import CCrypto
import Foundation

/// The 32 bytes of a SHA-256 digest (FIPS 180-4).
package struct SHA256Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// 64 lower-case hexadecimal digits.
  package let hex: String

  fileprivate init(bytes: [UInt8]) { hex = Hexadecimal.text(of: bytes) }

  /// Makes the digest that is written so; nil unless it is 64 hexadecimal digits.
  package init?(hex: String) {
    guard let bytes = Hexadecimal.bytes(of: hex), bytes.count == 32 else { return nil }
    self.init(bytes: bytes)
  }

  /// The bytes in base 64 with padding (RFC 4648), as a browser's policy names what it allows.
  package var base64: String { Data(Hexadecimal.bytes(of: hex) ?? []).base64EncodedString() }

  package static func < (left: SHA256Digest, right: SHA256Digest) -> Bool { left.hex < right.hex }
  package var description: String { hex }
}

/// Computes a SHA-256 digest piece by piece, through libcrypto.
package struct SHA256: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto gives no digest context") }
    self.context = context
    precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto refuses SHA-256")
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in more bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    precondition(
      EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1, "libcrypto refuses \(bytes.count) bytes")
  }

  /// Takes in more bytes.
  package mutating func update(_ bytes: some ContiguousBytes) {
    bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in update(buffer) }
  }

  /// The digest of all bytes taken in.
  package consuming func finish() -> SHA256Digest {
    var bytes = [UInt8](repeating: 0, count: 32)
    precondition(EVP_DigestFinal_ex(context, &bytes, nil) == 1, "libcrypto gives no digest")
    return SHA256Digest(bytes: bytes)
  }
}

// MARK: - Whole texts and files

extension SHA256 {
  /// The digest of some bytes.
  package static func digest(of bytes: some ContiguousBytes) -> SHA256Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The digest of a text in UTF-8.
  package static func digest(of text: String) -> SHA256Digest { digest(of: Array(text.utf8)) }

  /// The digest of a file's bytes, read piece by piece.
  package static func digest(ofFile url: URL) throws(FileError) -> SHA256Digest {
    var hash = SHA256()
    try FileContents.forEachPiece(of: url) { hash.update($0) }
    return hash.finish()
  }

  /// The digest of a file as it would be with other bytes from an offset on, read piece by piece.
  package static func digest(
    ofFile url: URL, with bytes: [UInt8], at offset: Int
  ) throws(FileError) -> SHA256Digest {
    let other = offset..<offset + bytes.count
    var hash = SHA256()
    var start = 0
    try FileContents.forEachPiece(of: url) { piece in
      let place = start..<start + piece.count
      let replaced = place.clamped(to: other)
      if replaced.isEmpty {
        hash.update(piece)
      } else {
        hash.update(UnsafeRawBufferPointer(rebasing: piece[..<(replaced.lowerBound - start)]))
        hash.update(Array(bytes[(replaced.lowerBound - offset)..<(replaced.upperBound - offset)]))
        hash.update(UnsafeRawBufferPointer(rebasing: piece[(replaced.upperBound - start)...]))
      }
      start = place.upperBound
    }
    return hash.finish()
  }
}

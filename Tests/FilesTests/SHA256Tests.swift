import Files
import Foundation
import Testing

struct SHA256Tests {
  /// Vectors of FIPS 180-4 (NIST, "SHA_All" examples) and the empty message.
  static let vectors = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: vectors)
  func `published vectors come out`(message: String, digest: String) {
    #expect(SHA256.digest(of: message).hex == digest)
  }

  @Test
  func `a million letters in uneven pieces give the published digest`() {
    var hash = SHA256()
    var left = 1_000_000
    for size in sequence(first: 1, next: { $0 * 7 % 9973 + 1 }) {
      let count = min(size, left)
      hash.update([UInt8](repeating: UInt8(ascii: "a"), count: count))
      left -= count
      if left == 0 { break }
    }
    #expect(hash.finish().hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test
  func `a file has the digest of its bytes`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 * 31) }
    try AtomicFile.write(bytes, to: folder.url("big"))
    #expect(try SHA256.digest(ofFile: folder.url("big")) == SHA256.digest(of: bytes))
    #expect(throws: FileError(path: folder.url("none").path, operation: "read", code: ENOENT)) {
      try SHA256.digest(ofFile: folder.url("none"))
    }
  }

  @Test
  func `a digest is read from 64 hexadecimal digits only`() {
    let hex = Self.vectors[1].1
    #expect(SHA256Digest(hex: hex.uppercased())?.hex == hex)
    #expect(SHA256Digest(hex: String(hex.dropLast(2))) == nil)
    #expect(SHA256Digest(hex: hex.replacingOccurrences(of: "b", with: "g")) == nil)
  }
}

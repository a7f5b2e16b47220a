import Files
import Foundation
import Testing

struct FileContentsTests {
  @Test
  func `pieces follow each other to the end of the file`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<1000).map { UInt8($0 % 251) }
    try AtomicFile.write(bytes, to: folder.url("a"))
    var pieces: [[UInt8]] = []
    try FileContents.forEachPiece(of: folder.url("a"), size: 300) { pieces.append(Array($0)) }
    #expect(pieces.map(\.count) == [300, 300, 300, 100])
    #expect(pieces.flatMap { $0 } == bytes)
  }

  @Test
  func `a part is read from its offset, and no more than there is`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([UInt8]([1, 2, 3, 4, 5]), to: folder.url("a"))
    #expect(try FileContents.read(folder.url("a"), at: 1, count: 3) == [2, 3, 4])
    #expect(try FileContents.read(folder.url("a"), at: 3, count: 1 << 40) == [4, 5])
    #expect(try FileContents.read(folder.url("a"), at: 9, count: 1).isEmpty)
    #expect(FileContents.size(of: folder.url("a")) == 5 && FileContents.size(of: folder.url("b")) == 0)
  }

  @Test
  func `a folder is no file to read`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FileError.self) { try FileContents.read(folder.root) }
    #expect(error?.code == EISDIR)
  }

  @Test
  func `a copy has the same bytes, and takes no other file's place`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try AtomicFile.write(bytes, to: folder.url("a"))
    try FileContents.copy(folder.url("a"), to: folder.url("b"))
    #expect(try FileContents.read(folder.url("b")) == bytes)
    #expect(throws: FileError.self) { try FileContents.copy(folder.url("a"), to: folder.url("b")) }
    #expect(throws: FileError.self) { try FileContents.copy(folder.root, to: folder.url("c")) }
  }

  @Test
  func `a file is read up to its limit and refused beyond it, also where it has no size`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([UInt8](repeating: 7, count: 600_000), to: folder.url("a"))
    #expect(try FileContents.read(folder.url("a"), atMost: 600_000).count == 600_000)
    let long = #expect(throws: FileError.self) { try FileContents.read(folder.url("a"), atMost: 599_999) }
    #expect(long?.code == EFBIG && long?.isReading == true)
    let endless = #expect(throws: FileError.self) {
      try FileContents.read(URL(filePath: "/dev/zero"), atMost: 3_000_000, fromPipes: true)
    }
    #expect(
      endless?.description == "/dev/zero: cannot read: it has more than 3 MB, the most that is read of such a file")
  }

  @Test
  func `a pipe is refused, not waited for, by every function that reads`() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.url("pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    let refused = FileError(stream: pipe.path)
    #expect(refused.description == "\(pipe.path): cannot read: a pipe or a device lies there")
    #expect(throws: refused) { try FileContents.read(pipe) }
    #expect(throws: refused) { try FileContents.read(pipe, at: 0, count: 8) }
    #expect(throws: refused) { try FileContents.forEachPiece(of: pipe) { _ in } }
    #expect(throws: refused) { try FileContents.contains(anyOf: [[0]], pipe) }
    #expect(throws: refused) { try FileContents.copy(pipe, to: folder.url("copy")) }
  }

  @Test
  func `a file for which there is no room is an error`() throws {
    let refused = #expect(throws: FileError.self) { try FileContents.checkRoom(for: 1 << 60, of: "a") }
    #expect(refused?.code == ENOMEM && refused?.path == "a")
    try FileContents.checkRoom(for: 1 << 25, of: "a")
  }

  @Test
  func `a pattern is found at every place, whatever the pieces`() throws {
    let folder = try TemporaryFolder()
    let text = "abaababcabababaab"
    try AtomicFile.write(Array(text.utf8), to: folder.url("a"))
    for pattern in ["a", "ab", "aba", "abab", "ababaab", "c", "abd", text] {
      let expected = text.indices.filter { text[$0...].hasPrefix(pattern) }.map { text[..<$0].count }
      for piece in pattern.count...20 {
        var found: [Int] = []
        try FileContents.forEachPlace(of: Array(pattern.utf8), in: folder.url("a"), piece: piece) {
          found.append($0)
          return true
        }
        #expect(found == expected, "\(pattern) in pieces of \(piece)")
      }
    }
    var first: [Int] = []
    try FileContents.forEachPlace(of: Array("ab".utf8), in: folder.url("a")) {
      first.append($0)
      return first.count < 2
    }
    #expect(first == [0, 3])
    #expect(try FileContents.contains(anyOf: ["zz", "bc"].map { Array($0.utf8) }, folder.url("a")))
    #expect(try !FileContents.contains(anyOf: ["zz", "cc"].map { Array($0.utf8) }, folder.url("a")))
  }

  @Test
  func `the digest of a file with other bytes in it is that of the file as it would be`() throws {
    let folder = try TemporaryFolder()
    var bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try AtomicFile.write(bytes, to: folder.url("a"))
    let other = [UInt8](repeating: 9, count: 100)
    // Pieces have 2^18 bytes: within one, over the end of one, at the end of the file.
    for offset in [0, 5, (1 << 18) - 50, 599_900] {
      let found = try SHA256.digest(ofFile: folder.url("a"), with: other, at: offset)
      let before = Array(bytes[offset..<offset + 100])
      bytes.replaceSubrange(offset..<offset + 100, with: other)
      #expect(found == SHA256.digest(of: bytes), "at \(offset)")
      bytes.replaceSubrange(offset..<offset + 100, with: before)
    }
  }
}

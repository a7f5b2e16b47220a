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
}

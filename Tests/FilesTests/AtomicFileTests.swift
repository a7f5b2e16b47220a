import Foundation
import Testing

@testable import Files

struct AtomicFileTests {
  @Test
  func `a written file holds the bytes and nothing else is left in the folder`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text: "first", to: folder.url("a.txt"))
    try AtomicFile.write(text: "second, Ünïcode", to: folder.url("a.txt"))
    #expect(try String(contentsOf: folder.url("a.txt"), encoding: .utf8) == "second, Ünïcode")
    #expect(try FileContents.read(folder.url("a.txt")) == Array("second, Ünïcode".utf8))
    #expect(try folder.names == ["a.txt"])
  }

  @Test
  func `an empty file can be written`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([UInt8](), to: folder.url("empty"))
    #expect(try FileContents.read(folder.url("empty")).isEmpty)
  }

  @Test
  func `a name of 255 bytes can be written`() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "ü", count: 125) + "abcde"
    try AtomicFile.write(text: "a", to: folder.url(name))
    #expect(try folder.names == [name])
  }

  @Test
  func `an existing file stays when asked to, and the error says so`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text: "old", to: folder.url("a"), existing: .keep)
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write(text: "new", to: folder.url("a"), existing: .keep)
    }
    #expect(error?.isExisting == true)
    #expect(error?.description == "\(folder.url("a").path): cannot write: File exists")
    #expect(try String(contentsOf: folder.url("a"), encoding: .utf8) == "old")
    #expect(try folder.names == ["a"])
  }

  @Test
  func `a write into a missing folder, or over a folder, fails and leaves nothing`() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: FileError.self) {
      try AtomicFile.write(text: "x", to: folder.url("none/a"))
    }
    #expect(missing?.isMissing == true)
    try AtomicFile.createFolder(folder.url("b"))
    let occupied = #expect(throws: FileError.self) { try AtomicFile.write(text: "x", to: folder.url("b")) }
    #expect(occupied?.code == EISDIR)
    #expect(try folder.names == ["b"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func `a full disk is recognised`() throws {
    let error = #expect(throws: FileError.self) {
      try FileDescriptor(opening: "/dev/full", O_WRONLY, operation: "write").write(bytes: [1, 2, 3])
    }
    #expect(error?.isDiskFull == true)
    #expect(error?.description == "/dev/full: cannot write: No space left on device")
  }

  @Test
  func `a finished file is published under its name`() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write(text: "done", to: folder.url("a.part"))
    try AtomicFile.publish(folder.url("a.part"), as: folder.url("a"))
    #expect(try folder.names == ["a"])
  }

  @Test
  func `folders are made with those above them, and again without harm`() throws {
    let folder = try TemporaryFolder()
    for _ in 1...2 { try AtomicFile.createFolder(folder.url("x/y/z")) }
    try AtomicFile.write(text: "", to: folder.url("x/file"))
    let error = #expect(throws: FileError.self) { try AtomicFile.createFolder(folder.url("x/file")) }
    #expect(error?.code == ENOTDIR)
  }

  @Test
  func `a reader meets the old content or the new one, never a part`() async throws {
    let folder = try TemporaryFolder()
    let url = folder.url("a")
    let contents = [UInt8(1), 2].map { [UInt8](repeating: $0, count: 300_000) }
    try AtomicFile.write(contents[0], to: url)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for round in 1...40 { try AtomicFile.write(contents[round % 2], to: url) } }
      group.addTask {
        for _ in 1...40 {
          let found = try FileContents.read(url)
          #expect(contents.contains(found), "\(found.count) bytes")
        }
      }
      try await group.waitForAll()
    }
    #expect(try folder.names == ["a"])
  }
}

extension FileDescriptor {
  func write(bytes: [UInt8]) throws(FileError) {
    let result = bytes.withUnsafeBytes { buffer in Result { () throws(FileError) in try write(buffer) } }
    try result.get()
  }
}

import Foundation
import Testing

@testable import Datasets

/// Writes zip archives of stored members, and of deflated ones for names that end in ".txt".
enum ZipWriter {
  static func archive(_ members: [(String, [UInt8])]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in members {
      // A gzip file is ten bytes of header, deflate data, check sum and size.
      let gzip = Gzip.pack(bytes)
      let deflated = name.hasSuffix(".txt")
      let packed = deflated ? Array(gzip[10..<gzip.count - 8]) : bytes
      let checksum = Array(gzip[(gzip.count - 8)..<(gzip.count - 4)])
      let common =
        half(20) + half(0) + half(deflated ? 8 : 0) + half(0) + half(0) + checksum
        + word(packed.count) + word(bytes.count) + half(name.utf8.count)
      directory +=
        word(0x0201_4B50) + half(20) + common + half(0) + half(0) + half(0) + half(0) + word(0)
        + word(body.count) + Array(name.utf8)
      body += word(0x0403_4B50) + common + half(4) + Array(name.utf8) + [9, 9, 9, 9] + packed
    }
    return body + directory + word(0x0605_4B50) + half(0) + half(0) + half(members.count) + half(members.count)
      + word(directory.count) + word(body.count) + half(0)
  }

  private static func half(_ number: Int) -> [UInt8] { [0, 8].map { UInt8(truncatingIfNeeded: number >> $0) } }
  private static func word(_ number: Int) -> [UInt8] { [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) } }
}

struct ZipArchiveTests {
  private static let text = Array(String(repeating: "to be packed ", count: 50).utf8)
  private static let zip = ZipWriter.archive([("a/b.txt", text), ("c", [1, 2, 3])])

  private func archive(_ bytes: [UInt8], _ folder: TemporaryFolder) throws -> ZipArchive {
    try folder.write(bytes, "x.zip")
    return try ZipArchive(folder.url("x.zip"))
  }

  @Test
  func `stored and deflated members are read`() throws {
    let folder = try TemporaryFolder()
    let archive = try archive(Self.zip, folder)
    #expect(try archive.read("a/b.txt") == Self.text)
    #expect(try archive.read("c") == [1, 2, 3])
  }

  @Test
  func `a member that is not there, and a file that is no archive, are named`() throws {
    let folder = try TemporaryFolder()
    let path = folder.url("x.zip").path
    let missing = #expect(throws: DatasetError.self) { try archive(Self.zip, folder).read("d") }
    #expect(missing?.description == "\(path): has no member 'd'; it has 2 others")
    let none = #expect(throws: DatasetError.self) { try archive(Self.text, folder) }
    #expect(none?.description == "\(path): is no zip archive: it has no directory at its end")
  }

  @Test
  func `no flipped bit of the members changes what is read unseen`() throws {
    let folder = try TemporaryFolder()
    for place in 0..<Self.zip.count - 22 {
      var flipped = Self.zip
      flipped[place] ^= 4
      let read = Result { () throws -> ([UInt8], [UInt8]) in
        let archive = try archive(flipped, folder)
        return (try archive.read("a/b.txt"), try archive.read("c"))
      }
      if case .success(let contents) = read { #expect(contents == (Self.text, [1, 2, 3]), "byte \(place)") }
    }
  }
}

import Foundation
import GRDB
import Testing

@testable import Archive

/// An archive beside the journal of a change in which its writer was killed.
struct HalfChangeTests {
  /// Makes such an archive below the folder: its file holds half of the change already.
  private func halfChanged(in folder: URL) throws -> URL {
    let origin = folder.appending(path: "origin.sqlite")
    try SharedFixture.archive(in: folder).settle()
    let queue = try DatabaseQueue(path: origin.path)
    let url = folder.appending(path: "killed/archive.sqlite")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try queue.writeWithoutTransaction { database in
      // With room for a single page the rest goes to the file before the end of the transaction.
      try database.execute(sql: "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE; CREATE TABLE half (x)")
      for _ in 0..<500 { try database.execute(sql: "INSERT INTO half VALUES (randomblob(900))") }
      for log in ["", "-journal"] {
        try FileManager.default.copyItem(at: URL(filePath: origin.path + log), to: URL(filePath: url.path + log))
      }
      try database.execute(sql: "ROLLBACK")
    }
    return url
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "half-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test
  func `a reader has the change of a killed process undone, and reads what was finished`() throws {
    try inFolder { folder in
      let url = try halfChanged(in: folder)
      let journal = URL(filePath: url.path + "-journal")
      #expect(try Data(contentsOf: journal).prefix(8) == Data([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]))
      let archive = try Archive.read(at: url)
      #expect(try !archive.newestExperiments().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: journal.path))
      #expect(try archive.read { try !$0.tableExists("half") })
    }
  }

  @Test
  func `verify reads it through a copy and leaves it as it is`() throws {
    try inFolder { folder in
      let url = try halfChanged(in: folder)
      let files = [url, URL(filePath: url.path + "-journal")]
      let before = try files.map { try Data(contentsOf: $0) }
      let verified = try Archive.verify(at: url)
      #expect(verified.mismatches.isEmpty && verified.trials > 0, "\(verified)")
      #expect(try files.map { try Data(contentsOf: $0) } == before)
    }
  }
}

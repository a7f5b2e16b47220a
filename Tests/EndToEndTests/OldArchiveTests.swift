import Foundation
import GRDB
import Testing

/// Archives of every earlier version of the tables, asked by the built program as they are and after it has written.
@Suite(.serialized)
struct OldArchiveTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "ArchiveTests/Versions")

  private static let reading = [
    ["list"], ["list", "--trials"], ["show", "small"], ["status"], ["claims"], ["compare", "small:0", "small:1"],
    ["export", "metrics", "small"], ["export", "--view", "finals"], ["export", "--view", "experiments"],
    ["archive", "stats"], ["archive", "export", "small", "-o", "small.sqlar"], ["gc", "--dry-run"],
    ["report", "--out", "pages"], ["archive", "build", "--out", "site"], ["verify"],
  ]

  private static func versions() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
  }

  /// Makes the archive and returns its bytes.
  private func restore(_ version: String, _ program: Program) throws {
    let results = program.folder.appending(path: "results")
    try? FileManager.default.removeItem(at: results)
    try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
    let queue = try DatabaseQueue(path: results.appending(path: "archive.sqlite").path)
    let text = try String(contentsOf: Self.folder.appending(path: version), encoding: .utf8)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: text)
    }
    try queue.close()
  }

  @Test
  func `everything that reads reads them all, and leaves them as they are`() throws {
    for version in try Self.versions() {
      try Program.inFolder { program in
        try restore(version, program)
        let archive = program.folder.appending(path: "results/archive.sqlite")
        let before = try Data(contentsOf: archive)
        for words in Self.reading {
          let ended = try program.run(words)
          #expect(ended.code == 0, "\(version) \(words): \(ended)")
        }
        #expect(try Data(contentsOf: archive) == before, "\(version)")
        // What writes brings it up to date, and nothing is lost by that.
        let rows = try program.run("export", "metrics", "small").output
        try program.expect(0, "annotate", "small", "--star")
        #expect(try program.run("export", "metrics", "small").output == rows, "\(version)")
        try program.expect(0, "verify")
      }
    }
  }
}

import Foundation
import GRDB
import Testing

/// Archives in which a value is of another type than its column, as a flipped bit in the head of a row can make it, or a
/// number that no program writes.
@Suite(.serialized)
struct MistypedTests {
  @Test(arguments: [
    ("experiment", "question"), ("experiment", "effective"), ("configuration", "spec"), ("member", "trial"),
    ("trial", "spec"), ("trial", "checksum"), ("trial", "divergedEpoch"), ("trial", "hex"), ("epochMetric", "metric"),
    ("measurement", "host"), ("provenance", "text"), ("seal", "chain"),
  ])
  func `a value of another type ends nothing that reads in a trap, and verify finds it`(
    table: String, column: String
  ) throws {
    try asked(table, column, "x'FFFE00'")
  }

  @Test(arguments: [
    ("member", "configuration", "-9223372036854775808"), ("member", "replicate", "9223372036854775807"),
    ("configuration", "position", "9223372036854775807"), ("epochMetric", "epoch", "9223372036854775807"),
    ("measurement", "startedAt", "1e308"), ("measurement", "peakMemory", "-9223372036854775808"),
  ])
  func `nor does a number that no program writes`(table: String, column: String, value: String) throws {
    try asked(table, column, value)
  }

  private func asked(_ table: String, _ column: String, _ value: String) throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try Self.change(program.folder.appending(path: "results/archive.sqlite"), table, column, value)
      for words in [
        ["list"], ["list", "--trials"], ["show", "small"], ["status"], ["claims"], ["compare", "small:0", "small:1"],
        ["report"], ["archive", "build"], ["archive", "export", "small", "-o", "x.sqlar"], ["export", "small"],
        ["explain", "small"], ["reproduce", "small", "--trials", "1"],
      ] {
        let ended = try program.run(words)
        #expect([0, 3, 65, 66].contains(ended.code), "\(words): \(ended.code) \(ended.messages.suffix(500))")
        #expect(ended.code == 0 || !(ended.output + ended.messages).isEmpty, "\(words)")
      }
      let verified = try program.run("verify")
      #expect(verified.code == 3, "\(verified.code) \(verified.output) \(verified.messages.suffix(500))")
    }
  }

  /// Puts a value into a column of one row, past all checks.
  private static func change(_ url: URL, _ table: String, _ column: String, _ value: String) throws {
    let queue = try DatabaseQueue(path: url.path)
    try queue.inDatabase { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
      let guards = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      for row in guards { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
      try database.execute(
        sql: "UPDATE \(table) SET \(column) = \(value) WHERE rowid = (SELECT MIN(rowid) FROM \(table))")
      for row in guards { try database.execute(sql: row["sql"]) }
    }
    try queue.close()
  }
}

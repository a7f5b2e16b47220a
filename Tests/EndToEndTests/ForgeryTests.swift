import Experiments
import Foundation
import GRDB
import Testing

@testable import Archive

/// An archive that was changed with all of its digests, which only training again can tell.
@Suite(.serialized)
struct ForgeryTests {
  @Test
  func `a number that was changed with its seals is found by training again, with its epoch, metric and both numbers`()
    throws
  {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let archive = program.folder.appending(path: "results/archive.sqlite")
      let trial = try Self.forge(archive)
      // Every digest fits: nothing that reads can know.
      let verified = try program.run("verify")
      #expect(verified.code == 0 && verified.output.hasSuffix("\nNothing differs.\n"), "\(verified.output)")
      let found = try program.run("reproduce", "small", "--trials", "all")
      #expect(found.code == 3)
      #expect(found.output.contains("trial \(trial.prefix(8)) came out differently; what differed first:"))
      #expect(found.output.contains("validation error after epoch 2: 0.015625 archived, 0."), "\(found.output)")
      #expect(found.output.contains(" now; 2 differ in all"), "\(found.output)")
      #expect(found.output.contains("small: 1 of 4 trials came out differently on "), "\(found.output)")
      let json = try program.run("reproduce", "small", "--trials", "all", "--json")
      #expect(json.code == 3 && json.output.contains("\"holds\":false"))
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(page.contains("1 of 4 trials came out differently"))
      try program.expect(0, "archive", "build")
      let own = program.folder.appending(path: "results/site/trial/\(trial.prefix(16)).html")
      let facts = try String(contentsOf: own, encoding: .utf8)
      #expect(facts.contains("Trained again") && facts.contains("it came out differently: "))
      #expect(facts.contains("validation error after epoch 2: 0.015625 archived, 0."))
    }
  }

  /// Changes two numbers of one trial, the checksum of the trial and all seals, and returns the trial.
  private static func forge(_ url: URL) throws -> String {
    let archive = try Archive.open(at: url)
    let writer = try #require(archive.writer)
    let hex = try writer.write { database in
      let guards = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
      for row in guards { try database.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
      let hex = try #require(try String.fetchOne(database, sql: "SELECT hex FROM trial ORDER BY id"))
      try database.execute(
        sql: """
          UPDATE epochMetric SET value = 0.015625 WHERE trial = (SELECT id FROM trial WHERE hex = ?)
          AND split = 'validation' AND metric = 'error'
          """, arguments: [hex])
      let row = try #require(try Row.fetchOne(database, sql: "SELECT * FROM trial WHERE hex = ?", arguments: [hex]))
      let checksum = try Archive.unchecked(row, database).checksum(of: TrialID(hex: hex))
      try database.execute(sql: "UPDATE trial SET checksum = ? WHERE hex = ?", arguments: [checksum, hex])
      try database.execute(sql: "DELETE FROM seal")
      try Seals.sealNew(.recording, database)
      for row in guards { try database.execute(sql: row["sql"]) }
      return hex
    }
    try archive.settle()
    return hex
  }
}

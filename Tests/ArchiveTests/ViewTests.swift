import Archive
import Experiments
import Foundation
import GRDB
import Testing

/// What other programs read with SQL.
struct ViewTests {
  @Test
  func `every view answers, one row per trial with the fields of its specification`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let counts = try Archive.views.map { try archive.rows(ofView: $0, experiment: "small").rows.count }
      // 1 experiment, 2 configurations, 6 + 4 trials of tuning, 5 metrics each, one row of finals each, …
      #expect(counts == [1, 2, 10, 30, 6, 6, 12])
      let sql = """
        SELECT label, dropout, rate, network, learning_rate, epochs, spec ->> '$.network.mlp.hidden[0]' AS width
        FROM trials WHERE status = 'completed' ORDER BY configuration, replicate
        """
      let rows = try DatabaseQueue(path: archive.path).read { try Row.fetchAll($0, sql: sql) }
      #expect(rows.count == 6)
      let texts = rows.map { row in Array(row.databaseValues).dropFirst().map { "\($0)" }.joined(separator: " ") }
      #expect(texts[0] == #""none" NULL "mlp" 0.03 2 8"#)
      #expect(texts[5] == #""bernoulli" 0.5 "mlp" 0.1 2 8"#)
    }
  }

  @Test
  func `finals are wide, and what is not finite or not measured is nothing`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let row = try #require(
        try DatabaseQueue(path: archive.path).read { try Row.fetchOne($0, sql: "SELECT * FROM finals") })
      let (epoch, error) = (row["epoch"] as Int, row["validation_error"] as Double?)
      #expect(epoch == 2 && error == 0.0625)
      for column in ["test_nll", "training_error"] { #expect(row[column] as Double? == nil) }
    }
  }

  @Test
  func `views show the newest version of an experiment only`() throws {
    try ArchiveFixture.inFolder { folder in
      let archive = try SharedFixture.archive(in: folder)
      let plan = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("replicates: 3", with: "replicates: 2"))
      _ = try archive.record(plan, data: ArchiveFixture.digests)
      #expect(try archive.rows(ofView: "experiments", experiment: "small").rows.count == 2)
      #expect(try archive.rows(ofView: "trials", experiment: "small").rows.count == 4)
      // The older one is run again and is the newest then.
      _ = try archive.record(try ArchiveFixture.plan(), data: ArchiveFixture.digests)
      #expect(try archive.rows(ofView: "trials", experiment: "small").rows.count == 10)
    }
  }
}

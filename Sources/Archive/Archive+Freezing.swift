import Experiments
import GRDB

extension Archive {
  /// Keeps what was frozen of an experiment; nothing that was frozen before is touched.
  package func record(_ freezing: Freezing) throws(ArchiveError) {
    try write { database in
      _ = try SealedTable.freezing.insert(
        [
          freezing.name, freezing.tier?.rawValue ?? "", freezing.digest, freezing.effective, freezing.commit,
          freezing.frozenAt, freezing.trialsRead,
        ], database)
    }
  }

  /// Everything that was frozen under a name, oldest first; nothing in archives of earlier versions.
  package func freezings(of name: String) throws(ArchiveError) -> [Freezing] {
    try read { database in
      guard try database.tableExists("freezing") else { return [] }
      return try Row.fetchAll(
        database, sql: "SELECT * FROM freezing WHERE name = ? ORDER BY id", arguments: [name]
      ).map { row in
        try Freezing(
          name: row.value("name"), tier: Tier(rawValue: row.value("tier")), digest: row.value("digest"),
          effective: row.value("effective"),
          commit: row.value("sourceCommit"), frozenAt: row.value("frozenAt"), trialsRead: row.value("trialsRead"))
      }
    }
  }

  /// How many measured trials of these versions of an experiment have an outcome, so that their test split was read.
  package func trialsRead(of versions: [ArchivedExperiment]) throws(ArchiveError) -> Int {
    try read { database in
      var found: Set<String> = []
      for version in versions {
        found.formUnion(
          try String.fetchAll(
            database,
            sql: """
              SELECT trial.hex FROM trial JOIN member ON member.trial = trial.hex
              WHERE member.experiment = ? AND member.purpose = 'measurement'
              """,
            arguments: [version.key.id]))
      }
      return found.count
    }
  }
}

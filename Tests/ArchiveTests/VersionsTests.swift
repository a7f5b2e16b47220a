import Experiments
import Foundation
import GRDB
import Testing

@testable import Archive

/// Archives of every version of the tables, as `Versions/*.sql`, are brought up to date with every number kept.
struct VersionsTests {
  static let versions = [
    "1-facts", "2-attempts", "3-final", "4-running", "5-log", "6-inference", "7-freezing", "8-probes", "9-digests",
    "11-running-log", "12-gaps", "13-checks", "14-views",
  ]

  @Test(arguments: versions)
  func `an archive of an earlier version opens, keeps every number, and verifies`(version: String) throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.restore(version, in: folder)
      let before = try Self.rows(of: url)
      #expect((before["epochMetric"]?.count ?? 0) == 15 && (before["trial"]?.count ?? 0) == 3)
      let archive = try Archive.open(at: url)
      let trials = try archive.archivedSpecs().map(\.id)
      let outcomes = try archive.outcomes(of: trials)
      #expect(outcomes.count == 3)
      #expect(outcomes.values.allSatisfy { $0.metrics.count == 5 })
      #expect(try archive.weights(of: trials[0]).first?.values[0] == 1.5)
      try archive.settle()
      let after = try Self.rows(of: url)
      // Each row stands there as it did, with what later versions add at its end; seals of deleted rows go.
      let released = Set((before["release"] ?? []).map { $0[1] })
      for (table, all) in before where !["grdb_migrations", "release"].contains(table) {
        let kept = try #require(after[table])
        let rows = table != "seal" ? all : all.filter { !released.contains($0[0]) && $0[1] != "\"release\"" }
        #expect(zip(rows, kept).allSatisfy { $1.starts(with: $0) } && rows.count <= kept.count, "\(table)")
      }
      let found = try Archive.verify(at: url)
      #expect(found.mismatches.isEmpty, "\(found.mismatches)")
      let later = Self.sealedLater(before, after)
      #expect(found.isSealed && found.sealedLater == later.values.reduce(0, +))
      let seals = after["seal"]?.filter { $0[5] == "\"migration\"" }.map { $0[1].replacing("\"", with: "") } ?? []
      #expect(Dictionary(seals.map { ($0, 1) }, uniquingKeysWith: +) == later)
    }
  }

  /// How many rows of each table get their seals from a migration: all that an archive without seals holds, what the
  /// migrations add themselves, and a gap for seals of deleted rows.
  private static func sealedLater(_ before: [String: [[String]]], _ after: [String: [[String]]]) -> [String: Int] {
    var counts: [String: Int] = [:]
    if before["seal"] == nil {
      for table in SealedTable.allCases { counts[table.rawValue] = before[table.rawValue]?.count }
    }
    if before["specification"] == nil { counts["specification"] = Set((before["trial"] ?? []).map { $0[2] }).count }
    if before["release"]?.isEmpty == false { counts["gap"] = 1 }
    return counts.filter { $0.value > 0 }
  }

  @Test(arguments: versions.dropFirst())
  func `an archive of an earlier version is verified as it is, without a word written`(version: String) throws {
    try ArchiveFixture.inFolder { folder in
      let url = try Self.restore(version, in: folder)
      let before = try VerifyingTests.state(of: folder)
      let found = try Archive.verify(at: url)
      #expect(found.mismatches.isEmpty && found.trials == 3, "\(found.mismatches)")
      #expect(try VerifyingTests.state(of: folder) == before)
      #expect(found.isSealed == Self.versions.drop { $0 != "9-digests" }.contains(version))
      try SQLiteShell.run(
        "DROP TRIGGER IF EXISTS epochMetricIsFinal; UPDATE epochMetric SET value = value * 1.5 WHERE id = 1", on: url)
      #expect(try Archive.verify(at: url).mismatches.contains { $0.table == "trial" && $0.field == "outcome" })
    }
  }

  @Test
  func `every version of the tables has its fixture`() {
    // The tables of 10 came together with that of 11.
    let earlier = Schema.migrator.migrations.dropLast().filter { !$0.hasPrefix("10-") }
    #expect(Self.versions == earlier)
    #expect(Self.versions.allSatisfy { Self.sql($0) != nil })
  }

  // MARK: - Making them

  /// Writes the fixtures anew where `DROPOUT_LAB_FIXTURES` names a folder; those of old versions are never replaced.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["DROPOUT_LAB_FIXTURES"] != nil))
  func `writes the fixture of every version`() throws {
    let path = try #require(ProcessInfo.processInfo.environment["DROPOUT_LAB_FIXTURES"])
    for version in Self.versions {
      let file = URL(filePath: path).appending(path: "\(version).sql")
      guard !FileManager.default.fileExists(atPath: file.path) else { continue }
      try ArchiveFixture.inFolder { folder in
        let full = try VerifyingTests.filled(folder)
        let old = folder.appending(path: "old.sqlite")
        try Self.make(version, at: old, from: full)
        try Self.dump(of: old).write(to: file, atomically: true, encoding: .utf8)
      }
    }
  }

  /// The tables of a version, filled with the rows of an archive as far as they have columns for them.
  private static func make(_ version: String, at url: URL, from full: URL) throws {
    if version == versions.last {
      try FileManager.default.copyItem(at: full, to: url)
      return try forgetAnother(at: url)
    }
    let queue = try DatabaseQueue(path: url.path)
    try Schema.migrator.migrate(queue, upTo: version)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF; ATTACH '\(full.path)' AS source")
      for table in try tables(database) where table != "grdb_migrations" {
        let columns = try database.columns(in: table).map { "\"\($0.name)\"" }.joined(separator: ", ")
        try database.execute(sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM source.\(table)")
      }
      try database.execute(sql: "DETACH source")
    }
    try queue.close()
  }

  /// Records another experiment and removes it again, which leaves its mark.
  private static func forgetAnother(at url: URL) throws {
    let archive = try Archive.open(at: url)
    let plan = try ArchiveFixture.plan(ArchiveFixture.yaml.replacing("name: small", with: "name: other"))
    _ = try archive.record(plan, data: ArchiveFixture.digests)
    _ = try archive.remove(.experiment(name: "other"))
    try archive.settle()
  }

  /// Tables, rows, then the rest, as SQL that makes the same file.
  private static func dump(of url: URL) throws -> String {
    let queue = try DatabaseQueue(path: url.path)
    return try queue.read { database in
      let objects = try Row.fetchAll(
        database, sql: "SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
      let isTable = { (row: Row) in row["type"] == "table" }
      var lines = objects.filter(isTable).map { "\($0["sql"] as String);" }
      for table in try tables(database) {
        let columns = try database.columns(in: table).map { "quote(\"\($0.name)\")" }.joined(separator: " || ', ' || ")
        lines += try String.fetchAll(database, sql: "SELECT \(columns) FROM \(table) ORDER BY rowid")
          .map { "INSERT INTO \(table) VALUES (\($0));" }
      }
      lines += objects.filter { !isTable($0) }.map { "\($0["sql"] as String);" }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  // MARK: - Reading them

  private static func sql(_ version: String) -> String? {
    Bundle.module.url(forResource: version, withExtension: "sql", subdirectory: "Versions")
      .flatMap { try? String(contentsOf: $0, encoding: .utf8) }
  }

  static func restore(_ version: String, in folder: URL) throws -> URL {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: "archive.sqlite")
    let text = try #require(sql(version))
    let queue = try DatabaseQueue(path: url.path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: text)
    }
    try queue.close()
    return url
  }

  private static func tables(_ database: Database) throws -> [String] {
    try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
  }

  /// Every row of every table, each value as SQL writes it.
  private static func rows(of url: URL) throws -> [String: [[String]]] {
    let queue = try DatabaseQueue(path: url.path)
    return try queue.read { database in
      var rows: [String: [[String]]] = [:]
      for table in try tables(database) {
        rows[table] = try Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY rowid").map { row in
          row.databaseValues.map { "\($0)" }
        }
      }
      return rows
    }
  }
}

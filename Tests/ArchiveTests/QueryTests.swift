import Archive
import Foundation
import Testing

struct QueryTests {
  private func rows(_ sql: String, steps: Int32 = 1_000_000) throws -> ArchivedRows {
    let folder = FileManager.default.temporaryDirectory.appending(path: "query-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let archive = try Archive.open(at: folder.appending(path: "archive.sqlite"))
    return try archive.query(sql, experiments: [], bounds: QueryBounds(steps: steps))
  }

  @Test(arguments: ["experiments", "configurations", "trials", "metrics", "finals", "inference"])
  func `every documented view can be read`(view: String) throws {
    #expect(try rows("SELECT * FROM \(view)").rows.isEmpty)
    #expect(try !rows("SELECT * FROM \(view)").columns.isEmpty)
  }

  @Test(arguments: [
    "DELETE FROM main.trial", "INSERT INTO main.provenance (digest, text) VALUES ('a', 'b')", "DROP TABLE main.trial",
    "CREATE TABLE x (y)", "PRAGMA user_version = 3", "ATTACH 'other.sqlite' AS other", "UPDATE temp.chosen SET id = 1",
    "SELECT 1; SELECT 2", "VACUUM", "", "PRAGMA table_info(trial)", "EXPLAIN SELECT 1", "SELECT * FROM experiment",
    "SELECT * FROM main.experiments", "SELECT * FROM sqlite_master", "SELECT 1 FROM trials, trial",
    "SELECT 1 FROM trials AS t LEFT JOIN \"measurement\" USING (trial)", "SELECT (SELECT host FROM measurement)",
    "SELECT * FROM (SELECT 1 FROM (trials JOIN trial))", "SELECT 1 /* FROM trials */ FROM[trial]",
  ])
  func `whatever is no single query that reads is refused`(sql: String) {
    #expect(throws: QueryError.self) { try rows(sql) }
  }

  @Test(arguments: ["random()", "datetime('now')", "CURRENT_TIMESTAMP", "exp(1)", "atan2(1, 2)"])
  func `chance, the clock and the machine's own functions are not available`(call: String) {
    #expect(throws: QueryError.self) { try rows("SELECT \(call)") }
  }

  @Test(arguments: [
    "SELECT 'it''s FROM trial' FROM trials -- FROM trial",
    "SELECT t.trial, m.experiment FROM temp.trials AS t, metrics m",
    "WITH a AS (SELECT 1 AS x), b (y) AS NOT MATERIALIZED (SELECT x FROM a) SELECT * FROM b JOIN a ON x = y",
    "SELECT count(*) FROM Trials WHERE replicate IN (SELECT replicate FROM finals) GROUP BY configuration, experiment",
    "SELECT value FROM json_each('[1, 2]')", "SELECT 1 IS NOT DISTINCT FROM trial FROM trials",
    "SELECT a.trial FROM (SELECT trial, label FROM trials) AS a, (metrics AS b JOIN finals AS c ON b.trial = c.trial)",
  ])
  func `what reads the views alone is answered`(sql: String) throws { _ = try rows(sql) }

  @Test
  func `rows without an order of their own come by their columns`() throws {
    let values = "VALUES (2, 'b'), (1, 'z'), (1, 'a'), (NULL, 'c')"
    #expect(
      try rows(values).rows == [
        [.nothing, .text("c")], [.integer(1), .text("a")], [.integer(1), .text("z")], [.integer(2), .text("b")],
      ])
    #expect(try rows("SELECT column1 FROM (\(values)) ORDER BY column2 DESC").rows.first == [.integer(1)])
    #expect(try rows("SELECT column1 FROM (\(values)) order /* by */\nby column2 DESC").rows.first == [.integer(1)])
    #expect(try rows("SELECT column1, 'order by' FROM (\(values))").rows.first?.first == .nothing)
  }

  private static func counting(to end: String) -> String {
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c\(end)) SELECT x FROM c"
  }

  @Test(arguments: [
    ("SELECT count(*) FROM (\(counting(to: "")))", "1000000 steps"), (counting(to: ""), "2000 rows"),
    ("SELECT length(replace(printf('%.*c', 900000, 'x'), 'x', 'xx'))", "too big"),
  ])
  func `a query that finds no end, too much or too long a text is refused`(sql: String, word: String) throws {
    let error = #expect(throws: QueryError.self) { try rows(sql) }
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
  }

  @Test
  func `two thousand rows are shown`() throws {
    #expect(try rows(Self.counting(to: " WHERE x < 2000")).rows.count == 2000)
  }

  @Test
  func `a mistake names the word that it is about`() {
    do {
      _ = try rows("SELECT valu FROM metrics")
      Issue.record("the query was answered")
    } catch let error as QueryError {
      #expect(error.near == "valu")
    } catch {
      Issue.record("\(error)")
    }
  }
}

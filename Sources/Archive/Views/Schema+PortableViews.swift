import GRDB

/// The views as DuckDB runs them, too, which reads their text and not their rows.
///
/// It calls JSON's types OBJECT, VARCHAR, DOUBLE, UBIGINT and BIGINT, takes what `->>` gives for text, and wants each column
/// that is not summed up in `GROUP BY`.
extension Schema {
  /// Makes the views of an archive anew, with the same rows but for rates that follow a schedule, which are no numbers.
  static func makeViewsPortable(_ database: Database) throws {
    try replaceViews(by: portableViews, database)
  }

  /// Makes them anew without a word on the dropout of imported trials, of which nothing is known; they said `none`.
  static func leaveImportedOpen(_ database: Database) throws {
    try replaceViews(by: changed(portableViews, by: [imported]), database)
  }

  private static func replaceViews(by text: String, _ database: Database) throws {
    for name in viewNames.reversed() { try database.execute(sql: "DROP VIEW \(name)") }
    try database.execute(sql: text)
  }

  private static let portableViews = changed(views, by: portable)

  private static func changed(_ views: String, by changes: [(before: String, after: String)]) -> String {
    changes.reduce(views) { text, change in
      precondition(text.contains(change.before), "the views have no \(change.before)")
      return text.replacing(change.before, with: change.after)
    }
  }

  private static let imported = (
    before: "WHEN s.json IS NULL OR json_type(s.json, '$.dropout.hidden') IS NOT NULL",
    after: "WHEN s.json IS NULL OR COALESCE(json_type(s.json, '$.dropout.hidden'), json_type(s.json, '$.imported')) "
      + "IS NOT NULL"
  )

  private static let portable: [(before: String, after: String)] = [
    ("CASE json_type(s.json, '$.dropout.hidden')", "CASE lower(json_type(s.json, '$.dropout.hidden'))"),
    (
      "WHEN 'text' THEN s.json ->> '$.dropout.hidden'",
      "WHEN 'text' THEN s.json ->> '$.dropout.hidden' WHEN 'varchar' THEN s.json ->> '$.dropout.hidden'"
    ),
    ("WHERE k.type = 'object'", "WHERE lower(k.type) = 'object'"),
    ("MIN(k.value ->> '$.rate')", "MIN(\(number("$.rate")))"),
    ("MIN(k.value ->> '$.learningRate')", "MIN(\(number("$.learningRate")))"),
    ("s.json ->> '$.dataset.training' AS", "CAST(s.json ->> '$.dataset.training' AS BIGINT) AS"),
    ("s.json ->> '$.training.batchSize' AS", "CAST(s.json ->> '$.training.batchSize' AS BIGINT) AS"),
    ("s.json ->> '$.training.epochs' AS", "CAST(s.json ->> '$.training.epochs' AS BIGINT) AS"),
    (
      "GROUP BY v.experiment, v.configuration, v.replicate;",
      "GROUP BY v.experiment, v.configuration, v.replicate, v.label, v.trial, v.status, v.network, v.dropout, v.rate, "
        + "v.learning_rate;"
    ),
  ]

  /// A number of an entry `k` of a map; NULL where something else stands there.
  private static func number(_ path: String) -> String {
    "CASE WHEN lower(json_type(k.value, '\(path)')) IN ('real', 'integer', 'double', 'ubigint', 'bigint') "
      + "THEN CAST(k.value ->> '\(path)' AS DOUBLE) END"
  }
}

/// What guards facts against deletion, and what remembers that some were forgotten.
extension Schema {
  static let forgetting = """
    CREATE TABLE forgetting (
      id INTEGER PRIMARY KEY,
      experiment TEXT NOT NULL,
      digests TEXT NOT NULL,
      trials INTEGER NOT NULL CHECK (trials >= 0),
      rows INTEGER NOT NULL CHECK (rows >= 0),
      forgottenAt REAL NOT NULL
    );
    CREATE TABLE permit (id INTEGER PRIMARY KEY CHECK (id = 1));
    """

  /// Tables whose rows go only while a permit stands, which no transaction but a forgetting one leaves or sees.
  static let kept = [
    "provenance", "experiment", "configuration", "member", "tuningChoice", "trial", "epochMetric", "weight",
    "measurement", "attempt", "inference", "inferenceMetric", "probe", "probeValue",
  ]

  static func keeping(of table: String) -> String {
    """
    CREATE TRIGGER \(table)IsKept BEFORE DELETE ON \(table) WHEN NOT EXISTS (SELECT 1 FROM permit)
    BEGIN SELECT RAISE(ABORT, 'rows of \(table) are deleted by forget and gc only'); END
    """
  }

  static func keepingForEver(of table: String) -> String {
    """
    CREATE TRIGGER \(table)IsKept BEFORE DELETE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'rows of \(table) are never deleted'); END
    """
  }
}

import GRDB

/// The tables beside the facts: what people write about them.
extension Schema {
  /// Uncommitted changes, which provenances name by their digests.
  static let patches = """
    CREATE TABLE patch (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
      text TEXT NOT NULL CHECK (text <> '')
    );
    """

  static let annotations = """
    CREATE TABLE annotation (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL CHECK (subject IN ('experiment', 'trial')),
      name TEXT NOT NULL CHECK (name <> ''),
      kind TEXT NOT NULL CHECK (kind IN ('tag', 'note', 'star')),
      text TEXT NOT NULL CHECK ((text = '') = (kind = 'star')),
      writtenAt REAL NOT NULL,
      UNIQUE (subject, name, kind, text)
    );
    """
}

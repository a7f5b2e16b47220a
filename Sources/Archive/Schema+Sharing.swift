import GRDB

/// The tables beside the facts: what people write about them.
extension Schema {
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

/// The tables by which the archive is checked: who wrote it, digests of its facts, and what was trained again.
extension Schema {
  static let seals = """
    CREATE TABLE program (
      id INTEGER PRIMARY KEY,
      version TEXT NOT NULL CHECK (version <> ''),
      tables TEXT NOT NULL,
      since REAL NOT NULL
    );
    CREATE TABLE seal (
      id INTEGER PRIMARY KEY,
      place TEXT NOT NULL CHECK (place <> ''),
      row INTEGER NOT NULL,
      digest TEXT NOT NULL CHECK (length(digest) = 64),
      chain TEXT NOT NULL CHECK (length(chain) = 64),
      made TEXT NOT NULL CHECK (made IN ('recording', 'migration'))
    );
    CREATE INDEX sealByRow ON seal (place, row);
    CREATE TABLE release (
      id INTEGER PRIMARY KEY,
      seal INTEGER NOT NULL UNIQUE REFERENCES seal (id),
      releasedAt REAL NOT NULL
    );
    CREATE TABLE reproduction (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      checkedAt REAL NOT NULL,
      version TEXT NOT NULL,
      engine INTEGER NOT NULL,
      architecture TEXT NOT NULL CHECK (architecture <> ''),
      seed TEXT NOT NULL,
      drawn INTEGER NOT NULL CHECK (drawn >= 1),
      population INTEGER NOT NULL CHECK (population >= drawn)
    );
    CREATE INDEX reproductionByExperiment ON reproduction (experiment);
    CREATE TABLE reproducedTrial (
      id INTEGER PRIMARY KEY,
      reproduction INTEGER NOT NULL REFERENCES reproduction (id),
      trial TEXT NOT NULL CHECK (length(trial) = 64),
      agreement TEXT NOT NULL CHECK (agreement IN ('bits', 'within', 'differs', 'failed')),
      largest REAL,
      detail TEXT NOT NULL,
      UNIQUE (reproduction, trial)
    );
    """

  /// Where seals were taken out with rows that were deleted on request: from which to which, and the chain at the last.
  static let gaps = """
    CREATE TABLE gap (
      id INTEGER PRIMARY KEY,
      first INTEGER NOT NULL UNIQUE CHECK (first >= 1),
      last INTEGER NOT NULL CHECK (last >= first),
      chain TEXT NOT NULL CHECK (length(chain) = 64),
      madeAt REAL NOT NULL
    );
    """

  /// Tables of this migration whose rows are final.
  static let sealed = ["program", "seal", "release", "reproduction", "reproducedTrial", "invocation"]
}

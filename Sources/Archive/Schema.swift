import GRDB

/// The tables of the archive, as migrations that are appended and never edited.
///
/// Facts are added and never changed: `experiment`, `configuration`, `member`, `tuningChoice`, `trial`,
/// `epochMetric`, `weight`, `provenance`, `inference`, `inferenceMetric`, `freezing`, `probe`, `probeValue`. What a run
/// cost (`measurement`) and how it went (`attempt`, `invocation`, `running`) stand apart. `seal` holds a digest of each
/// row of all of them but `running`; `annotation` and `permit` have none either.
enum Schema {
  /// The last migration without which a copy is read that has it; later ones only guard what is there or serve the writer.
  static let neededToRead = "2-attempts"

  /// Tables whose rows are final once they are written.
  private static let final = [
    "provenance", "experiment", "configuration", "member", "tuningChoice", "trial", "epochMetric", "weight",
    "measurement", "attempt",
  ]

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1-facts") { database in try database.execute(sql: facts) }
    migrator.registerMigration("2-attempts") { database in try database.execute(sql: attempts) }
    migrator.registerMigration("3-final") { database in
      for table in final {
        try database.execute(sql: finality(of: table))
      }
    }
    migrator.registerMigration("4-running") { database in try database.execute(sql: running) }
    migrator.registerMigration("5-log") { database in
      try database.execute(sql: "ALTER TABLE attempt ADD COLUMN log TEXT NOT NULL DEFAULT ''")
    }
    migrator.registerMigration("6-inference") { database in
      try database.execute(sql: inference)
      for table in ["inference", "inferenceMetric"] { try database.execute(sql: finality(of: table)) }
    }
    migrator.registerMigration("7-freezing") { database in
      try database.execute(sql: freezing)
      try database.execute(sql: finality(of: "freezing"))
    }
    migrator.registerMigration("8-probes") { database in
      try database.execute(sql: probes)
      for table in ["probe", "probeValue"] { try database.execute(sql: finality(of: table)) }
    }
    migrator.registerMigration("9-digests") { database in
      try database.execute(sql: seals)
      for table in sealed { try database.execute(sql: finality(of: table)) }
      try Seals.sealNew(.migration, database)
    }
    migrator.registerMigration("10-annotations") { database in try database.execute(sql: annotations) }
    migrator.registerMigration("10-forgetting") { database in
      try database.execute(sql: forgetting + finality(of: "forgetting"))
      for table in kept { try database.execute(sql: keeping(of: table)) }
      for table in ["freezing", "forgetting"] { try database.execute(sql: keepingForEver(of: table)) }
    }
    migrator.registerMigration("10-patches") { database in
      try database.execute(sql: patches + finality(of: "patch") + ";" + keeping(of: "patch"))
    }
    migrator.registerMigration("10-views") { database in
      try database.execute(sql: specifications)
      try keepJSON(database)
      try Seals.sealNew(.migration, database)
      try database.execute(sql: views)
    }
    migrator.registerMigration("11-running-log") { database in
      try database.execute(sql: "ALTER TABLE running ADD COLUMN log TEXT NOT NULL DEFAULT ''")
    }
    migrator.registerMigration("12-gaps") { database in
      try database.execute(sql: gaps + finality(of: "gap"))
      try Seals.takeOutReleased(database)
      try Seals.sealNew(.migration, database)
    }
    // It touches no row, so there is nothing for a check of all foreign keys to find.
    migrator.registerMigration("13-checks", foreignKeyChecks: .immediate, migrate: compareWords)
    migrator.registerMigration("14-views", foreignKeyChecks: .immediate, migrate: makeViewsPortable)
    migrator.registerMigration("15-views", foreignKeyChecks: .immediate, migrate: leaveImportedOpen)
    return migrator
  }

  private static func finality(of table: String) -> String {
    """
    CREATE TRIGGER \(table)IsFinal BEFORE UPDATE ON \(table)
    BEGIN SELECT RAISE(ABORT, 'rows of \(table) are never changed'); END
    """
  }

  private static let facts = """
    CREATE TABLE provenance (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE,
      text TEXT NOT NULL
    );
    CREATE TABLE experiment (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL CHECK (name <> ''),
      digest TEXT NOT NULL,
      question TEXT NOT NULL,
      effective TEXT NOT NULL,
      source TEXT NOT NULL,
      recordedAt REAL NOT NULL,
      UNIQUE (name, digest)
    );
    CREATE TABLE configuration (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      label TEXT NOT NULL,
      spec TEXT NOT NULL,
      dataset TEXT NOT NULL,
      dataDigest TEXT NOT NULL,
      UNIQUE (experiment, position)
    );
    CREATE TABLE member (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      purpose TEXT NOT NULL CHECK (purpose IN ('measurement', 'tuning')),
      configuration INTEGER NOT NULL,
      candidate INTEGER NOT NULL CHECK (candidate >= -1),
      replicate INTEGER NOT NULL CHECK (replicate >= 0),
      trial TEXT NOT NULL CHECK (length(trial) = 64),
      UNIQUE (experiment, purpose, configuration, candidate, replicate)
    );
    CREATE INDEX memberByTrial ON member (trial);
    CREATE TABLE tuningChoice (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      configuration INTEGER NOT NULL,
      chosen INTEGER NOT NULL CHECK (chosen >= 0),
      scores TEXT NOT NULL,
      UNIQUE (experiment, configuration)
    );
    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      hex TEXT NOT NULL UNIQUE CHECK (length(hex) = 64),
      spec TEXT NOT NULL,
      seed TEXT NOT NULL,
      replicate INTEGER NOT NULL CHECK (replicate >= 0),
      status TEXT NOT NULL CHECK (status IN ('completed', 'diverged')),
      divergedEpoch INTEGER CHECK ((divergedEpoch IS NOT NULL) = (status = 'diverged')),
      batchOrder TEXT NOT NULL,
      initialWeights TEXT NOT NULL,
      finalWeights TEXT NOT NULL,
      correctness BLOB NOT NULL,
      checksum TEXT NOT NULL,
      provenance INTEGER NOT NULL REFERENCES provenance (id)
    );
    CREATE TABLE epochMetric (
      id INTEGER PRIMARY KEY,
      trial INTEGER NOT NULL REFERENCES trial (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      epoch INTEGER NOT NULL CHECK (epoch >= 0),
      split TEXT NOT NULL CHECK (split IN ('training', 'validation', 'test')),
      metric TEXT NOT NULL,
      layer TEXT NOT NULL,
      value REAL,
      state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
      CHECK ((value IS NULL) = (state <> 'finite')),
      UNIQUE (trial, epoch, split, metric, layer)
    );
    CREATE TABLE weight (
      id INTEGER PRIMARY KEY,
      trial INTEGER NOT NULL REFERENCES trial (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL,
      shape TEXT NOT NULL,
      "values" BLOB NOT NULL,
      UNIQUE (trial, name)
    );
    CREATE TABLE measurement (
      id INTEGER PRIMARY KEY,
      trial INTEGER NOT NULL REFERENCES trial (id),
      startedAt REAL NOT NULL,
      trainingSeconds REAL NOT NULL CHECK (trainingSeconds >= 0),
      evaluationSeconds REAL NOT NULL CHECK (evaluationSeconds >= 0),
      cpuSeconds REAL NOT NULL CHECK (cpuSeconds >= 0),
      peakMemory INTEGER NOT NULL CHECK (peakMemory >= 0),
      host TEXT NOT NULL
    );
    CREATE INDEX measurementByTrial ON measurement (trial);
    """

  private static let attempts = """
    CREATE TABLE attempt (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      trial TEXT NOT NULL CHECK (length(trial) = 64),
      startedAt REAL NOT NULL,
      endedAt REAL NOT NULL CHECK (endedAt >= startedAt),
      state TEXT NOT NULL CHECK (state IN ('failed', 'timedOut', 'interrupted')),
      host TEXT NOT NULL,
      message TEXT NOT NULL
    );
    CREATE INDEX attemptByTrial ON attempt (trial);
    CREATE TABLE invocation (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      startedAt REAL NOT NULL
    );
    CREATE INDEX invocationByExperiment ON invocation (experiment);
    """

  private static let running = """
    CREATE TABLE running (
      id INTEGER PRIMARY KEY,
      experiment INTEGER NOT NULL REFERENCES experiment (id),
      trial TEXT NOT NULL CHECK (length(trial) = 64),
      startedAt REAL NOT NULL,
      heartbeatAt REAL NOT NULL CHECK (heartbeatAt >= startedAt),
      host TEXT NOT NULL CHECK (host <> ''),
      process INTEGER NOT NULL CHECK (process > 0),
      UNIQUE (trial, host, process)
    );
    """

  private static let freezing = """
    CREATE TABLE freezing (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL CHECK (name <> ''),
      tier TEXT NOT NULL,
      digest TEXT NOT NULL,
      effective TEXT NOT NULL,
      sourceCommit TEXT NOT NULL,
      frozenAt REAL NOT NULL,
      trialsRead INTEGER NOT NULL CHECK (trialsRead >= 0)
    );
    CREATE INDEX freezingByName ON freezing (name);
    """

  private static let inference = """
    CREATE TABLE inference (
      id INTEGER PRIMARY KEY,
      trial INTEGER NOT NULL REFERENCES trial (id),
      split TEXT NOT NULL CHECK (split IN ('training', 'validation', 'test')),
      mode TEXT NOT NULL CHECK (mode <> ''),
      checksum TEXT NOT NULL,
      provenance INTEGER NOT NULL REFERENCES provenance (id),
      UNIQUE (trial, split, mode)
    );
    CREATE TABLE inferenceMetric (
      id INTEGER PRIMARY KEY,
      inference INTEGER NOT NULL REFERENCES inference (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      samples INTEGER NOT NULL CHECK (samples >= 1),
      metric TEXT NOT NULL,
      value REAL,
      state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
      CHECK ((value IS NULL) = (state <> 'finite')),
      UNIQUE (inference, samples, metric)
    );
    """

  private static let probes = """
    CREATE TABLE probe (
      id INTEGER PRIMARY KEY,
      trial INTEGER NOT NULL REFERENCES trial (id),
      request TEXT NOT NULL CHECK (request <> ''),
      checksum TEXT NOT NULL,
      provenance INTEGER NOT NULL REFERENCES provenance (id),
      UNIQUE (trial, request)
    );
    CREATE TABLE probeValue (
      id INTEGER PRIMARY KEY,
      probe INTEGER NOT NULL REFERENCES probe (id),
      position INTEGER NOT NULL CHECK (position >= 0),
      layer TEXT NOT NULL,
      statistic TEXT NOT NULL CHECK (statistic <> ''),
      place REAL,
      value REAL,
      state TEXT NOT NULL CHECK (state IN ('finite', 'nan', 'inf', '-inf')),
      CHECK ((value IS NULL) = (state <> 'finite')),
      UNIQUE (probe, position),
      UNIQUE (probe, layer, statistic, place)
    );
    CREATE UNIQUE INDEX probeValueAlone ON probeValue (probe, layer, statistic) WHERE place IS NULL;
    """
}

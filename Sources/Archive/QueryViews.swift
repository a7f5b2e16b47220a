import GRDB

/// The views that a notebook's SQL reads; docs/notebooks.md lists their columns.
enum QueryViews {
  static let names = ["experiments", "configurations", "trials", "metrics", "finals", "inference"]

  static let tables = """
    CREATE TEMP TABLE chosen (name TEXT NOT NULL UNIQUE, id INTEGER NOT NULL);
    CREATE TEMP TABLE alias (experiment TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL);
    """

  static let views = """
    CREATE TEMP VIEW experiments AS
      SELECT chosen.name AS experiment, e.question AS question, e.digest AS digest
      FROM temp.chosen AS chosen JOIN main.experiment AS e ON e.id = chosen.id;
    CREATE TEMP VIEW configurations AS
      SELECT chosen.name AS experiment, c.position AS configuration, c.label AS label,
        (SELECT MIN(a.name) FROM temp.alias AS a
          WHERE a.experiment = chosen.name AND a.position = c.position) AS alias,
        c.dataset AS dataset, c.dataDigest AS dataDigest
      FROM temp.chosen AS chosen JOIN main.configuration AS c ON c.experiment = chosen.id;
    CREATE TEMP VIEW trials AS
      SELECT c.experiment AS experiment, c.configuration AS configuration, c.label AS label, c.alias AS alias,
        m.replicate AS replicate, m.trial AS trial, COALESCE(t.status, 'open') AS status
      FROM configurations AS c
      JOIN temp.chosen AS chosen ON chosen.name = c.experiment
      JOIN main.member AS m
        ON m.experiment = chosen.id AND m.configuration = c.configuration AND m.purpose = 'measurement'
      LEFT JOIN main.trial AS t ON t.hex = m.trial;
    CREATE TEMP VIEW metrics AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.alias AS alias,
        v.replicate AS replicate, v.trial AS trial, x.epoch AS epoch, x.split AS split, x.metric AS metric,
        x.layer AS layer, x.value AS value, v.status AS status
      FROM trials AS v JOIN main.trial AS t ON t.hex = v.trial JOIN main.epochMetric AS x ON x.trial = t.id;
    CREATE TEMP VIEW finals AS
      SELECT * FROM metrics AS m WHERE m.epoch = (SELECT MAX(o.epoch) FROM main.epochMetric AS o
        JOIN main.trial AS t ON t.id = o.trial WHERE t.hex = m.trial);
    CREATE TEMP VIEW inference AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.alias AS alias,
        v.replicate AS replicate, v.trial AS trial, i.split AS split, i.mode AS mode, x.samples AS samples,
        x.metric AS metric, x.value AS value
      FROM trials AS v JOIN main.trial AS t ON t.hex = v.trial JOIN main.inference AS i ON i.trial = t.id
      JOIN main.inferenceMetric AS x ON x.inference = i.id;
    """

  /// Functions whose values are not the same twice, or come from the machine's own libm.
  static let withheld: [DatabaseFunction] = [
    "random", "randomblob", "date", "time", "datetime", "julianday", "unixepoch", "strftime", "current_date",
    "current_time", "current_timestamp", "exp", "ln", "log", "log10", "log2", "pow", "power", "sin", "cos", "tan",
    "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
  ].map { name in
    DatabaseFunction(name) { _ in
      throw DatabaseError(message: "the function \(name) is not available: a page must come out the same twice")
    }
  }
}

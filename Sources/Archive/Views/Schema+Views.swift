import GRDB
import Specifications

/// The views that other programs read with SQL; docs/archive.md lists their columns.
extension Schema {
  /// The views in the order in which they are told.
  static let viewNames = ["experiments", "configurations", "trials", "metrics", "finals", "inferences", "probes"]

  static let specifications = """
    CREATE TABLE specification (
      id INTEGER PRIMARY KEY,
      line TEXT NOT NULL UNIQUE,
      json TEXT NOT NULL CHECK (json_valid(json))
    );
    """

  /// Keeps the JSON of a trial's specification, once per specification.
  static func keepJSON(of line: String, _ database: Database) throws {
    // Replicates share their line, and turning it into JSON takes longer than looking for it.
    let isKept = try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM specification WHERE line = ?)"), arguments: [line])
    guard isKept != true, let json = SpecNode(flow: line)?.json else { return }
    try SealedTable.specification.insert([line, json], ifNew: true, database)
  }

  /// Keeps the JSON of all specifications that are there.
  static func keepJSON(_ database: Database) throws {
    for line in try String.fetchAll(database, sql: "SELECT DISTINCT spec FROM trial ORDER BY spec") {
      try keepJSON(of: line, database)
    }
  }

  static let views = """
    CREATE VIEW experiments AS
      SELECT e.name AS experiment, e.question AS question, e.digest AS digest, e.recordedAt AS recorded_at,
        e.id = (SELECT x.id FROM experiment AS x WHERE x.name = e.name
          ORDER BY (SELECT MAX(i.id) FROM invocation AS i WHERE i.experiment = x.id) DESC, x.id DESC LIMIT 1)
          AS is_newest,
        (SELECT COUNT(*) FROM member AS m WHERE m.experiment = e.id AND m.purpose = 'measurement') AS planned,
        (SELECT COUNT(*) FROM member AS m JOIN trial AS t ON t.hex = m.trial
          WHERE m.experiment = e.id AND m.purpose = 'measurement') AS finished
      FROM experiment AS e;
    CREATE VIEW configurations AS
      SELECT e.name AS experiment, c.position AS configuration, c.label AS label, c.dataset AS dataset,
        c.dataDigest AS data_digest
      FROM experiment AS e JOIN configuration AS c ON c.experiment = e.id
      WHERE EXISTS (SELECT 1 FROM experiments AS n WHERE n.experiment = e.name AND n.digest = e.digest AND n.is_newest);
    CREATE VIEW trials AS
      SELECT e.name AS experiment, m.configuration AS configuration, c.label AS label, m.purpose AS purpose,
        CASE m.candidate WHEN -1 THEN NULL ELSE m.candidate END AS candidate, m.replicate AS replicate,
        m.trial AS trial, COALESCE(t.status, 'open') AS status, t.divergedEpoch AS diverged_epoch, t.seed AS seed,
        COALESCE(s.json ->> '$.dataset.name', s.json ->> '$.dataset.path', c.dataset) AS dataset,
        s.json ->> '$.dataset.training' AS training_examples,
        (SELECT MIN(k.key) FROM json_each(s.json, '$.network') AS k) AS network,
        CASE json_type(s.json, '$.dropout.hidden')
          WHEN 'object' THEN (SELECT MIN(k.key) FROM json_each(s.json, '$.dropout.hidden') AS k)
          WHEN 'text' THEN s.json ->> '$.dropout.hidden'
          ELSE CASE WHEN s.json IS NULL OR json_type(s.json, '$.dropout.hidden') IS NOT NULL THEN NULL ELSE 'none' END
        END AS dropout,
        CASE json_type(s.json, '$.dropout.hidden') WHEN 'object' THEN
          (SELECT MIN(k.value ->> '$.rate') FROM json_each(s.json, '$.dropout.hidden') AS k WHERE k.type = 'object')
        END AS rate,
        (SELECT MIN(k.key) FROM json_each(s.json, '$.optimizer') AS k) AS optimizer,
        (SELECT MIN(k.value ->> '$.learningRate') FROM json_each(s.json, '$.optimizer') AS k WHERE k.type = 'object')
          AS learning_rate,
        s.json ->> '$.training.batchSize' AS batch_size, s.json ->> '$.training.epochs' AS epochs, s.json AS spec,
        u.startedAt AS started_at, u.trainingSeconds AS training_seconds, u.cpuSeconds AS cpu_seconds,
        u.peakMemory AS peak_memory, u.host AS host
      FROM experiment AS e
      JOIN configuration AS c ON c.experiment = e.id
      JOIN member AS m ON m.experiment = e.id AND m.configuration = c.position
      LEFT JOIN trial AS t ON t.hex = m.trial
      LEFT JOIN specification AS s ON s.line = t.spec
      LEFT JOIN measurement AS u ON u.id = (SELECT MIN(o.id) FROM measurement AS o WHERE o.trial = t.id)
      WHERE EXISTS (SELECT 1 FROM experiments AS n WHERE n.experiment = e.name AND n.digest = e.digest AND n.is_newest);
    CREATE VIEW metrics AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
        v.trial AS trial, x.epoch AS epoch, x.split AS split, x.metric AS metric, x.layer AS layer, x.value AS value,
        x.state AS state
      FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN epochMetric AS x ON x.trial = t.id
      WHERE v.purpose = 'measurement';
    CREATE VIEW finals AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
        v.trial AS trial, v.status AS status, v.network AS network, v.dropout AS dropout, v.rate AS rate,
        v.learning_rate AS learning_rate, MAX(x.epoch) AS epoch,
        \(wide(["loss", "error", "accuracy", "nll", "ece", "brier", "perplexity", "meanSquare"]))
      FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN epochMetric AS x ON x.trial = t.id
      WHERE v.purpose = 'measurement' AND x.epoch = (SELECT MAX(o.epoch) FROM epochMetric AS o WHERE o.trial = t.id)
      GROUP BY v.experiment, v.configuration, v.replicate;
    CREATE VIEW inferences AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
        v.trial AS trial, i.split AS split, i.mode AS mode, x.samples AS samples, x.metric AS metric, x.value AS value,
        x.state AS state
      FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN inference AS i ON i.trial = t.id
      JOIN inferenceMetric AS x ON x.inference = i.id WHERE v.purpose = 'measurement';
    CREATE VIEW probes AS
      SELECT v.experiment AS experiment, v.configuration AS configuration, v.label AS label, v.replicate AS replicate,
        v.trial AS trial, p.request AS probe, x.layer AS layer, x.statistic AS statistic, x.place AS place,
        x.value AS value, x.state AS state
      FROM trials AS v JOIN trial AS t ON t.hex = v.trial JOIN probe AS p ON p.trial = t.id
      JOIN probeValue AS x ON x.probe = p.id WHERE v.purpose = 'measurement';
    """

  /// A column per split and metric of the whole network, such as `test_error` and `test_mean_square`.
  private static func wide(_ metrics: [String]) -> String {
    ["training", "validation", "test"].flatMap { split in
      metrics.map { metric in
        let column = "\(split)_\(metric.replacing("meanSquare", with: "mean_square"))"
        return "MAX(CASE WHEN x.split = '\(split)' AND x.metric = '\(metric)' AND x.layer = '' THEN x.value END) "
          + "AS \(column)"
      }
    }.joined(separator: ",\n        ")
  }
}

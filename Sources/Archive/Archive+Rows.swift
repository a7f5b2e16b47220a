import Experiments
import GRDB

/// One planned trial of an experiment with what a list shows of it; no metric is read.
package struct TrialRecord: Sendable {
  package let experiment: String
  package let configuration: Int
  package let label: String
  package let replicate: Int
  package let isTuning: Bool
  package let trial: TrialID
  /// `completed`, `diverged`, or `open` without an outcome.
  package let status: String
  /// In one line of YAML; empty without an outcome.
  package let spec: String
  package let seed: String
  /// Seconds since 1970; nil without an outcome.
  package let startedAt: Double?
  package let seconds: Double?
}

extension Archive {
  /// All planned trials of the newest version of each experiment, or of one of them, in plan order.
  package func trialRecords(of key: ExperimentKey? = nil) throws(ArchiveError) -> [TrialRecord] {
    let chosen = if let key { [key.id] } else { try newestExperiments().map(\.key.id) }
    return try read { database in
      let statement = try database.makeStatement(
        sql: """
          SELECT e.name, m.configuration, c.label, m.replicate, m.purpose = 'tuning', m.trial,
            COALESCE(t.status, 'open'), COALESCE(t.spec, ''), COALESCE(t.seed, ''), x.startedAt,
            x.trainingSeconds + x.evaluationSeconds
          FROM member m JOIN experiment e ON e.id = m.experiment
          LEFT JOIN configuration c ON c.experiment = m.experiment AND c.position = m.configuration
          LEFT JOIN trial t ON t.hex = m.trial
          LEFT JOIN measurement x ON x.id = (SELECT MIN(id) FROM measurement WHERE trial = t.id)
          WHERE m.experiment = ? ORDER BY m.id
          """)
      var records: [TrialRecord] = []
      for id in chosen {
        let cursor = try Row.fetchCursor(statement, arguments: [id])
        while let row = try cursor.next() { records.append(try TrialRecord(row)) }
      }
      return records
    }
  }

  /// The mean seconds of training and evaluation of an experiment's trials; nil where none has been measured.
  package func meanSeconds(of key: ExperimentKey) throws(ArchiveError) -> Double? {
    try read { database in
      try Double.fetchOne(
        database,
        sql: """
          SELECT AVG(x.trainingSeconds + x.evaluationSeconds)
          FROM member m JOIN trial t ON t.hex = m.trial
          JOIN measurement x ON x.id = (SELECT MIN(id) FROM measurement WHERE trial = t.id)
          WHERE m.experiment = ?
          """, arguments: [key.id])
    }
  }

  /// A metric of the whole network at the last epoch of every trial that has it there and finite.
  package func lastValues(of metric: Metric, on split: Split) throws(ArchiveError) -> [TrialID: Double] {
    // CROSS JOIN keeps SQLite from going through all metrics first.
    try read { database in
      let cursor = try Row.fetchCursor(
        database,
        sql: """
          SELECT t.hex, x.value FROM trial t CROSS JOIN epochMetric x ON x.trial = t.id AND x.split = ? AND x.metric = ?
            AND x.layer = '' AND x.epoch = (SELECT MAX(epoch) FROM epochMetric WHERE trial = t.id)
          WHERE x.value IS NOT NULL
          """, arguments: [split.rawValue, metric.rawValue])
      var found: [TrialID: Double] = [:]
      while let row = try cursor.next() { try found[TrialID(hex: row.value(0))] = row.value(1) }
      return found
    }
  }

  /// A metric of the whole network by epoch; the first split of these that has more than one value.
  package func curve(of metric: Metric, of trial: TrialID, on splits: [Split]) throws(ArchiveError) -> [Double] {
    try read { database in
      for split in splits {
        let values = try Double.fetchAll(
          database,
          sql: """
            SELECT x.value FROM epochMetric x JOIN trial t ON t.id = x.trial
            WHERE t.hex = ? AND x.split = ? AND x.metric = ? AND x.layer = '' AND x.value IS NOT NULL ORDER BY x.epoch
            """, arguments: [trial.hex, split.rawValue, metric.rawValue])
        if values.count > 1 { return values }
      }
      return []
    }
  }
}

extension TrialRecord {
  /// From the columns of the query above, in their order.
  fileprivate init(_ row: Row) throws {
    try self.init(
      experiment: row.value(0), configuration: row.value(1), label: row.value(2) ?? "", replicate: row.value(3),
      isTuning: row.value(4),
      trial: TrialID(hex: row.value(5)), status: row.value(6), spec: row.value(7), seed: row.value(8),
      startedAt: row.value(9), seconds: row.value(10))
  }
}

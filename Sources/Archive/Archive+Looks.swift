import Experiments
import GRDB

extension Archive {
  /// Earlier versions of an experiment whose measured trials had all ended when it was recorded, and are among its own or
  /// hold all of them.
  ///
  /// Their verdicts could be read by then. Trials without a measurement, which another program trained, have no time
  /// and count as ended.
  package func versionsRead(before archived: ArchivedExperiment) throws(ArchiveError) -> [ArchivedExperiment] {
    try read { database in
      try Row.fetchAll(
        database, sql: Self.versionsRead,
        arguments: [
          "name": archived.name, "id": archived.key.id, "recordedAt": archived.recordedAt,
        ]
      ).map(Self.experiment)
    }
  }

  private static let versionsRead = """
    WITH own AS (SELECT trial FROM member WHERE experiment = :id AND purpose = 'measurement'),
    ended AS (
      SELECT hex AS trial FROM trial WHERE :recordedAt >= COALESCE(
        (SELECT MIN(startedAt + trainingSeconds + evaluationSeconds) FROM measurement WHERE measurement.trial = trial.id),
        0)
      UNION
      SELECT trial FROM attempt WHERE state <> 'interrupted' AND endedAt <= :recordedAt
    )
    SELECT e.* FROM experiment AS e
    WHERE e.name = :name AND e.id < :id
      AND EXISTS (SELECT 1 FROM member AS m WHERE m.experiment = e.id AND m.purpose = 'measurement')
      AND NOT EXISTS (
        SELECT 1 FROM member AS m WHERE m.experiment = e.id AND m.purpose = 'measurement'
          AND m.trial NOT IN (SELECT trial FROM ended))
      AND (
        NOT EXISTS (
          SELECT 1 FROM member AS m WHERE m.experiment = e.id AND m.purpose = 'measurement'
            AND m.trial NOT IN (SELECT trial FROM own))
        OR EXISTS (SELECT 1 FROM own) AND NOT EXISTS (
          SELECT 1 FROM own WHERE trial NOT IN (
            SELECT trial FROM member WHERE experiment = e.id AND purpose = 'measurement')))
    ORDER BY e.id
    """
}

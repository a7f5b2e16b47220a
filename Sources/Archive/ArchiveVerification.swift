import Experiments

/// One thing in an archive that is not as it was recorded.
package struct ArchiveMismatch: Hashable, Sendable {
  /// The table, or `file` for the whole of it.
  package let table: String
  package let row: Int64?
  package let trial: TrialID?
  /// What differs: a column, `row` for any of them, `rows` for their number.
  package let field: String
  package let expected: String
  package let found: String

  init(
    _ table: String, row: Int64? = nil, trial: String? = nil, field: String, expected: String, found: String
  ) {
    self.table = table
    self.row = row
    self.trial = trial.map { TrialID(hex: $0) }
    self.field = field
    self.expected = expected
    self.found = found
  }
}

/// What holding an archive against its digests showed.
package struct ArchiveVerification: Hashable, Sendable {
  /// In the order in which they were found: file, structure, then table by table.
  package internal(set) var mismatches: [ArchiveMismatch] = []
  /// Whether the archive could be read to its end; what it holds is not known otherwise.
  package internal(set) var isWhole = false
  /// Rows that were held against a digest.
  package internal(set) var rows = 0
  package internal(set) var trials = 0
  /// Digests that a migration made of rows that an earlier version had recorded.
  package internal(set) var sealedLater = 0
  /// Whether the archive has digests of all rows; archives of earlier versions only have those of outcomes.
  package internal(set) var isSealed = false
  /// Whether the digest of the whole file stands beside it; it does not while a run is under way, nor after one that others watched to its end.
  package internal(set) var isStamped = false
  /// The version that wrote last; nil where it did not say.
  package internal(set) var writer: String?
  /// The chain over all digests, which changes when any of them is taken out.
  package internal(set) var chain: String?
}

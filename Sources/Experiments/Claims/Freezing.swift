/// What was frozen of an experiment before its test split was read: the whole specification as it stood then.
package struct Freezing: Hashable, Sendable {
  package let name: String
  /// Nil when no tier was asked for.
  package let tier: Tier?
  /// SHA-256 of the effective specification.
  package let digest: String
  package let effective: String
  /// The git commit of the repository around its file, or `none`.
  package let commit: String
  /// Seconds since 1970.
  package let frozenAt: Double
  /// Trials of this experiment and tier whose test split had been read before; 0 for a proper freeze.
  package let trialsRead: Int

  package init(
    name: String, tier: Tier?, digest: String, effective: String, commit: String, frozenAt: Double, trialsRead: Int
  ) {
    self.name = name
    self.tier = tier
    self.digest = digest
    self.effective = effective
    self.commit = commit
    self.frozenAt = frozenAt
    self.trialsRead = trialsRead
  }
}

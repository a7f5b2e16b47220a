/// Which number represents a trial: metric, split, and at which epoch it is read.
package struct MetricChoice: Hashable, Sendable {
  package var name: Metric
  package var split: Split
  package var at: RepresentingEpoch

  package init(name: Metric, split: Split, at: RepresentingEpoch) {
    self.name = name
    self.split = split
    self.at = at
  }
}

/// The epoch whose value represents a trial.
package enum RepresentingEpoch: String, CaseIterable, Hashable, Sendable {
  case last
  /// The evaluated epoch with the lowest validation error, or mean square for numbers (the earliest of equals); not for the test split.
  case bestValidation
}

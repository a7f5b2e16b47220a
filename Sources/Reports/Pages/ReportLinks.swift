import Experiments

/// What stands around the page of an experiment, as seen from it.
package struct ReportLinks: Sendable {
  /// The page of all experiments; nil when it stands alone.
  package let home: String?
  /// The page that compares its configurations.
  package let compare: String?
  /// The page of a trial.
  package let trial: (@Sendable (TrialID) -> String)?

  package init(home: String?, compare: String? = nil, trial: (@Sendable (TrialID) -> String)? = nil) {
    (self.home, self.compare, self.trial) = (home, compare, trial)
  }
}

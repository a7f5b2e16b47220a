import Experiments

/// What stands around the page of an experiment, as seen from it.
package struct ReportLinks: Sendable {
  /// The page of all experiments; nil when it stands alone.
  package let home: String?
  /// The page that compares its configurations.
  package let compare: String?
  /// The page of a trial.
  package let trial: (@Sendable (TrialID) -> String)?
  /// Whether the numbers of all trials lie beside the page, as CSV and JSON; where every trial has a page they need not.
  package let attachesNumbers: Bool

  package init(
    home: String?, compare: String? = nil, trial: (@Sendable (TrialID) -> String)? = nil, attachesNumbers: Bool = true
  ) {
    (self.home, self.compare, self.trial, self.attachesNumbers) = (home, compare, trial, attachesNumbers)
  }

  /// What the record of a page says of them.
  var options: [String] { trial != nil ? ["site"] : home != nil ? ["home"] : [] }
}

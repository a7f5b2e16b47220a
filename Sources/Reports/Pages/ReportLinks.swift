import Experiments
import Files

/// What stands around the page of an experiment, as seen from it, and what people have written on it.
package struct ReportLinks: Sendable {
  /// The page of all experiments; nil when it stands alone.
  package let home: String?
  /// The page that compares its configurations.
  package let compare: String?
  /// The page of all trials, of earlier versions, too.
  package let allTrials: String?
  /// The page of a trial.
  package let trial: (@Sendable (TrialID) -> String)?
  /// Whether the numbers of all trials lie beside the page, as CSV and JSON; where every trial has a page they need not.
  package let attachesNumbers: Bool
  /// A star and tags.
  package let marks: [String]
  /// Notes, line by line.
  package let notes: [String]

  package init(
    home: String?, compare: String? = nil, allTrials: String? = nil, attachesNumbers: Bool = true, marks: [String] = [],
    notes: [String] = [],
    trial: (@Sendable (TrialID) -> String)? = nil
  ) {
    (self.home, self.compare, self.trial, self.attachesNumbers) = (home, compare, trial, attachesNumbers)
    self.allTrials = allTrials
    (self.marks, self.notes) = (marks, notes)
  }

  /// How the record of the page says where it stands.
  var options: [String] { trial != nil ? ["site"] : home != nil ? ["home"] : [] }

  /// What the record says of annotations, so that a page made before they changed is known for one.
  var basis: [String] {
    marks.isEmpty && notes.isEmpty
      ? [] : ["annotations \(SHA256.digest(of: (marks + [""] + notes).joined(separator: "\n")).hex)"]
  }
}

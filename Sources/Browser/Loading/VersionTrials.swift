import Archive
import Experiments

/// One version of an experiment with the trials that no newer version has.
struct VersionTrials: Sendable {
  let archived: ArchivedExperiment
  /// How many versions are newer: 0 for the newest.
  let steps: Int
  /// The labels of its configurations, in their order.
  let labels: [String]
  /// Places of trials that no newer version has, in the order of its plan.
  let own: [Membership]
  /// Different trials that it plans, and how many of them newer versions have, too.
  let count: Int
  let shared: Int
  /// Attempts at trials that have no outcome to this day, oldest first, each with its place.
  let attempts: [(attempt: Attempt, place: Membership?)]

  /// As the command line calls it: `rates`, `rates~1`.
  var name: String { steps == 0 ? archived.name : "\(archived.name)~\(steps)" }
  /// Where it stands on the page of all trials.
  var anchor: String { "version-\(steps)" }

  /// Every version of an experiment, the newest first.
  static func all(of name: String, in archive: Archive) throws -> [VersionTrials] {
    var known: Set<TrialID> = []
    return try archive.versions(of: name).enumerated().map { steps, archived in
      let members = try archive.members(of: archived.key)
      let places = Dictionary(members.map { ($0.trial, $0) }) { first, _ in first }
      let trials = Set(places.keys)
      let open = try archive.attempts(of: archived.key).filter { places[$0.trial]?.isFinished != true }
      let version = VersionTrials(
        archived: archived, steps: steps, labels: try archive.configurationLabels(of: archived.key),
        own: members.filter { !known.contains($0.trial) }, count: trials.count,
        shared: trials.intersection(known).count, attempts: open.map { ($0, places[$0.trial]) })
      known.formUnion(trials)
      return version
    }
  }
}

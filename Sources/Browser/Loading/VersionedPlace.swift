import Archive
import Experiments

/// A place of a trial in the last version of an experiment that has it: versions share most of their trials.
package struct VersionedPlace: Hashable, Sendable {
  package let membership: Membership
  /// Whether that is the newest version of the experiment, of which there are a report and a comparison.
  package let isNewest: Bool

  /// The places among all memberships of a trial; `newest` are the experiments' newest versions.
  static func all(of memberships: [Membership], newest: Set<ExperimentKey>) -> [VersionedPlace] {
    memberships.compactMap { place in
      let versions = memberships.filter { $0.experiment == place.experiment }.map(\.key)
      guard place.key == versions.first(where: newest.contains) ?? versions.last else { return nil }
      return VersionedPlace(membership: place, isNewest: newest.contains(place.key))
    }
  }

  /// The experiment, or that it is an earlier version of it: `rates`, `an earlier version of rates`.
  package var experimentWords: String {
    isNewest ? membership.experiment : "an earlier version of \(membership.experiment)"
  }
}

extension Membership {
  /// The replicate, or the seed of a trial of tuning: `replicate 3`, `to tune, seed 901`.
  package var repetition: String { isTuning ? "to tune, seed \(replicate)" : "replicate \(replicate)" }
}

extension Archive {
  /// The places that a trial has now.
  package func trialPlaces(of trial: TrialID) throws -> [VersionedPlace] {
    VersionedPlace.all(of: try memberships(of: trial), newest: Set(try newestExperiments().map(\.key)))
  }
}

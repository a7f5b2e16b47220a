import Archive
import Experiments
import Specifications

/// One trial with everything that is recorded of it and around it.
package struct TrialDossier: Sendable {
  package let trial: ArchivedTrial
  package let annotations: Annotations
  /// Its spec as a block of YAML.
  package let specification: String
  /// What theory says of its noise; nil of specifications that this version does not read.
  package let expectedNoise: ExpectedNoise?
  package let attempts: [Attempt]
  /// Where it was trained again, oldest first.
  package let checks: [TrialCheck]
  package let inference: [InferenceRecord]
  package let probes: [ProbeRecord]
  /// Its places in experiments, each in the last version that has it.
  package let places: [VersionedPlace]
  /// One group per experiment in which it is compared.
  package let neighbours: [Neighbours]

  /// Trials around one, within an experiment.
  package struct Neighbours: Sendable {
    package let experiment: String
    /// Whether the comparison of the experiment's configurations has them.
    package let isNewest: Bool
    /// Same configuration, in order of replicates; at most `most`, around the trial itself.
    package let replicates: [Membership]
    /// Same replicate, the configurations before and after, and the first.
    package let beside: [Membership]

    static let most = 12

    /// Finds them among the members of an experiment.
    init?(of trial: TrialID, at found: VersionedPlace, among members: MemberIndex) {
      let place = found.membership
      guard !place.isTuning else { return nil }
      (experiment, isNewest) = (place.experiment, found.isNewest)
      let own = members.replicates(of: place.configuration)
      let at = own.firstIndex { $0.trial == trial } ?? 0
      let start = max(0, min(at - Self.most / 2, own.count - Self.most))
      replicates = Array(own[start..<min(own.count, start + Self.most)])
      // A damaged archive may have any number.
      var wanted = [0, place.configuration &- 1, place.configuration &+ 1].filter { $0 != place.configuration }
      wanted = wanted.enumerated().filter { wanted.firstIndex(of: $0.element) == $0.offset }.map(\.element)
      beside = wanted.compactMap { members.member($0, replicate: place.replicate) }
    }
  }
}

/// The measured members of an experiment by configuration.
package struct MemberIndex: Sendable {
  private let byConfiguration: [Int: [Membership]]

  package init(_ members: [Membership]) {
    byConfiguration = Dictionary(grouping: members.filter { !$0.isTuning }, by: \.configuration).mapValues {
      $0.sorted { $0.replicate < $1.replicate }
    }
  }

  func replicates(of configuration: Int) -> [Membership] { byConfiguration[configuration] ?? [] }

  func member(_ configuration: Int, replicate: Int) -> Membership? {
    replicates(of: configuration).first { $0.replicate == replicate }
  }
}

import Datasets
import Files
import NeuralNets
import Specifications

/// The ordered trials of an experiment: what to tune, and what to compare once the choices are made.
package struct Plan: Hashable, Sendable {
  package let experiment: Experiment
  /// The trials by which values are chosen: seed by seed, value by value, all configurations.
  package let tuning: [TuningTrial]
  /// Digest of each configuration's data set.
  package let digests: [String]
  /// What its trials are called in an archive: those of an earlier engine version have other identities than today's.
  private let archived: [TrialPlace: TrialID]

  /// Plans an experiment; `digest` gives the digest of a data set's files, and may throw its own error.
  package init<Failure: Error>(
    _ experiment: Experiment, digest: (DatasetSource) throws(Failure) -> String
  ) throws(Failure) {
    try self.init(experiment, archived: [:], digest: digest)
  }

  private init<Failure: Error>(
    _ experiment: Experiment, archived: [TrialPlace: TrialID], digest: (DatasetSource) throws(Failure) -> String
  ) throws(Failure) {
    self.experiment = experiment
    self.archived = archived
    if experiment.imported != nil {
      digests = experiment.configurations.map { _ in Self.data(importedAs: experiment.name) }
      tuning = []
      return
    }
    var known: [DatasetSource: String] = [:]
    var digests: [String] = []
    for configuration in experiment.configurations {
      let source = configuration.spec.dataset.source
      let digest = if let digest = known[source] { digest } else { try digest(source) }
      known[source] = digest
      digests.append(digest)
    }
    self.digests = digests
    tuning = Self.tuning(of: experiment, digests: digests, archived: archived)
  }

  /// Plans an experiment with the digest of each configuration's data set as archived, and with the identities that its
  /// trials have there unless today's are asked for; nil where the digests are not one a configuration.
  package init?(_ experiment: Experiment, digests: [String], archived: [TrialPlace: TrialID] = [:]) {
    guard digests.count == experiment.configurations.count else { return nil }
    var next = digests.makeIterator()
    var known: [DatasetSource: String] = [:]
    for configuration in experiment.configurations { known[configuration.spec.dataset.source] = next.next() }
    self.init(experiment, archived: archived) { known[$0] ?? "" }
  }

  /// The same trials for an experiment that differs in nothing that decides them.
  init(_ plan: Plan, of experiment: Experiment) {
    self.experiment = experiment
    digests = plan.digests
    archived = plan.archived
    tuning = plan.tuning
  }

  /// What stands for the data of runs that another program trained.
  static func data(importedAs name: String) -> String { "imported \(name)" }

  package var configurations: [Configuration] { experiment.configurations }

  private static func tuning(
    of experiment: Experiment, digests: [String], archived: [TrialPlace: TrialID]
  ) -> [TuningTrial] {
    guard let tuning = experiment.tuning else { return [] }
    var trials: [TuningTrial] = []
    for seed in tuning.seeds {
      for candidate in tuning.values.indices {
        for configuration in experiment.configurations {
          let trial = PlannedTrial(
            configuration.candidates[candidate], of: experiment,
            at: TrialPlace(
              purpose: .tuning, configuration: configuration.index, candidate: candidate, replicate: seed),
            position: trials.count, data: digests[configuration.index], archived: archived)
          trials.append(TuningTrial(candidate: candidate, trial: trial))
        }
      }
    }
    return trials
  }

  /// The trials that are compared, replicate by replicate, with the frozen choices in place.
  package func frozen(_ choices: [TuningChoice]) -> [PlannedTrial] {
    measurement(choices: choices.sorted { $0.configuration < $1.configuration }.map(\.chosen))
  }

  /// The trials that are compared, replicate by replicate, with the chosen candidate of each configuration in place.
  ///
  /// `choices` has one index into `tuning.values` per configuration; it is empty without tuning.
  package func measurement(choices: [Int]) -> [PlannedTrial] {
    let specs = configurations.map { configuration in
      spec(of: configuration, candidate: choices.isEmpty ? nil : choices[configuration.index])
    }
    return (0..<experiment.replicates).flatMap { replicate in
      specs.enumerated().map { index, spec in
        PlannedTrial(
          spec, of: experiment,
          at: TrialPlace(purpose: .measurement, configuration: index, candidate: -1, replicate: replicate),
          position: replicate * specs.count + index, data: digests[index], archived: archived)
      }
    }
  }

  /// The spec of a configuration with a candidate of the tuned field in place.
  package func spec(of configuration: Configuration, candidate: Int?) -> TrialSpec {
    guard let candidate, !configuration.candidates.isEmpty else { return configuration.spec }
    return configuration.candidates[candidate]
  }
}

/// A trial that tries one candidate value.
package struct TuningTrial: Hashable, Sendable {
  /// Index into `tuning.values`.
  package let candidate: Int
  package let trial: PlannedTrial
}

extension PlannedTrial {
  /// The trial of a place, by the identity that is archived there if one is.
  fileprivate init(
    _ spec: TrialSpec, of experiment: Experiment, at place: TrialPlace, position: Int, data: String,
    archived: [TrialPlace: TrialID]
  ) {
    // Another program knows runs by their seeds; where a seed stands in the file says nothing.
    let seed = experiment.imported.map { UInt64($0.seeds[place.replicate]) } ?? experiment.seed
    let chance = experiment.imported == nil ? place.replicate : 0
    self.init(
      id: archived[place] ?? TrialID(spec: spec, seed: seed, replicate: chance, data: data), spec: spec, seed: seed,
      replicate: place.replicate, configuration: place.configuration, position: position, purpose: place.purpose,
      keepsWeights: experiment.keepsWeights && place.purpose == .measurement,
      inference: place.purpose == .measurement ? experiment.inference.requests(for: spec) : [],
      probes: place.purpose == .measurement ? experiment.probes.requests(for: spec) : [])
  }
}

extension TrialID {
  /// Digests what determines a trial's outcome: spec, seed, replicate, data and engine version.
  package init(spec: TrialSpec, seed: UInt64, replicate: Int, data: String) {
    self.init(hex: SHA256.digest(of: Self.canonical(spec: spec, seed: seed, replicate: replicate, data: data)).hex)
  }

  /// The text that is digested.
  package static func canonical(spec: TrialSpec, seed: UInt64, replicate: Int, data: String) -> String {
    canonical(
      trial: spec.node.canonical, engine: spec.imported == nil ? String(EngineVersion.of(spec)) : anotherProgram,
      seed: String(seed), replicate: replicate, data: data)
  }

  /// The same of a spec in its canonical form; what stands between the braces is in the order of its keys.
  static func canonical(trial: String, engine: String, seed: String, replicate: Int, data: String) -> String {
    let fields = [("data", data), ("engine", engine), ("replicate", String(replicate)), ("seed", seed)]
    return "{" + fields.map { "\(SpecNode.quote($0.0)):\(SpecNode.quote($0.1))," }.joined() + "\"trial\":\(trial)}"
  }

  /// Stands for the engine version of a trial that was not trained here.
  static let anotherProgram = "another program"
}

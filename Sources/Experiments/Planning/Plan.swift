import Datasets
import Files
import NeuralNets
import Specifications

/// The ordered trials of an experiment: what to tune, and what to compare once the choices are made.
package struct Plan: Hashable, Sendable {
  package let experiment: Experiment
  /// Digest of each configuration's data set.
  private let digests: [String]

  /// Plans an experiment; `digest` gives the digest of a data set's files, and may throw its own error.
  package init<Failure: Error>(
    _ experiment: Experiment, digest: (DatasetSource) throws(Failure) -> String
  ) throws(Failure) {
    self.experiment = experiment
    var known: [DatasetSource: String] = [:]
    var digests: [String] = []
    for configuration in experiment.configurations {
      let source = configuration.spec.dataset.source
      if known[source] == nil { known[source] = try digest(source) }
      digests.append(known[source] ?? "")
    }
    self.digests = digests
  }

  package var configurations: [Configuration] { experiment.configurations }

  /// The trials by which values are chosen: seed by seed, value by value, all configurations.
  package var tuning: [TuningTrial] {
    guard let tuning = experiment.tuning else { return [] }
    var trials: [TuningTrial] = []
    for seed in tuning.seeds {
      for candidate in tuning.values.indices {
        for configuration in configurations {
          guard let spec = spec(of: configuration, candidate: candidate) else { continue }
          let trial = planned(
            spec, configuration: configuration.index, replicate: seed, position: trials.count, purpose: .tuning)
          trials.append(TuningTrial(candidate: candidate, trial: trial))
        }
      }
    }
    return trials
  }

  /// The trials that are compared, replicate by replicate, with the chosen candidate of each configuration in place.
  ///
  /// `choices` has one index into `tuning.values` per configuration; it is empty without tuning.
  package func measurement(choices: [Int]) -> [PlannedTrial] {
    (0..<experiment.replicates).flatMap { replicate in
      configurations.compactMap { configuration in
        let candidate = choices.indices.contains(configuration.index) ? choices[configuration.index] : nil
        return spec(of: configuration, candidate: candidate).map {
          planned(
            $0, configuration: configuration.index, replicate: replicate,
            position: replicate * configurations.count + configuration.index, purpose: .measurement)
        }
      }
    }
  }

  /// The spec of a configuration with a candidate of the tuned field in place.
  package func spec(of configuration: Configuration, candidate: Int?) -> TrialSpec? {
    guard let tuning = experiment.tuning, let candidate else { return configuration.spec }
    let grid = Grid(
      template: experiment.template, variations: experiment.variations, scale: experiment.scale, tuning: tuning)
    return grid.spec(
      configuration.tree, with: [VariedField(path: tuning.path, value: tuning.values[candidate])])
  }

  private func planned(
    _ spec: TrialSpec, configuration: Int, replicate: Int, position: Int, purpose: TrialPurpose
  ) -> PlannedTrial {
    let id = TrialID(spec: spec, seed: experiment.seed, replicate: replicate, data: digests[configuration])
    return PlannedTrial(
      id: id, spec: spec, seed: experiment.seed, replicate: replicate, configuration: configuration,
      position: position, purpose: purpose, keepsWeights: experiment.keepsWeights && purpose == .measurement)
  }
}

/// A trial that tries one candidate value.
package struct TuningTrial: Hashable, Sendable {
  /// Index into `tuning.values`.
  package let candidate: Int
  package let trial: PlannedTrial
}

extension TrialID {
  /// Digests what determines a trial's outcome: spec, seed, replicate, data and engine version.
  package init(spec: TrialSpec, seed: UInt64, replicate: Int, data: String) {
    self.init(hex: SHA256.digest(of: Self.canonical(spec: spec, seed: seed, replicate: replicate, data: data)).hex)
  }

  /// The text that is digested.
  package static func canonical(spec: TrialSpec, seed: UInt64, replicate: Int, data: String) -> String {
    SpecNode.map([
      ("data", .text(data)), ("engine", EngineVersion.current.node), ("replicate", replicate.node),
      ("seed", .text(String(seed))), ("trial", spec.node),
    ]).canonical
  }
}

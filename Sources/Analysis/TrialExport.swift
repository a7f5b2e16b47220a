import Experiments
import Specifications

/// An experiment's numbers in long form: one row per trial, epoch, split and metric, in plan order.
///
/// Columns: trial, the configuration's paths in ascending order, replicate, epoch, split, metric, value, state. A metric
/// of a layer is written `metric.layer`. Values are the shortest decimals that read back as the same Double. A value that
/// is not finite is empty (null in JSON) and its state says `nan`, `inf` or `-inf`. The loss that ended a diverged trial
/// is its last row, with the state `diverged`. Tuning trials and trials without an outcome have no rows.
/// Where inference was asked for, two more columns follow, `mode` and `samples`: the mode as it is written in YAML and the
/// passes averaged; they are empty in the rows of the trial's own evaluation. Probes add `probe`, the request as it is
/// written in YAML, and `at`, the place on a curve; the split of a probe of weights alone is empty.
package struct TrialExport: Sendable {
  /// Raised when a column changes its meaning or leaves.
  package static let schema = 1

  package let experiment: String
  /// The configuration's paths.
  package let paths: [String]
  package let rows: [ExportRow]
  /// Whether there are columns for modes of inference.
  package let hasInference: Bool
  /// Whether there are columns for probes.
  package let hasProbes: Bool

  package init(
    experiment: String, paths: [String], rows: [ExportRow], hasInference: Bool = false, hasProbes: Bool = false
  ) {
    self.experiment = experiment
    self.paths = paths
    self.rows = rows
    self.hasInference = hasInference
    self.hasProbes = hasProbes
  }

  /// Lists what the archive knows of a design's measured trials, at every epoch or at each one's last alone: what a page's
  /// tables and figures compare.
  package init(of design: ExperimentDesign, evidence: Evidence, atLastEpoch: Bool = false) {
    let columns = design.configurations.map(\.columns)
    let paths = Set(columns.flatMap { $0.keys }).sorted()
    let cells = Dictionary(
      uniqueKeysWithValues: zip(design.configurations, columns).map { configuration, known in
        (configuration.index, paths.map { known[$0] ?? "" })
      })
    self.init(
      experiment: design.name, paths: paths,
      rows: design.trials.filter { $0.purpose == .measurement }.flatMap { trial in
        guard let outcome = evidence.outcomes[trial.id] else { return [ExportRow]() }
        let own = cells[trial.configuration] ?? []
        let rows =
          ExportRow.all(of: trial, outcome: outcome, configuration: own)
          + ExportRow.all(of: trial, inference: evidence.inference[trial.id] ?? [], configuration: own)
          + ExportRow.all(of: trial, probes: evidence.probes[trial.id] ?? [], configuration: own)
        guard atLastEpoch else { return rows }
        let last = rows.map(\.epoch).max()
        return rows.filter { $0.epoch == last }
      }, hasInference: design.trials.contains { !$0.inference.isEmpty },
      hasProbes: design.trials.contains { !$0.probes.isEmpty })
  }

  /// The heads of all columns.
  package var columns: [String] {
    ["trial"] + paths + ["replicate", "epoch", "split", "metric", "value", "state"]
      + (hasInference ? ["mode", "samples"] : []) + (hasProbes ? ["probe", "at"] : [])
  }
}

extension DesignedConfiguration {
  /// The varied fields and the tuned values by path.
  fileprivate var columns: [String: String] {
    let varied = fields.map { ($0.path, $0.value) }
    let chosen = tuned.compactMap { tuned in tuned.chosen.map { (tuned.path, $0) } }
    return Dictionary(varied + chosen) { $1 }
  }
}

/// One number of one trial.
package struct ExportRow: Hashable, Sendable {
  package let trial: TrialID
  /// One value per path of the export.
  package let configuration: [String]
  package let replicate: Int
  package let epoch: Int
  package let split: String
  package let metric: String
  /// Nil when it is not finite.
  package let value: Double?
  package let state: String
  /// The mode of inference and the passes it averaged; nil for the evaluation that every trial has.
  package let inference: ExportedMode?
  /// The probe that found it, and where on its curve; nil for other numbers.
  package let probe: ExportedProbe?

  package init(
    trial: TrialID, configuration: [String], replicate: Int, epoch: Int, split: String, metric: String, value: Double?,
    state: String, inference: ExportedMode? = nil, probe: ExportedProbe? = nil
  ) {
    self.trial = trial
    self.configuration = configuration
    self.replicate = replicate
    self.epoch = epoch
    self.split = split
    self.metric = metric
    self.value = value
    self.state = state
    self.inference = inference
    self.probe = probe
  }

  /// The rows of a trial: its metrics in the order of the outcome, then the end of a diverged one.
  static func all(of trial: PlannedTrial, outcome: TrialOutcome, configuration: [String]) -> [ExportRow] {
    func row(epoch: Int, split: Split, metric: String, value: Double?, state: String) -> ExportRow {
      ExportRow(
        trial: trial.id, configuration: configuration, replicate: trial.replicate, epoch: epoch, split: split.rawValue,
        metric: metric, value: value, state: state)
    }
    let rows = outcome.metrics.map { measured in
      row(
        epoch: measured.epoch, split: measured.split,
        metric: measured.metric.rawValue + (measured.layer.isEmpty ? "" : "." + measured.layer),
        value: measured.value.isFinite ? measured.value : nil, state: state(of: measured.value, in: outcome.status))
    }
    switch outcome.status {
    case .completed: return rows
    case .diverged(let epoch):
      return rows + [row(epoch: epoch, split: .training, metric: Metric.loss.rawValue, value: nil, state: "diverged")]
    }
  }

  /// The rows of the modes that a trial was asked in, at its last epoch, in the order of the requests.
  static func all(
    of trial: PlannedTrial, inference records: [InferenceRecord], configuration: [String]
  ) -> [ExportRow] {
    trial.inference.flatMap { request in
      (records.first { $0.request == request }?.values ?? []).map { measured in
        ExportRow(
          trial: trial.id, configuration: configuration, replicate: trial.replicate,
          epoch: trial.spec.training.epochs, split: request.split.rawValue, metric: measured.metric.rawValue,
          value: measured.value.isFinite ? measured.value : nil, state: state(of: measured.value, in: .completed),
          inference: ExportedMode(mode: request.words, samples: measured.samples))
      }
    }
  }

  /// The rows of what probes found, at the last epoch, in the order of the requests.
  static func all(of trial: PlannedTrial, probes records: [ProbeRecord], configuration: [String]) -> [ExportRow] {
    trial.probes.flatMap { request in
      (records.first { $0.request == request }?.values ?? []).map { found in
        let address = found.address
        return ExportRow(
          trial: trial.id, configuration: configuration, replicate: trial.replicate,
          epoch: trial.spec.training.epochs, split: request.sample?.split.rawValue ?? "",
          metric: address.statistic.rawValue + (address.layer.isEmpty ? "" : "." + address.layer),
          value: found.value.isFinite ? found.value : nil, state: state(of: found.value, in: .completed),
          probe: ExportedProbe(request: request.key, at: address.at))
      }
    }
  }

  private static func state(of value: Double, in status: TrialStatus) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return status == .completed ? "completed" : "diverged"
  }
}

/// The mode of inference of an exported number.
package struct ExportedMode: Hashable, Sendable {
  package let mode: String
  package let samples: Int

  package init(mode: String, samples: Int) {
    self.mode = mode
    self.samples = samples
  }
}

/// The probe of an exported number.
package struct ExportedProbe: Hashable, Sendable {
  package let request: String
  package let at: Double?

  package init(request: String, at: Double?) {
    self.request = request
    self.at = at
  }
}

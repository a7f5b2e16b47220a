import Experiments
import Statistics

/// One mode of inference at one configuration, over its replicates.
package struct ModeSummary: Sendable {
  package let configuration: Int
  package let request: InferenceRequest
  /// By passes averaged, then in the order of the metrics.
  package let points: [ModePoint]

  package init(configuration: Int, request: InferenceRequest, points: [ModePoint]) {
    self.configuration = configuration
    self.request = request
    self.points = points
  }

  /// The point of a metric after the last pass.
  package func last(_ metric: InferenceMetric) -> ModePoint? { points.last { $0.metric == metric } }

  /// The points of a metric by passes averaged.
  package func points(_ metric: InferenceMetric) -> [ModePoint] { points.filter { $0.metric == metric } }
}

/// One metric after so many passes, over the replicates.
package struct ModePoint: Sendable {
  package let samples: Int
  package let metric: InferenceMetric
  /// In replicate order.
  package let values: [ReplicateValue]
  package let mean: Double
  /// Nil with fewer than two values.
  package let standardDeviation: Double?
  /// Minus weight scaling at the same replicate; nil with fewer than two pairs, and for what weight scaling lacks.
  package let difference: Interval?

  package init(
    samples: Int, metric: InferenceMetric, values: [ReplicateValue], mean: Double, standardDeviation: Double?,
    difference: Interval?
  ) {
    self.samples = samples
    self.metric = metric
    self.values = values
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.difference = difference
  }
}

extension ModeSummary {
  /// Sums up the inference records of an experiment's measured trials.
  static func all(of design: ExperimentDesign, evidence: Evidence) -> [ModeSummary] {
    let trials = Dictionary(grouping: design.trials.filter { $0.purpose == .measurement }, by: \.configuration)
    return design.configurations.flatMap { configuration -> [ModeSummary] in
      let own = (trials[configuration.index] ?? []).filter { evidence.completed($0.id) != nil }
        .sorted { $0.replicate < $1.replicate }
      return (own.first?.inference ?? []).compactMap { request in
        ModeSummary(of: request, configuration: configuration.index, trials: own, design: design, evidence: evidence)
      }
    }
  }

  /// Returns nil when no trial has a record of the request.
  private init?(
    of request: InferenceRequest, configuration: Int, trials: [PlannedTrial], design: ExperimentDesign,
    evidence: Evidence
  ) {
    func records(_ request: InferenceRequest) -> [(trial: PlannedTrial, record: InferenceRecord)] {
      trials.compactMap { trial in
        evidence.inference[trial.id]?.first { $0.request == request }.map { (trial, $0) }
      }
    }
    let own = records(request)
    let plain = records(InferenceRequest(mode: .weightScaling, split: request.split, bank: request.bank))
    guard let first = own.first else { return nil }
    let references = Dictionary(uniqueKeysWithValues: plain.map { ($0.trial.replicate, $0.record) })
    self.init(
      configuration: configuration, request: request,
      points: first.record.values.map { measured in
        let values = own.compactMap { trial, record in
          record.values.first { $0.samples == measured.samples && $0.metric == measured.metric }.map {
            ReplicateValue(replicate: trial.replicate, trial: trial.id, value: $0.value)
          }
        }
        return ModePoint(
          samples: measured.samples, metric: measured.metric, values: values, references: references,
          level: design.level)
      })
  }
}

extension ModePoint {
  fileprivate init(
    samples: Int, metric: InferenceMetric, values: [ReplicateValue], references: [Int: InferenceRecord], level: Double
  ) {
    let sample = Sample(values.map(\.value))
    let pairs = values.compactMap { value in
      references[value.replicate]?.last(metric).map { (value.value, $0) }
    }
    let paired = PairedSample(pairs.map(\.0), minus: pairs.map(\.1))
    self.init(
      samples: samples, metric: metric, values: values, mean: sample?.mean ?? .nan,
      standardDeviation: sample?.standardDeviation,
      difference: paired.flatMap { Interval.pairedStudentT($0, level: level) })
  }
}

extension InferenceMetric {
  /// The name in the head of a column.
  package var title: String {
    switch self {
    case .error: "error"
    case .nll: "NLL"
    case .perplexity: "perplexity"
    case .ece: "ECE"
    case .brier: "Brier score"
    case .entropy: "entropy"
    case .mutualInformation: "mutual information"
    case .divergence: "divergence"
    case .divergenceFromMasks: "divergence from masks"
    case .errorSpread: "SD of error over masks"
    case .meanSquare: "mean squared error"
    case .epistemicSD: "epistemic SD"
    case .aleatoricSD: "aleatoric SD"
    case .epistemicSDInGap: "epistemic SD in the gap"
    case .epistemicSDOutsideGap: "epistemic SD outside the gap"
    }
  }

  /// The metric of trials by which its numbers are written.
  package var wording: Metric {
    switch self {
    case .error, .errorSpread: .error
    case .perplexity: .perplexity
    case .ece: .ece
    case .brier: .brier
    case .nll, .entropy, .mutualInformation, .divergence, .divergenceFromMasks: .nll
    case .meanSquare, .epistemicSD, .aleatoricSD, .epistemicSDInGap, .epistemicSDOutsideGap: .meanSquare
    }
  }
}

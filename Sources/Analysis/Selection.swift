import Experiments
import Statistics

/// The choice of a configuration by its mean score on the validation split; the test split is never asked.
package struct Selection: Hashable, Sendable {
  /// The experiment's metric; validation is scored by it when it has a good end.
  private let scored: Metric
  private let direction: MetricDirection

  /// Scores by the error, or the mean square of numbers, where the metric itself will not do.
  package init(metric: Metric, answers: AnswerKind) {
    // The loss and the gap on validation say little of the answer: a smoothed loss, a difference of two errors.
    let usable = metric != .loss && metric != .gap
    scored = usable && metric.direction != nil ? metric : answers.isChoice ? .error : .meanSquare
    direction = scored.direction ?? .lowerIsBetter
  }

  /// The metric that is scored on validation.
  package var metric: Metric { scored }

  /// The mean validation score at the representing epoch; nil when validation was not measured.
  package func score(_ finals: [FinalMetric]) -> Double? {
    func mean(_ metric: Metric) -> Double? {
      finals.first { $0.split == .validation && $0.metric == metric && $0.layer.isEmpty }?.mean
    }
    if let own = mean(scored) { return own }
    // Other programs often write one where this one has the other, or both on different splits.
    return scored.complement.flatMap(mean).map { 1 - $0 }
  }

  /// The index of the best of the configurations that trained, the first of equals; nil without a score.
  package func best(of configurations: [ConfigurationSummary]) -> Int? {
    let candidates = configurations.filter { $0.optimiserFailed == nil && !$0.values.isEmpty }
    let scored = candidates.compactMap { candidate in candidate.validationScore.map { (candidate.index, $0) } }
    switch direction {
    case .lowerIsBetter: return scored.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    case .higherIsBetter: return scored.min { (-$0.1, $0.0) < (-$1.1, $1.0) }?.0
    }
  }
}

extension Metric {
  /// The metric that is 1 minus this one; nil where there is none.
  fileprivate var complement: Metric? {
    switch self {
    case .error: .accuracy
    case .accuracy: .error
    case .loss, .nll, .ece, .brier, .perplexity, .meanSquare, .gap, .sparsity, .dropFraction, .noiseMean,
      .noiseVariance, .weightNorm, .varianceRatio, .largestActivation, .boundedUnits, .gradientNorm, .learningRate,
      .penalty, .learnedRate:
      nil
    }
  }
}

extension ComparisonGroup {
  /// Makes one group per baseline; one group of all configurations when there is no baseline.
  static func all(of design: ExperimentDesign, configurations: [ConfigurationSummary]) -> [ComparisonGroup] {
    let selection = Selection(metric: design.metric.name, answers: design.answers)
    let baselines = design.configurations.filter(\.isBaseline).map(\.index)
    guard !baselines.isEmpty else {
      return [
        ComparisonGroup(baseline: nil, members: configurations.map(\.index), chosen: selection.best(of: configurations))
      ]
    }
    let grouped = Dictionary(grouping: design.configurations) { $0.isBaseline ? $0.index : $0.baseline }
    let summaries = Dictionary(configurations.map { ($0.index, $0) }) { first, _ in first }
    return baselines.map { baseline in
      let members = (grouped[baseline] ?? []).map(\.index)
      return ComparisonGroup(
        baseline: baseline, members: members, chosen: selection.best(of: members.compactMap { summaries[$0] }))
    }
  }
}

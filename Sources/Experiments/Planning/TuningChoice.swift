import Specifications

/// The candidate chosen for one configuration, with every candidate's score.
package struct TuningChoice: Hashable, Sendable {
  package let configuration: Int
  /// Index into `tuning.values`.
  package let chosen: Int
  /// Mean over the tuning seeds; nil when a trial diverged. Empty where the tuning trials are elsewhere.
  package let scores: [Double?]

  package init(configuration: Int, chosen: Int, scores: [Double?]) {
    self.configuration = configuration
    self.chosen = chosen
    self.scores = scores
  }

  /// Whether no candidate trained to its end with every seed.
  package var allDiverged: Bool { scores.allSatisfy { $0 == nil } }
}

extension Plan {
  /// Chooses the candidate with the best mean score per configuration; of equals the smaller value.
  ///
  /// `outcome` gives a trial's outcome; a diverged trial scores worse than every finished one. When all diverged, the
  /// smallest candidate is taken, and its measurement trials will tell.
  package func choices(outcome: (TrialID) -> TrialOutcome?) -> [TuningChoice] {
    guard let rule = experiment.tuning else { return [] }
    var values = [[[Double?]]](
      repeating: [[Double?]](repeating: [], count: rule.values.count), count: configurations.count)
    for tried in tuning {
      values[tried.trial.configuration][tried.candidate].append(
        outcome(tried.trial.id)?.last(rule.metric, .validation) ?? nil)
    }
    return values.enumerated().map { index, values in
      let scores = values.map(Self.mean)
      return TuningChoice(configuration: index, chosen: rule.best(scores), scores: scores)
    }
  }

  /// The choices that outcomes make, or where some of these are elsewhere, those that were frozen.
  ///
  /// There is one per configuration, in their order, whatever was frozen of which.
  package func choices(frozen: [TuningChoice], outcome: (TrialID) -> TrialOutcome?) -> [TuningChoice] {
    let made = choices(outcome: outcome)
    guard !tuning.allSatisfy({ outcome($0.trial.id) != nil }) else { return made }
    let candidates = experiment.tuning?.values.indices ?? 0..<0
    return made.map { own in
      frozen.first { $0.configuration == own.configuration && candidates.contains($0.chosen) } ?? own
    }
  }

  /// The mean; nil unless every trial has a value.
  private static func mean(_ values: [Double?]) -> Double? {
    let finished = values.compactMap { $0 }
    guard !finished.isEmpty, finished.count == values.count else { return nil }
    return finished.reduce(0, +) / Double(finished.count)
  }
}

extension Tuning {
  /// The index of the best score, of equals the smaller value; the smallest value when there is no score.
  package func best(_ scores: [Double?]) -> Int {
    let sizes = values.enumerated().map { index, value in
      value.plainText.flatMap { Double($0) } ?? Double(index)
    }
    let ranked = scores.indices.map { index in
      let score = scores[index] ?? .infinity
      return (score: metric == .accuracy && score.isFinite ? -score : score, size: sizes[index], index: index)
    }
    return ranked.min { ($0.score, $0.size, $0.index) < ($1.score, $1.size, $1.index) }?.index ?? 0
  }
}

extension TrialOutcome {
  /// The last value of a metric of the whole network on a split; nil when diverged or never measured.
  package func last(_ metric: Metric, _ split: Split) -> Double? {
    guard case .completed = status else { return nil }
    return metrics.last { $0.metric == metric && $0.split == split && $0.layer.isEmpty }?.value
  }
}

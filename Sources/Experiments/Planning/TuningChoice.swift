import Specifications

/// The candidate chosen for one configuration, with every candidate's score.
package struct TuningChoice: Hashable, Sendable {
  package let configuration: Int
  /// Index into `tuning.values`.
  package let chosen: Int
  /// Mean over the tuning seeds; nil when a trial diverged.
  package let scores: [Double?]

  package init(configuration: Int, chosen: Int, scores: [Double?]) {
    self.configuration = configuration
    self.chosen = chosen
    self.scores = scores
  }
}

extension Plan {
  /// Chooses the candidate with the best mean score per configuration; the first of equals.
  ///
  /// `outcome` gives a trial's outcome; a diverged trial scores worse than every finished one. When all diverged, the
  /// first candidate is taken, and its measurement trials will tell.
  package func choices(outcome: (TrialID) -> TrialOutcome?) -> [TuningChoice] {
    guard let tuning = experiment.tuning else { return [] }
    let trials = self.tuning
    return configurations.map { configuration in
      let scores = tuning.values.indices.map { candidate -> Double? in
        let own = trials.filter { $0.trial.configuration == configuration.index && $0.candidate == candidate }
        let values = own.map { outcome($0.trial.id)?.last(tuning.metric, .validation) ?? nil }
        guard !values.isEmpty, values.allSatisfy({ $0 != nil }) else { return nil }
        return values.compactMap { $0 }.reduce(0, +) / Double(values.count)
      }
      return TuningChoice(
        configuration: configuration.index, chosen: Self.best(scores, smallest: tuning.metric != .accuracy),
        scores: scores)
    }
  }

  private static func best(_ scores: [Double?], smallest: Bool) -> Int {
    var best: (index: Int, score: Double)?
    for (index, score) in scores.enumerated() {
      guard let score else { continue }
      if let current = best, smallest ? score >= current.score : score <= current.score { continue }
      best = (index, score)
    }
    return best?.index ?? 0
  }
}

extension TrialOutcome {
  /// The last value of a metric of the whole network on a split; nil when diverged or never measured.
  package func last(_ metric: Metric, _ split: Split) -> Double? {
    guard case .completed = status else { return nil }
    return metrics.last { $0.metric == metric && $0.split == split && $0.layer.isEmpty }?.value
  }
}

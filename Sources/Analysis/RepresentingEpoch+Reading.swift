import Experiments

extension RepresentingEpoch {
  /// Returns the number that represents a trial; nil when it was not measured then, or is not finite.
  package func value(of metric: Metric, on split: Split, layer: String = "", in outcome: TrialOutcome) -> Double? {
    let measured = outcome.metrics.filter { $0.metric == metric && $0.split == split && $0.layer == layer }
    let found: EpochMetric? =
      switch self {
      case .last: measured.max { $0.epoch < $1.epoch }
      case .bestValidation:
        Self.bestValidationEpoch(of: outcome).flatMap { best in measured.first { $0.epoch == best } }
      }
    return found.flatMap { $0.value.isFinite ? $0.value : nil }
  }

  /// Returns the epoch with the lowest validation error, or mean square of numbers, the earliest of equals.
  ///
  /// Epoch 0, before training, is none.
  package static func bestValidationEpoch(of outcome: TrialOutcome) -> Int? {
    func best(_ metric: Metric) -> Int? {
      let values = outcome.metrics.filter {
        $0.split == .validation && $0.metric == metric && $0.layer.isEmpty && $0.epoch > 0 && $0.value.isFinite
      }
      return values.min { ($0.value, $0.epoch) < ($1.value, $1.epoch) }?.epoch
    }
    return best(.error) ?? best(.meanSquare)
  }
}

/// A number that a probe finds, of a layer or of the whole network; some are curves over a place.
package enum ProbeStatistic: String, CaseIterable, Hashable, Sendable {
  // Removal of single units.

  /// The temperature T that gives softmax(z / T) of the whole network its lowest negative log-likelihood.
  case temperature
  /// Loss of accuracy per removed unit: mean, 95th percentile, largest and Gini coefficient over the units.
  case accuracyDropMean, accuracyDropHigh, accuracyDropMost, accuracyDropGini
  /// Rise of the tempered negative log-likelihood per removed unit, in nats.
  case nllRiseMean, nllRiseHigh, nllRiseMost, nllRiseGini
  /// Fall of the mean tempered margin (z_y − max_{k≠y} z_k) / T per removed unit.
  case marginDropMean, marginDropHigh, marginDropMost, marginDropGini
  /// Quantiles of the loss of accuracy over the units; the place is the quantile's level.
  case accuracyDrop

  // Pairs of units.

  /// Σ I / Σ (|Δᵢ| + |Δⱼ|) by the tempered negative log-likelihood, in [−1, …].
  case nllInteraction
  /// The same by the tempered margin.
  case marginInteraction
  /// Share of pairs that cost more together than alone, by the tempered negative log-likelihood.
  case superadditiveShare

  // Removal of random units.

  /// Accuracy after a share of the hidden units, the place, was set to zero.
  case removedAccuracy
  /// The same with the other units multiplied by one over the share that is left.
  case rescaledAccuracy
  /// Mean of the curve over the removed share, by the trapezoid rule.
  case removedArea, rescaledArea

  /// Whether it is shown in per cent.
  package var isShare: Bool {
    switch self {
    case .accuracyDropMean, .accuracyDropHigh, .accuracyDropMost, .accuracyDrop, .superadditiveShare, .removedAccuracy,
      .rescaledAccuracy, .removedArea, .rescaledArea:
      true
    case .temperature, .accuracyDropGini, .nllRiseMean, .nllRiseHigh, .nllRiseMost, .nllRiseGini, .marginDropMean,
      .marginDropHigh, .marginDropMost, .marginDropGini, .nllInteraction, .marginInteraction:
      false
    }
  }
}

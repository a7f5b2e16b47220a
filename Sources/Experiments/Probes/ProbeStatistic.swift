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

  // Single units as classifiers.

  /// Accuracy of a logistic regression on one unit: median, mean and 95th percentile over the units.
  case unitAccuracyMedian, unitAccuracyMean, unitAccuracyHigh

  // Redundancy.

  /// R² of a unit from others: mean and median over the units that vary.
  case explainedMean, explainedMedian
  /// (tr C)² / tr C²: directions in which the layer varies; and its share of the units.
  case participation, participationShare
  /// Mean absolute correlation of two units that vary.
  case correlation
  /// Share of units that never vary.
  case constantShare

  // Activations.

  /// Mean activation over units and examples.
  case activationMean
  /// Share of activations that are exactly 0.
  case zeroShare
  /// Share of activations of at most .05 of the layer's largest.
  case lowShare
  /// Mean over examples of Hoyer's sparsity and of that of Treves and Rolls, both in [0, 1].
  case hoyer, trevesRolls
  /// Mean over units and examples of |h| ‖w_out‖, what reaches the next layer.
  case effectiveActivation

  // Parts in the penalty of dropout.

  /// Mean and coefficient of variation over the units of ‖u‖ √(mean of h²), u the weights that read the unit.
  case productNormMean, productNormVariation
  /// Quantiles of it over the units; the place is the quantile's level.
  case productNorm

  // Filters.

  /// Mean over units of the largest share of Σ w² within one window of 7 × 7 pixels.
  case windowShare
  /// Mean over units of the entropy of w² over the pixels, over ln of their number.
  case spatialEntropy
  /// Mean over units of Σ |differences of neighbours| / Σ |w|.
  case totalVariation
  /// Mean over units of the excess kurtosis of their weights.
  case kurtosis

  // Around the weights.

  /// The mean loss on the examples in evaluation, without penalties.
  case surroundedLoss
  /// The largest rise of that loss found within the relative radius.
  case adaptiveSharpness
  /// The mean rise along random directions; the place is the distance α.
  case directionRise
  /// vᵀ(∇L(w + ε v) − ∇L(w − ε v)) / (2 ε) after power iteration, ε = ‖w‖ / 1000.
  ///
  /// The eigenvalue of the Hessian of largest size where the loss is smooth. With ReLU a step crosses kinks, which count as
  /// curvature, and the number depends on where the iteration starts; shorter steps make that worse until they are too
  /// short for Float.
  case hessianTop

  // Noise of gradients.

  /// tr Cov / ‖mean‖² of mini-batch gradients without masks, with masks per example, with one mask per batch.
  case unmaskedNoise, maskPerExampleNoise, maskPerBatchNoise
  /// Share of other masks whose loss fell after a step under one mask, on the batch of the step and on another.
  case sameBatchFall, freshBatchFall
  /// Half of 1 − cos between the gradients of two mini-batches, and between one and that of all examples without noise.
  case directionSpread, directionError

  // Maps.

  /// Correlation of neighbouring values about their channel's mean.
  case neighbourCorrelation
  /// Moran's I about a map's own mean.
  case moran
  /// R² of dropped values from survivors under masks of single values, blocks of three and five a side, whole channels.
  ///
  /// The place is the rate of dropping.
  case toldUnderPixels, toldUnderBlocks3, toldUnderBlocks5, toldUnderChannels

  // Masks on maps.

  /// The rate of dropping that is written, and the share that masks drop over all positions.
  case writtenRate, positionsDropped
  /// The same share over the positions at the border of a map, and over the others, where there are any.
  case borderDropped, insideDropped
  /// Columns of the map, by which the places of `positionDropped` are told: row · columns + column.
  case mapColumns
  /// The share of masks and channels that drop a position; the place is the position.
  case positionDropped

  // Predictions.

  /// What is predicted: the probability of the class that the layer names, or the number; the place is the example.
  case predicted
  /// What is true: the class or the number; the place is the example.
  case target

  // Linear models.

  /// Accuracy on examples with an active rare feature, and on the others.
  case activeAccuracy, otherAccuracy
  /// Share of examples with an active rare feature.
  case activeShare
  /// Mean |w| of rare features over that of the others.
  case rareWeightRatio
  /// ‖w − w*‖ over the norm of the least-squares weights, w* a minimiser.
  case toDropout, toLiteral, toRidge, toLeastSquares
  /// Mean squared error of that minimiser on the examples.
  case dropoutError, literalError, ridgeError, leastSquaresError

  // Cross-validation.

  /// Share of training examples whose class is wrong, and mean loss, by a network that was trained without their fold.
  case heldOutError, heldOutLoss

  /// Whether it is a share of examples that one network counts right or wrong.
  package var isCounted: Bool {
    [.removedAccuracy, .rescaledAccuracy, .activeAccuracy, .otherAccuracy, .heldOutError].contains(self)
  }

  /// Whether it is shown in per cent.
  package var isShare: Bool {
    switch self {
    case .accuracyDropMean, .accuracyDropHigh, .accuracyDropMost, .accuracyDrop, .superadditiveShare, .removedAccuracy,
      .rescaledAccuracy, .removedArea, .rescaledArea, .unitAccuracyMedian, .unitAccuracyMean, .unitAccuracyHigh,
      .constantShare, .zeroShare, .lowShare, .windowShare, .sameBatchFall, .freshBatchFall, .activeAccuracy,
      .otherAccuracy, .activeShare, .heldOutError, .writtenRate, .positionsDropped, .borderDropped, .insideDropped,
      .positionDropped:
      true
    case .temperature, .accuracyDropGini, .nllRiseMean, .nllRiseHigh, .nllRiseMost, .nllRiseGini, .marginDropMean,
      .marginDropHigh, .marginDropMost, .marginDropGini, .nllInteraction, .marginInteraction, .explainedMean,
      .explainedMedian, .participation, .participationShare, .correlation, .activationMean, .hoyer, .trevesRolls,
      .effectiveActivation, .productNormMean, .productNormVariation, .productNorm, .spatialEntropy, .totalVariation,
      .kurtosis, .surroundedLoss, .adaptiveSharpness,
      .directionRise, .hessianTop, .unmaskedNoise, .maskPerExampleNoise, .maskPerBatchNoise, .directionSpread,
      .directionError, .neighbourCorrelation, .moran,
      .toldUnderPixels, .toldUnderBlocks3, .toldUnderBlocks5, .toldUnderChannels,
      .mapColumns, .predicted, .target, .rareWeightRatio, .toDropout, .toLiteral, .toRidge, .toLeastSquares,
      .dropoutError,
      .literalError, .ridgeError, .leastSquaresError, .heldOutLoss:
      false
    }
  }
}

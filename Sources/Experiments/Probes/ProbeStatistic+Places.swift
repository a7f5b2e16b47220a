extension Probe {
  /// The numbers that it finds of single trials; none where only many trials together give one.
  package var statistics: [ProbeStatistic] {
    switch self {
    case .unitRemoval:
      [
        .temperature, .accuracyDropMean, .accuracyDropHigh, .accuracyDropMost, .accuracyDropGini, .nllRiseMean,
        .nllRiseHigh, .nllRiseMost, .nllRiseGini, .marginDropMean, .marginDropHigh, .marginDropMost, .marginDropGini,
        .accuracyDrop,
      ]
    case .pairInteraction: [.nllInteraction, .marginInteraction, .superadditiveShare]
    case .removalCurve: [.removedAccuracy, .rescaledAccuracy, .removedArea, .rescaledArea]
    case .unitUsefulness: [.unitAccuracyMedian, .unitAccuracyMean, .unitAccuracyHigh]
    case .redundancy:
      [.explainedMean, .explainedMedian, .participation, .participationShare, .correlation, .constantShare]
    case .activations: [.activationMean, .zeroShare, .lowShare, .hoyer, .trevesRolls, .effectiveActivation]
    case .productNorms: [.productNormMean, .productNormVariation, .productNorm]
    case .filters: [.windowShare, .spatialEntropy, .totalVariation, .kurtosis]
    case .sharpness: [.surroundedLoss, .adaptiveSharpness, .hessianTop, .directionRise]
    case .gradientNoise:
      [.unmaskedNoise, .maskPerExampleNoise, .maskPerBatchNoise, .sameBatchFall, .freshBatchFall]
    case .gradientDirections: [.directionSpread, .directionError]
    case .reconstruction:
      [.neighbourCorrelation, .moran, .toldUnderPixels, .toldUnderBlocks3, .toldUnderBlocks5, .toldUnderChannels]
    case .maskPositions: [.writtenRate, .positionsDropped, .borderDropped, .insideDropped, .mapColumns]
    case .predictions: []
    case .rareFeatures: [.activeShare, .activeAccuracy, .otherAccuracy, .rareWeightRatio]
    case .linearOptimum:
      [
        .toDropout, .toLiteral, .toRidge, .toLeastSquares, .dropoutError, .literalError, .ridgeError,
        .leastSquaresError,
      ]
    case .crossValidation: [.heldOutError, .heldOutLoss]
    }
  }

  /// Whether a statistic of it is found of every layer that it looks at.
  package func isOfLayers(_ statistic: ProbeStatistic) -> Bool {
    switch self {
    case .unitRemoval: statistic != .temperature
    case .pairInteraction, .unitUsefulness, .redundancy, .activations, .productNorms, .filters, .reconstruction,
      .maskPositions:
      true
    case .removalCurve, .sharpness, .gradientNoise, .gradientDirections, .predictions, .rareFeatures, .linearOptimum,
      .crossValidation:
      false
    }
  }
}

extension ProbeStatistic {
  /// The places of its curve in ascending order; empty for a single number, for predictions and for positions of maps.
  package var places: [Double] {
    if Self.overShares.contains(self) { return (0...18).map { Double($0) / 20 } }
    if Self.overRates.contains(self) { return [0.1, 0.3] }
    if self == .directionRise { return [0.05, 0.1, 0.2, 0.4] }
    if self == .accuracyDrop || self == .productNorm { return (0...20).map { Double($0) / 20 } }
    return []
  }

  private static let overShares: Set<ProbeStatistic> = [.removedAccuracy, .rescaledAccuracy]
  private static let overRates: Set<ProbeStatistic> = [
    .toldUnderPixels, .toldUnderBlocks3, .toldUnderBlocks5, .toldUnderChannels,
  ]

  /// The end that counts as better; nil where neither is.
  package var betterEnd: ClaimDirection? {
    if [.heldOutError, .heldOutLoss].contains(self) { return .lower }
    return [.activeAccuracy, .otherAccuracy].contains(self) ? .higher : nil
  }
}

import Experiments

/// Which end of a metric's scale is good.
package enum MetricDirection: Hashable, Sendable {
  case lowerIsBetter, higherIsBetter
}

extension Metric {
  /// The name within a sentence.
  package var title: String {
    switch self {
    case .loss: "loss"
    case .error: "error"
    case .accuracy: "accuracy"
    case .nll: "negative log-likelihood"
    case .ece: "calibration error"
    case .brier: "Brier score"
    case .perplexity: "perplexity"
    case .meanSquare: "mean squared error"
    case .gap: "generalisation gap"
    case .sparsity: "share of zero activations"
    case .dropFraction: "dropped fraction"
    case .noiseMean: "mean of the noise"
    case .noiseVariance: "variance of the noise"
    case .weightNorm: "weight norm"
    case .varianceRatio: "variance ratio"
    case .largestActivation: "largest activation"
    case .boundedUnits: "share of units at the bound"
    case .gradientNorm: "gradient norm"
    case .learningRate: "learning rate"
    case .penalty: "penalty of noise"
    case .learnedRate: "learned rate"
    }
  }

  /// Whether the value is a share that people read in percent.
  package var isShare: Bool {
    switch self {
    case .error, .accuracy, .ece, .gap, .sparsity, .dropFraction, .boundedUnits: true
    case .loss, .nll, .brier, .perplexity, .meanSquare, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio,
      .largestActivation, .gradientNorm, .learningRate, .penalty, .learnedRate:
      false
    }
  }

  /// Whether no value lies below 0.
  ///
  /// `answers` is what the networks answer with, nil where another program trained them: a likelihood of numbers is a
  /// density, which may be above 1 and then has a negative logarithm below 0.
  package func isNeverNegative(of answers: AnswerKind?) -> Bool {
    switch self {
    case .error, .accuracy, .ece, .brier, .perplexity, .meanSquare, .sparsity, .dropFraction, .noiseVariance,
      .weightNorm, .varianceRatio, .largestActivation, .boundedUnits, .gradientNorm, .learningRate, .learnedRate:
      true
    case .loss, .nll: answers?.isChoice ?? false
    case .gap, .noiseMean, .penalty: false
    }
  }

  /// Nil where neither end is good in itself.
  package var direction: MetricDirection? {
    betterEnd.map { $0 == .lower ? .lowerIsBetter : .higherIsBetter }
  }

  /// What a guess at random among the classes scores; nil where chance has no level.
  package func chanceLevel(classes: Int) -> Double? {
    switch self {
    case .error: 1 - 1 / Double(classes)
    case .accuracy: 1 / Double(classes)
    case .brier: 1 - 1 / Double(classes)
    case .perplexity: Double(classes)
    case .loss, .nll, .ece, .meanSquare, .gap, .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm,
      .varianceRatio, .largestActivation, .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      nil
    }
  }
}

extension Split {
  /// The word before a metric, such as the `test` of `test error`.
  package var title: String { rawValue }
}

extension MetricChoice {
  /// Such as `test error`.
  package var title: String { "\(split.title) \(name.title)" }

  /// When the value is read.
  package var moment: String {
    switch at {
    case .last: "after the last epoch"
    case .bestValidation: "after the epoch with the lowest validation error"
    }
  }
}

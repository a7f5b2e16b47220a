/// What one mode of inference gave on one split: a result of its own beside a trial's outcome.
package struct InferenceRecord: Hashable, Sendable {
  package let request: InferenceRequest
  /// By passes averaged, then in the order of the metrics.
  package let values: [InferenceValue]

  package init(request: InferenceRequest, values: [InferenceValue]) {
    self.request = request
    self.values = values
  }

  /// The value of a metric after the last pass.
  package func last(_ metric: InferenceMetric) -> Double? { values.last { $0.metric == metric }?.value }
}

/// One number of an inference record.
package struct InferenceValue: Hashable, Sendable {
  /// Passes, masks or samples that were averaged.
  package let samples: Int
  package let metric: InferenceMetric
  package let value: Double

  package init(samples: Int, metric: InferenceMetric, value: Double) {
    self.samples = samples
    self.metric = metric
    self.value = value
  }
}

/// A quantity that a mode of inference is judged by.
package enum InferenceMetric: String, CaseIterable, Hashable, Sendable {
  /// Share of examples, or of symbols, whose most probable class is wrong, in [0, 1].
  case error
  /// Mean negative log-likelihood of the true class or next symbol, or of true numbers under the mean of the answered laws,
  /// in nats.
  case nll
  /// Exponential of the mean negative log-likelihood of the next symbol.
  case perplexity
  /// Expected calibration error over 15 equal-width bins of confidence, in [0, 1].
  case ece
  /// Mean squared distance of the probabilities from the one-hot label, in [0, 2].
  case brier
  /// Mean entropy of the averaged prediction, in nats.
  case entropy
  /// Mean of that entropy minus the mean entropy of the single predictions, in nats: what the masks disagree about.
  case mutualInformation
  /// Mean Kullback–Leibler divergence from the prediction of weight scaling, in nats.
  case divergence
  /// Mean Kullback–Leibler divergence of the mean over a bank of masks from the prediction of the mode, in nats.
  case divergenceFromMasks
  /// Standard deviation of the error over runs with other masks on the same examples.
  case errorSpread
  /// Mean squared distance of the averaged answer from the true numbers.
  case meanSquare
  /// Mean over examples of the standard deviation of the answered mean over passes: what masks disagree about.
  case epistemicSD
  /// Mean over examples of the root of the mean answered variance: the noise that the network sees in the data.
  case aleatoricSD
  /// The first spread where the training examples of a set leave a gap, and where they do not.
  case epistemicSDInGap, epistemicSDOutsideGap

  /// The metric of trials that is the same quantity; nil where only inference knows it.
  package var metric: Metric? {
    switch self {
    case .error: .error
    case .nll: .nll
    case .perplexity: .perplexity
    case .ece: .ece
    case .brier: .brier
    case .meanSquare: .meanSquare
    case .entropy, .mutualInformation, .divergence, .divergenceFromMasks, .errorSpread, .epistemicSD, .aleatoricSD,
      .epistemicSDInGap, .epistemicSDOutsideGap:
      nil
    }
  }
}

import Datasets
import NeuralNets
import Specifications

extension InferenceMetric {
  /// Why a request gives no such number on trials of this kind, after so many samples or after all; nil where it does.
  package func misfit(with spec: TrialSpec, of request: InferenceRequest, _ samples: Int?) -> String? {
    let isOfNumbers = spec.answerKind == .numbers
    let isOfSymbols = spec.answerKind == .symbols
    let isMeasured =
      switch self {
      case .error, .entropy, .mutualInformation, .divergence, .divergenceFromMasks, .errorSpread: !isOfNumbers
      case .ece, .brier: !isOfNumbers && !isOfSymbols
      case .perplexity: isOfSymbols
      case .nll: !isOfNumbers || spec.loss == .normalLikelihood
      case .meanSquare, .epistemicSD: isOfNumbers
      case .aleatoricSD: isOfNumbers && spec.loss == .normalLikelihood
      case .epistemicSDInGap, .epistemicSDOutsideGap: spec.dataset.gap != nil
      }
    if self == .divergenceFromMasks, request.bank == nil { return "\(rawValue) needs inference.bank" }
    if !isMeasured { return "inference does not measure \(rawValue) of \(spec.answerKind.title) by \(spec.loss.name)" }
    return isSpread && request.mode.passes(upTo: samples) < 2 ? "\(rawValue) needs more than one pass" : nil
  }

  /// Whether it is a standard deviation over passes.
  private var isSpread: Bool {
    switch self {
    case .epistemicSD, .epistemicSDInGap, .epistemicSDOutsideGap: true
    case .error, .nll, .perplexity, .ece, .brier, .entropy, .mutualInformation, .divergence, .divergenceFromMasks,
      .errorSpread, .meanSquare, .aleatoricSD:
      false
    }
  }
}

extension InferenceMode {
  /// Passes whose real numbers are averaged.
  fileprivate func passes(upTo samples: Int?) -> Int {
    guard case .monteCarlo(let all, _) = self else { return 1 }
    return samples ?? all
  }
}

extension DatasetSpec {
  /// The distance from 0 below which the first feature of no training example lies; nil where there is no gap.
  package var gap: Double? {
    guard case .generated(.gapSine(let sine)) = source, sine.gap > 0 else { return nil }
    return sine.gap
  }
}

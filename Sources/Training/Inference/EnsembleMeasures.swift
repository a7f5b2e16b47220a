import CKernels
import Experiments

/// What was measured of averaged predictions, answer by answer: of examples, or of symbols in the order of their steps.
struct EnsembleMeasures {
  var nll: [Double] = []
  var brier: [Double] = []
  var entropy: [Double] = []
  var divergence: [Double] = []
  /// Nothing where no masks are held against.
  var divergenceFromMasks: [Double] = []
  /// Mean entropy of the single predictions; nothing that counts where logits were averaged.
  var single: [Double] = []
  var hits: [Bool] = []
  var confidences: [Float] = []

  var error: Double { Double(hits.count { !$0 }) / Double(max(hits.count, 1)) }

  /// The metrics in catalogue order; disagreement where several predictions were averaged by their probabilities.
  ///
  /// Symbols have a perplexity, and like in their trials neither calibration error nor Brier score.
  func values(
    ofSymbols: Bool, hasDisagreement: Bool, hasDivergence: Bool
  ) -> [(metric: InferenceMetric, value: Double)] {
    func mean(_ values: [Double]) -> Double { dl_sum_f64(values, values.count, DL_PATH_FASTEST) / Double(values.count) }
    var found: [(metric: InferenceMetric, value: Double)] = [(.error, error), (.nll, mean(nll))]
    if ofSymbols {
      found.append((.perplexity, dl_exp(mean(nll))))
    } else {
      found += [
        (.ece, SplitMeasures.calibrationError(confidences: confidences, hits: hits)), (.brier, mean(brier)),
      ]
    }
    found.append((.entropy, mean(entropy)))
    if hasDisagreement { found.append((.mutualInformation, mean(entropy) - mean(single))) }
    if hasDivergence { found.append((.divergence, mean(divergence))) }
    if !divergenceFromMasks.isEmpty { found.append((.divergenceFromMasks, mean(divergenceFromMasks))) }
    return found
  }
}

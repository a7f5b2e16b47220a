import CKernels
import Experiments

/// What was measured on one split, example by example.
struct SplitMeasures {
  let kind: AnswerKind
  let count: Int
  /// The layers whose activations are counted.
  let layers: [MeasuredLayer]
  /// One per example.
  var losses: [Double] = []
  /// One per answer, as are `brier`, `confidences` and `hits`; empty where answers have no probabilities.
  var nll: [Double] = []
  var brier: [Double] = []
  var confidences: [Float] = []
  /// Empty where answers are numbers.
  var hits: [Bool] = []
  /// Mean squared distance per example; empty where answers are choices.
  var squares: [Double] = []
  /// Activations that are not zero, per counted layer, over all examples.
  var nonzero: [Int]

  init(kind: AnswerKind, count: Int, layers: [MeasuredLayer]) {
    self.kind = kind
    self.count = count
    self.layers = layers
    nonzero = [Int](repeating: 0, count: layers.count)
  }

  var error: Double { Double(hits.count { !$0 }) / Double(max(hits.count, 1)) }

  /// One bit per answer, 1 = right, lowest bit first; none where answers are numbers.
  var correctness: [UInt8] {
    var bits = [UInt8](repeating: 0, count: (hits.count + 7) / 8)
    for (index, hit) in hits.enumerated() where hit { bits[index / 8] |= 1 << (index % 8) }
    return bits
  }

  /// Expected calibration error over 15 bins (b / 15, (b + 1) / 15] of confidence (Guo et al. 2017, eq. 3).
  ///
  /// Not a number where a confidence is none, as behind scores that are infinite.
  static func calibrationError(confidences: [Float], hits: [Bool], bins: Int = 15) -> Double {
    guard confidences.allSatisfy(\.isFinite) else { return .nan }
    var sums = [Double](repeating: 0, count: bins)
    for (confidence, hit) in zip(confidences, hits) {
      let bin = min(bins - 1, max(0, Int((Double(confidence) * Double(bins)).rounded(.up)) - 1))
      sums[bin] += (hit ? 1 : 0) - Double(confidence)
    }
    return sums.reduce(0) { $0 + $1.magnitude } / Double(max(hits.count, 1))
  }

  /// The metrics of this split in catalogue order, none of an empty split.
  ///
  /// `reference` is the training split the gap is taken against; without examples in it there is no gap.
  func metrics(at epoch: Int, _ split: Split, reference: SplitMeasures?) -> [EpochMetric] {
    guard count > 0 else { return [] }
    func mean(_ values: [Double]) -> Double { dl_sum_f64(values, values.count, DL_PATH_FASTEST) / Double(values.count) }
    var found: [(Metric, String, Double)] = [(.loss, "", mean(losses))]
    if kind.isChoice {
      found += [(.error, "", error), (.accuracy, "", Double(hits.count { $0 }) / Double(hits.count))]
    } else {
      found.append((.meanSquare, "", mean(squares)))
    }
    if !nll.isEmpty { found.append((.nll, "", mean(nll))) }
    if kind == .symbols, !nll.isEmpty { found.append((.perplexity, "", dl_exp(mean(nll)))) }
    if !brier.isEmpty {
      let calibration = Self.calibrationError(confidences: confidences, hits: hits)
      found += [(.ece, "", calibration), (.brier, "", mean(brier))]
    }
    if let reference, reference.count > 0, kind.isChoice { found.append((.gap, "", error - reference.error)) }
    for (index, active) in nonzero.enumerated() {
      let total = count * layers[index].units
      found.append((.sparsity, layers[index].name, Double(total - active) / Double(total)))
    }
    return found.map { EpochMetric(epoch: epoch, split: split, metric: $0.0, layer: $0.1, value: $0.2) }
  }
}

/// A layer whose activations are counted, with its units per example.
struct MeasuredLayer: Hashable {
  let name: String
  let units: Int
}

/// The metrics of a trial as they come in.
struct EvaluationRecord: Hashable, Sendable {
  var metrics: [EpochMetric] = []
  var correctness: [UInt8] = []
  /// How good the answers on the validation split are after the last epoch, when it was evaluated.
  var validation: EpochMetric?
  /// Wall seconds spent evaluating.
  var seconds = 0.0
}

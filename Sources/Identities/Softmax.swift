import CKernels

/// Softmax, logistic function and cross-entropy in Double.
enum Softmax {
  /// ln Σ exp z.
  static func logSum(_ logits: [Double]) -> Double {
    let top = logits.max() ?? 0
    return top + dl_log(logits.reduce(0) { $0 + dl_exp($1 - top) })
  }

  static func logProbabilities(_ logits: [Double]) -> [Double] {
    let total = logSum(logits)
    return logits.map { $0 - total }
  }

  static func probabilities(_ logits: [Double]) -> [Double] { logProbabilities(logits).map { dl_exp($0) } }

  /// −ln p of the label.
  static func crossEntropy(_ logits: [Double], label: Int) -> Double { logSum(logits) - logits[label] }

  /// p − one-hot, the gradient of the cross-entropy.
  static func gradient(_ logits: [Double], label: Int) -> [Double] {
    probabilities(logits).enumerated().map { $0.offset == label ? $0.element - 1 : $0.element }
  }
}

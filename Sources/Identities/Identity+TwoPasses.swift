import CKernels

extension Identity {
  /// T33, the algebraic part.
  static let twoPasses = Identity(
    "T33", "R-Drop's symmetric divergence is 0 for equal masks only, and its gradient reaches both passes.",
    source: "Wu et al. 2021 (R-Drop), equations 1 to 4"
  ) { _ in
    var evidence = Evidence()
    let masks = MaskEnumeration(units: 4, retention: 0.5)
    var (same, least) = (0.0, Double.infinity)
    for first in 0..<16 {
      for second in 0..<16 {
        let value = symmetric(logits(masks[first].mask), logits(masks[second].mask))
        if first == second { same = max(same, abs(value)) } else { least = min(least, value) }
      }
    }
    evidence.equal("divergence of equal masks", same, 0)
    evidence.atLeast("least divergence of unequal masks", least, 1e-6)
    let (a, b) = (logits(masks[5].mask), logits(masks[10].mask))
    for (name, left, right) in [("first", a, b), ("second", b, a)] {
      let slope = gradient(left, right)
      let numeric = left.indices.map { difference(left, right, at: $0) }
      evidence.equal("gradient of the \(name) pass against differences", slope, numeric, within: 1e-9)
      evidence.atLeast("… is not 0", slope.reduce(0) { max($0, abs($1)) }, 1e-3)
    }
    let mean = (Softmax.crossEntropy(a, label: 1) + Softmax.crossEntropy(b, label: 1)) / 2
    evidence.equal("α = 0 leaves the mean cross-entropy", objective(a, b, weight: 0), mean, within: 0)
    evidence.atLeast("α = 1 adds to it", objective(a, b, weight: 1), mean + 1e-3)
    return evidence
  }

  private static func logits(_ mask: [Double]) -> [Double] {
    (0..<3).map { unit in zip(mask, terms(unit)).reduce(Fixture.regression.bias[unit]) { $0 + 2 * $1.0 * $1.1 } }
  }

  private static func objective(_ a: [Double], _ b: [Double], weight: Double) -> Double {
    let mean = (Softmax.crossEntropy(a, label: 1) + Softmax.crossEntropy(b, label: 1)) / 2
    return mean + weight * symmetric(a, b)
  }

  /// KL(P ‖ Q) of the softmax of two logits.
  private static func divergence(_ a: [Double], _ b: [Double]) -> Double {
    let (p, q) = (Softmax.logProbabilities(a), Softmax.logProbabilities(b))
    return zip(p, q).reduce(0) { $0 + dl_exp($1.0) * ($1.0 - $1.1) }
  }

  private static func symmetric(_ a: [Double], _ b: [Double]) -> Double { (divergence(a, b) + divergence(b, a)) / 2 }

  /// ∂/∂a_k = ½ (P_k (log P_k − log Q_k − KL(P ‖ Q)) + P_k − Q_k).
  private static func gradient(_ a: [Double], _ b: [Double]) -> [Double] {
    let (p, q) = (Softmax.logProbabilities(a), Softmax.logProbabilities(b))
    let total = divergence(a, b)
    return zip(p, q).map { left, right in
      let own = dl_exp(left) * (left - right - total)
      return (own + dl_exp(left) - dl_exp(right)) / 2
    }
  }

  private static func difference(_ a: [Double], _ b: [Double], at place: Int) -> Double {
    var (up, down) = (a, a)
    up[place] += 1e-5
    down[place] -= 1e-5
    return (symmetric(up, b) - symmetric(down, b)) / 2e-5
  }
}

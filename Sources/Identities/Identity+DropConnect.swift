import CKernels
import Randomness

extension Identity {
  /// T15.
  static let dropConnectMoments = Identity(
    "T15", "A unit under DropConnect has mean p W v + b and variance p q (W ⊙ W)(v ⊙ v), independent of other units.",
    source: "Wan et al. 2013, section 3.2"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenMoments {
      for unit in 0..<3 {
        let closed = weightNoise(unit, p: golden.p)
        let found = enumerated(unit, p: golden.p)
        evidence.equal("mean of unit \(unit), p = \(golden.p)", closed.mean, golden.means[unit])
        evidence.equal("variance of unit \(unit), p = \(golden.p)", closed.variance, golden.variances[unit])
        evidence.equal("mean by enumeration", found.mean, closed.mean)
        evidence.equal("variance by enumeration", found.variance, closed.variance)
      }
    }
    for (first, second, golden) in [(0, 1, -0.063125), (0, 2, 0.04125), (1, 2, -0.056875)] {
      let shared = covariance(first, second, p: 0.5, isShared: true)
      evidence.equal("covariance under input dropout, units \(first) and \(second)", shared, golden)
      evidence.equal("covariance under DropConnect", covariance(first, second, p: 0.5, isShared: false), 0)
    }
    return evidence
  }

  private static let goldenMoments = [
    (p: 0.5, means: [0.675, -0.5, 0.175], variances: [0.103125, 0.15125, 0.138125]),
    (p: 0.8, means: [1.02, -0.68, 0.25], variances: [0.066, 0.0968, 0.0884]),
  ]

  /// The terms w_ij v_j of a unit of the fixture.
  static func terms(_ unit: Int) -> [Double] {
    (0..<4).map { Fixture.regression.weights[4 * unit + $0] * Fixture.input[$0] }
  }

  /// Mean and variance in closed form.
  static func weightNoise(_ unit: Int, p: Double) -> (mean: Double, variance: Double) {
    let terms = terms(unit)
    return (
      Fixture.regression.bias[unit] + p * terms.reduce(0, +), p * (1 - p) * terms.reduce(0) { $0 + $1 * $1 }
    )
  }

  private static func enumerated(_ unit: Int, p: Double) -> (mean: Double, variance: Double) {
    let terms = terms(unit)
    let moments = MaskEnumeration(units: 4, retention: p).expectation { mask in
      let value = zip(mask, terms).reduce(Fixture.regression.bias[unit]) { $0 + $1.0 * $1.1 }
      return [value, value * value]
    }
    return (moments[0], moments[1] - moments[0] * moments[0])
  }

  /// Of two units whose masks are one mask of the inputs, or two of the weights.
  private static func covariance(_ first: Int, _ second: Int, p: Double, isShared: Bool) -> Double {
    let (a, b) = (terms(first), terms(second))
    let moments = MaskEnumeration(units: isShared ? 4 : 8, retention: p).expectation { mask in
      let x = zip(mask, a).reduce(0) { $0 + $1.0 * $1.1 }
      let y = zip(mask.suffix(4), b).reduce(0) { $0 + $1.0 * $1.1 }
      return [x, y, x * y]
    }
    return moments[2] - moments[0] * moments[1]
  }
}

// MARK: - T16

extension Identity {
  /// T16.
  static let dropConnectCases = Identity(
    "T16",
    "DropConnect with shared columns is input dropout; with shared rows it is output dropout if a(0) = 0 without bias.",
    source: "Wan et al. 2013, section 2; erratum Q09"
  ) { _ in
    var evidence = Evidence()
    let relu = { (z: Double) in max(z, 0) }
    let logistic = { (z: Double) in 1 / (1 + dl_exp(-z)) }
    evidence.equal("shared columns, ReLU", columnDistance(relu), 0)
    evidence.equal("shared columns, logistic function", columnDistance(logistic), 0)
    evidence.equal("shared rows, ReLU without bias", rowDistance(relu, bias: 0), 0)
    evidence.equal("shared rows, ReLU with a bias under the mask", rowDistance(relu, bias: 1, masksBias: true), 0)
    evidence.atLeast("shared rows, logistic function, must differ by", rowDistance(logistic, bias: 0), 0.4)
    evidence.atLeast("shared rows, ReLU with a bias that stays, must differ by", rowDistance(relu, bias: 1), 0.04)
    return evidence
  }

  private static func columnDistance(_ activation: (Double) -> Double) -> Double {
    var worst = 0.0
    for (mask, _) in MaskEnumeration(units: 4, retention: 0.5) {
      for unit in 0..<3 {
        let bias = Fixture.regression.bias[unit]
        let weights = (0..<4).map { mask[$0] * Fixture.regression.weights[4 * unit + $0] }
        let connect = zip(weights, Fixture.input).reduce(bias) { $0 + $1.0 * $1.1 }
        let dropped = zip(mask, Fixture.input).map { $0 * $1 }
        let inputs = (0..<4).reduce(bias) { $0 + Fixture.regression.weights[4 * unit + $1] * dropped[$1] }
        worst = max(worst, abs(activation(connect) - activation(inputs)))
      }
    }
    return worst
  }

  /// Between a(m w v + b), or a(m w v + m b), and m a(w v + b), the largest over units and m.
  private static func rowDistance(
    _ activation: (Double) -> Double, bias: Double, masksBias: Bool = false
  ) -> Double {
    var worst = 0.0
    for unit in 0..<3 {
      let sum = terms(unit).reduce(0, +)
      let constant = bias * Fixture.regression.bias[unit]
      for mask in [0.0, 1] {
        let own = masksBias ? mask * constant : constant
        worst = max(worst, abs(activation(mask * sum + own) - mask * activation(sum + constant)))
      }
    }
    return worst
  }
}

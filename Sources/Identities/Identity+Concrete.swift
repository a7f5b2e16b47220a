import CKernels
import NeuralNets

extension Identity {
  /// T22.
  static let concreteRelaxation = Identity(
    "T22",
    "A Concrete variable exceeds ½ with probability q at every temperature; its mean is q only if q = ½ or t → 0.",
    source: "Maddison, Mnih, Teh 2017, section 3; Gal, Hron, Kendall 2017, equation 5"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenTemperatures {
      let found = relaxed(0.1, temperature: golden.temperature)
      let name = "q = .1, t = \(golden.temperature)"
      evidence.equal("P(z > ½), \(name)", found.above, 0.1, within: 1e-4)
      evidence.equal("E z, \(name)", found.mean, golden.mean, within: 2e-5)
      evidence.equal("Var (1 − z) / (1 − q), \(name)", found.variance / 0.81, golden.variance, within: 2e-5)
      evidence.equal("E z at q = ½", relaxed(0.5, temperature: golden.temperature).mean, 0.5, within: 1e-10)
    }
    let cold = relaxed(0.1, temperature: 0.001)
    evidence.equal("variance of the Bernoulli limit", cold.variance / 0.81, 0.1 / 0.9, within: 2e-4)
    return evidence
  }

  private static let goldenTemperatures = [
    (temperature: 0.01, mean: 0.10001, variance: 0.11001), (temperature: 0.1, mean: 0.10118, variance: 0.10108),
    (temperature: 0.5, mean: 0.12746, variance: 0.07515), (temperature: 1, mean: 0.18398, variance: 0.05575),
  ]

  /// Moments of z = σ((logit q + logit u) / t) over the midpoints of 20 000 parts of (0, 1).
  private static func relaxed(_ rate: Double, temperature: Double) -> (mean: Double, variance: Double, above: Double) {
    ConcreteNoise.moments(rate: rate, temperature: temperature, parts: 20_000)
  }
}

// MARK: - T26

extension Identity {
  /// T26.
  static let variationalDivergence = Identity(
    "T26", "The published fits of −KL follow ½ log α − E log |ε|: Kingma's up to α = 1 only, Molchanov's everywhere.",
    source: "Kingma, Salimans, Welling 2015, appendix C; Molchanov, Ashukha, Vetrov 2017, equation 14"
  ) { _ in
    var evidence = Evidence()
    for (alpha, golden) in [(0.1, -1.08896), (0.5, -0.10426), (1, 0.20850)] {
      evidence.equal("½ log α − E log |ε|, α = \(alpha)", divergence(alpha), golden, within: 1e-5)
    }
    let small = [1e-4, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1]
    // Both tend to the exact value plus a constant as α → 0: 0 and −.63576.
    let polynomial = small.map { abs(kingma($0) - divergence($0)) }
    let fit = (small + [2, 10]).map { abs(molchanov($0) + 0.63576 - divergence($0)) }
    evidence.atMost("Kingma's polynomial, α ≤ 1, is off by", polynomial.max() ?? .infinity, 0.040)
    evidence.atMost("Molchanov's fit, α ≤ 10, is off by", fit.max() ?? .infinity, 0.009)
    evidence.equal("Kingma's polynomial at α = 2 is off by", kingma(2) - divergence(2), 0.95, within: 0.05)
    return evidence
  }

  /// −KL by the fits that training uses.
  private static func kingma(_ alpha: Double) -> Double { -RateDivergence.kingma.value(dl_log(alpha)) }
  private static func molchanov(_ alpha: Double) -> Double { -RateDivergence.molchanov.value(dl_log(alpha)) }

  /// ½ log α − E log |ε| for ε ~ N(1, α), with |ε| = eᵘ by the trapezoidal rule in u.
  private static func divergence(_ alpha: Double) -> Double {
    let count = 8_000
    let (low, high) = (-30.0, dl_log(1 + 14 * alpha.squareRoot()))
    let width = (high - low) / Double(count)
    var sum = 0.0
    for index in 0...count {
      let u = low + width * Double(index)
      let size = dl_exp(u)
      let (near, far) = ((size - 1) * (size - 1), (size + 1) * (size + 1))
      let density = dl_exp(-near / (2 * alpha)) + dl_exp(-far / (2 * alpha))
      sum += (index == 0 || index == count ? 0.5 : 1) * u * size * density
    }
    return 0.5 * dl_log(alpha) - sum * width / (2 * Double.pi * alpha).squareRoot()
  }
}

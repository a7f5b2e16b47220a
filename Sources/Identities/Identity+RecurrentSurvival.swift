import NeuralNets

extension Identity {
  /// T24.
  static let temporalSurvival = Identity(
    "T24",
    "Over T steps a coordinate survives fresh masks with pᵀ, a tied mask with p; tied inverted masks explode as p¹⁻ᵀ.",
    source: "erratum Q13; Semeniuta, Severyn, Barth 2016, section 3"
  ) { _ in
    var evidence = Evidence()
    let decay = power(0.9, 20)
    evidence.equal("pᵀ, p = .9, T = 20", decay, 0.121577, within: 1e-6)
    evidence.equal("variance of fresh inverted masks, p = .9", 1 / decay - 1, 7.23, within: 5e-3)
    evidence.equal("mean of a tied inverted mask, p = .9", 0.9 / decay, 7.40, within: 5e-3)
    evidence.equal("pᵀ, p = .5", power(0.5, 20), 9.5e-7, within: 5e-9)
    evidence.equal("variance of fresh inverted masks, p = .5", 1 / power(0.5, 20) - 1, 1.05e6, within: 5e3)
    evidence.equal("mean of a tied inverted mask, p = .5", 0.5 / power(0.5, 20), 524_288)
    for p in [0.5, 0.8, 0.9] { addEnumeration(p, to: &evidence) }
    return evidence
  }

  /// Eight steps of h ← mask · h, over all masks.
  private static func addEnumeration(_ p: Double, to evidence: inout Evidence) {
    let steps = 8
    let fresh = MaskEnumeration(units: steps, retention: p).expectation { mask -> [Double] in
      let survives = mask.reduce(1, *)
      let inverted = mask.reduce(1) { $0 * $1 / p }
      // Semeniuta: c ← f c + i · r g with f = 1, i = 0 for any mask.
      let cell = mask.reduce(0.7) { 1 * $0 + 0 * ($1 / p * 0.3) }
      return [survives, inverted, inverted * inverted, abs(cell - 0.7)]
    }
    let tied = MaskEnumeration(units: 1, retention: p).expectation { mask -> [Double] in
      [power(mask[0], steps), power(mask[0] / p, steps)]
    }
    evidence.equal("fresh masks survive, p = \(p)", fresh[0], power(p, steps))
    evidence.equal("fresh inverted masks have mean 1, p = \(p)", fresh[1], 1)
    let variance = 1 / power(p, steps) - 1
    evidence.equal("… and variance p⁻ᵀ − 1", fresh[2] - 1, variance, within: 1e-12 * max(1, variance))
    evidence.equal("a mask on the candidate leaves the cell alone, p = \(p)", fresh[3], 0)
    evidence.equal("a tied mask survives, p = \(p)", tied[0], p)
    let mean = p / power(p, steps)
    evidence.equal("a tied inverted mask has mean p¹⁻ᵀ, p = \(p)", tied[1], mean, within: 1e-12 * mean)
  }
}

// MARK: - T28

extension Identity {
  /// T28.
  static let stochasticDepth = Identity(
    "T28", "With p_l = 1 − l / 2L the expected depth is (3L − 1) / 4; scaled branches keep the mean of a linear chain.",
    source: "Huang et al. 2016, equation 4 and section 3"
  ) { _ in
    var evidence = Evidence()
    for (blocks, golden) in [(3, 2.0), (6, 4.25), (12, 8.75), (18, 13.25), (54, 40.25)] {
      let depth = survival(blocks).reduce(0, +)
      evidence.equal("expected depth of \(blocks)", depth, golden)
      evidence.equal("(3L − 1) / 4", Double(3 * blocks - 1) / 4, golden)
      let timm = (0..<blocks).reduce(0.0) { $0 + 1 - 0.5 * Double($1) / Double(blocks - 1) }
      evidence.equal("rates from 0 to q: L (1 − q / 2)", timm, Double(blocks) * 0.75)
    }
    let variance = survival(54).reduce(0) { $0 + $1 * (1 - $1) }
    evidence.equal("deviation of the depth of 54", variance.squareRoot(), 3.0206, within: 5e-5)
    evidence.equal("skipped share of 54", 1 - survival(54).reduce(0, +) / 54, 0.2546, within: 5e-5)
    evidence.equal("skipped share of 18", 1 - survival(18).reduce(0, +) / 18, 0.2639, within: 5e-5)
    addChain(to: &evidence)
    return evidence
  }

  /// As networks are trained with it.
  private static func survival(_ blocks: Int) -> [Double] {
    (1...blocks).map { SurvivalSchedule.linear(last: 0.5).probability(ofBlock: $0, of: blocks) }
  }

  /// h ← (1 + b a) h through six blocks, over all gates.
  private static func addChain(to evidence: inout Evidence) {
    let (retentions, a) = (survival(6), 0.3)
    let gates = MaskEnumeration(retentions)
    let inverted = gates.expectation { mask -> Double in
      zip(mask, retentions).reduce(1) { $0 * (1 + $1.0 * a / $1.1) }
    }
    let classic = gates.expectation { mask -> Double in mask.reduce(1) { $0 * (1 + $1 * a) } }
    evidence.equal("E Π (1 + b a / p)", inverted, power(1 + a, 6))
    evidence.equal("E Π (1 + b a) is the classic test network", classic, retentions.reduce(1) { $0 * (1 + $1 * a) })
    // One gate and two examples: gates per batch or per example have equal means and differ in correlation only.
    let shared = MaskEnumeration(units: 1, retention: 0.7).expectation { [$0[0], $0[0], $0[0] * $0[0]] }
    let own = MaskEnumeration(units: 2, retention: 0.7).expectation { [$0[0], $0[1], $0[0] * $0[1]] }
    evidence.equal("means per batch and per example", Array(shared.prefix(2)), Array(own.prefix(2)))
    evidence.equal("covariance of gates per batch", shared[2] - 0.49, 0.21)
    evidence.equal("covariance of gates per example", own[2] - 0.49, 0)
  }
}

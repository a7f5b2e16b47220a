import CKernels

extension Identity {
  /// T34.
  static let twoLayerLinear = Identity(
    "T34", "Dropout in a two-layer linear network penalises Σ ‖u_i‖² (v_i · x)² by q / p, exactly.",
    source: "Mianjy, Arora, Vidal 2018, proposition 1"
  ) { _ in
    var evidence = Evidence()
    let (outer, inner) = (Fixture.numbers(8), Fixture.numbers(12, from: 40))
    let (input, target) = (Fixture.numbers(3, from: 90), Fixture.numbers(2, from: 120))
    var hidden = [0.0, 0, 0, 0]
    for i in 0..<4 { for j in 0..<3 { hidden[i] += inner[3 * i + j] * input[j] } }
    func square(_ factors: [Double]) -> Double {
      var total = 0.0
      for k in 0..<2 {
        var residual = target[k]
        for i in 0..<4 { residual -= outer[4 * k + i] * factors[i] * hidden[i] }
        total += residual * residual
      }
      return total
    }
    var penalty = 0.0
    for i in 0..<4 {
      let norm = outer[i] * outer[i] + outer[4 + i] * outer[4 + i]
      penalty += norm * hidden[i] * hidden[i]
    }
    for p in [0.3, 0.5, 0.8] {
      let mean = MaskEnumeration(units: 4, retention: p).expectation { mask -> Double in square(mask.map { $0 / p }) }
      evidence.equal("mean loss, p = \(p)", mean, square([1, 1, 1, 1]) + (1 - p) / p * penalty)
    }
    evidence.atLeast("the penalty is not 0", penalty, 0.01)
    return evidence
  }

  /// T35.
  static let logisticMean = Identity(
    "T35", "The normalised geometric mean of logistic units is the logistic function of the mean, σ(E S).",
    source: "Baldi, Sadowski 2013, section 3"
  ) { _ in
    var evidence = Evidence()
    var distances: [Double] = []
    for scale in [2.0, 1, 0.5] {
      for p in [0.5, 0.8] {
        let terms = terms(2).map { scale * $0 }
        let parts = MaskEnumeration(units: 4, retention: p).expectation { mask -> [Double] in
          let sum = zip(mask, terms).reduce(0) { $0 + $1.0 * $1.1 }
          return [-dl_log1p(dl_exp(-sum)), -dl_log1p(dl_exp(sum)), 1 / (1 + dl_exp(-sum))]
        }
        let (kept, other) = (dl_exp(parts[0]), dl_exp(parts[1]))
        let ofMean = 1 / (1 + dl_exp(-p * terms.reduce(0, +)))
        evidence.equal("G / (G + G′), scale \(scale), p = \(p)", kept / (kept + other), ofMean)
        if p == 0.5 { distances.append(abs(parts[2] - ofMean)) }
      }
    }
    evidence.atLeast("E σ nears σ(E S) as the variance shrinks", distances[0], 2 * distances[1])
    evidence.atLeast("… and again", distances[1], 2 * distances[2])
    return evidence
  }
}

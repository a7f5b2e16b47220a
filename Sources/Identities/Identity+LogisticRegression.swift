import CKernels

extension Identity {
  /// T14.
  static let logisticRegression = Identity(
    "T14", "Dropout adds a label-free penalty R ≥ 0 to logistic loss, q / (2 p) Σ π (1 − π) x² w² to second order.",
    source: "Wager, Wang & Liang 2013"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenPenalties {
      let found = LogisticPenalty(scale: golden.scale, p: golden.p, kept: 1 / golden.p)
      let name = "s = \(golden.scale), p = \(golden.p)"
      evidence.equal("R, \(name)", found.exact, golden.exact, within: 5e-7)
      evidence.equal("quadratic, \(name)", found.quadratic, golden.quadratic, within: 5e-7)
      for label in [0.0, 1.0] {
        evidence.equal("E loss − loss − R, label \(label), \(name)", found.residual(label: label), 0)
      }
      evidence.atLeast("R, \(name)", found.exact, 0)
      let classic = LogisticPenalty(scale: golden.scale, p: golden.p, kept: 1)
      evidence.equal("classic: E loss − loss at p x − R, \(name)", classic.residual(label: 1), 0)
    }
    for kept in [1, 2.0] {
      let small = LogisticPenalty(scale: 0.001, p: 0.5, kept: kept)
      evidence.equal("R / quadratic at s = .001, kept × \(kept)", small.exact / small.quadratic, 1, within: 1e-2)
    }
    addSoftmax(to: &evidence)
    return evidence
  }

  private static let goldenPenalties = [
    (scale: 0.1, p: 0.5, exact: 0.003851, quadratic: 0.003862),
    (scale: 0.3, p: 0.5, exact: 0.027602, quadratic: 0.027874),
    (scale: 1, p: 0.5, exact: 0.073736, quadratic: 0.049691),
    (scale: 0.3, p: 0.8, exact: 0.007184, quadratic: 0.006969),
  ]

  /// ½ (q / p) Σ_j x_j² W_jᵀ (diag π − π πᵀ) W_j against the enumerated penalty of small weights.
  private static func addSoftmax(to evidence: inout Evidence) {
    let scale = 0.01
    let layer = ReferenceLayer(
      inputs: 4, weights: Fixture.regression.weights.map { scale * $0 }, bias: Fixture.regression.bias)
    let input = Fixture.input
    let probabilities = Softmax.probabilities(layer(input))
    let exact =
      MaskEnumeration(units: 4, retention: 0.8).expectation { mask in
        Softmax.logSum(layer(zip(mask, input).map { $0 * $1 / 0.8 }))
      } - Softmax.logSum(layer(input))
    let quadratic = (0..<4).reduce(0.0) { total, j in
      let column = (0..<3).map { layer.weights[$0 * 4 + j] }
      let mean = zip(probabilities, column).reduce(0) { $0 + $1.0 * $1.1 }
      let square = zip(probabilities, column).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      return total + 0.125 * input[j] * input[j] * (square - mean * mean)
    }
    evidence.equal("softmax: R / quadratic at small weights", exact / quadratic, 1, within: 1e-2)
  }
}

/// The penalty of dropout on logistic regression for the fixture's input and weights s (1, −.7, .5, .8).
struct LogisticPenalty {
  private let terms: [Double]
  private let p: Double
  private let kept: Double

  init(scale: Double, p: Double, kept: Double) {
    terms = zip([1, -0.7, 0.5, 0.8], Fixture.input).map { scale * $0 * $1 }
    self.p = p
    self.kept = kept
  }

  private var masks: MaskEnumeration { MaskEnumeration(units: 4, retention: p) }
  private var mean: Double { p * kept * terms.reduce(0, +) }

  private func logit(_ mask: [Double]) -> Double { zip(mask, terms).reduce(0) { $0 + kept * $1.0 * $1.1 } }

  /// E A(x̃·w) − A(E x̃·w), A(z) = ln(1 + eᶻ).
  var exact: Double { masks.expectation { dl_softplus(logit($0)) } - dl_softplus(mean) }

  /// ½ π (1 − π) Var(x̃·w).
  var quadratic: Double {
    let chance = dl_sigmoid(mean)
    let squares = terms.reduce(0) { $0 + $1 * $1 }
    return 0.5 * chance * (1 - chance) * p * (1 - p) * kept * kept * squares
  }

  /// E ℓ − ℓ − R for a label, ℓ = A(z) − y z.
  func residual(label: Double) -> Double {
    let loss = masks.expectation { dl_softplus(logit($0)) - label * logit($0) }
    return loss - (dl_softplus(mean) - label * mean) - exact
  }
}

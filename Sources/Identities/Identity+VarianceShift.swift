extension Identity {
  /// T25.
  static let varianceShift = Identity(
    "T25", "Dropout adds q / p Σ w² E x² to the variance of w · x in training, which evaluation lacks.",
    source: "Li, Chen, Hu, Yang 2019, section 3; derived by enumeration"
  ) { _ in
    var evidence = Evidence()
    for p in [0.5, 0.7, 0.9] {
      let found = variances(p)
      evidence.equal("variance in training, p = \(p)", found.training, found.closed)
      evidence.atLeast("… is larger than in evaluation", found.training, found.evaluation, within: 0)
    }
    for (p, golden) in [(0.9, 0.818182), (0.8, 0.666667), (0.5, 0.333333)] {
      evidence.equal("ratio before batch norm, c = v = 1, p = \(p)", ratio(p, 1, 1), golden, within: 1e-6)
      evidence.equal("ratio, c = 0: p", ratio(p, 0, 1), p)
    }
    let (c, v) = (1 / (2 * Double.pi).squareRoot(), 0.5 - 0.5 / Double.pi)
    evidence.equal("mean of ReLU of N(0, 1)", c, 0.398942, within: 1e-6)
    evidence.equal("variance of ReLU of N(0, 1)", v, 0.340845, within: 1e-6)
    for (p, golden) in [(0.9, 0.85985), (0.8, 0.73167), (0.7, 0.61399), (0.5, 0.40536)] {
      evidence.equal("ratio after ReLU, p = \(p)", ratio(p, c, v), golden, within: 1e-5)
    }
    for (width, golden) in [(64.0, 0.51215), (256, 0.70226), (1024, 0.88364)] {
      let shared = v * 0.1 * (width * 0.1 - 1)
      evidence.equal("ratio behind a layer of \(width)", ratio(0.5, c, v, shared: shared), golden, within: 1e-5)
    }
    return evidence
  }

  /// Variance in evaluation over that in training, of features of mean c and variance v; `shared` from correlations.
  private static func ratio(_ p: Double, _ c: Double, _ v: Double, shared: Double = 0) -> Double {
    (v + shared) / ((c * c + v) / p - c * c + shared)
  }

  /// Of w · (r ⊙ x / p) over four equally likely x of three features and all masks.
  private static func variances(_ p: Double) -> (training: Double, evaluation: Double, closed: Double) {
    let (points, weights) = (Fixture.features, Fixture.weights)
    var (mean, square, plain, plainSquare, extra) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for point in points {
      let terms = zip(point, weights).map { $0 * $1 }
      let moments = MaskEnumeration(units: 3, retention: p).expectation { mask -> [Double] in
        let value = zip(mask, terms).reduce(0) { $0 + $1.0 * $1.1 / p }
        return [value, value * value]
      }
      mean += moments[0] / 4
      square += moments[1] / 4
      let value = terms.reduce(0, +)
      plain += value / 4
      plainSquare += value * value / 4
      extra += terms.reduce(0) { $0 + $1 * $1 } / 4
    }
    let evaluation = plainSquare - plain * plain
    return (square - mean * mean, evaluation, evaluation + (1 - p) / p * extra)
  }
}

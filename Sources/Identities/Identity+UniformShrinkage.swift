extension Identity {
  /// T13.
  static let uniformShrinkage = Identity(
    "T13", "With orthogonal columns dropout shrinks every weight by p, whatever its scale; ridge does not.",
    source: "derived; errata Q07 and Q08 of the source text"
  ) { _ in
    var evidence = Evidence()
    let features = orthogonal([10, 1, 0.1])
    let targets = features.map { $0.reduce(0, +) }
    for p in [0.5, 0.8] {
      evidence.equal("orthogonal columns, p = \(p)", fit(features, targets, p), [p, p, p], within: 1e-12)
    }
    let ridge = LinearSystem.ridge(features, targets, penalty: [1, 1, 1])
    evidence.equal("ridge with λ = 1", ridge, [100.0 / 101, 0.5, 0.01 / 1.01], within: 1e-12)
    addInvariance(to: &evidence)
    addStandardised(to: &evidence)
    return evidence
  }

  /// The minimiser of the mean inverted loss: ridge with (q / p) Σ x² on each column.
  private static func fit(_ features: [[Double]], _ targets: [Double], _ p: Double) -> [Double] {
    let penalty = LinearSystem.squaredNorms(features).map { (1 - p) / p * $0 }
    return LinearSystem.ridge(features, targets, penalty: penalty)
  }

  /// Eight rows whose columns are Walsh functions of the given norms.
  private static func orthogonal(_ norms: [Double]) -> [[Double]] {
    (0..<8).map { row in
      norms.enumerated().map { column, norm in
        let sign = (row >> column & 1) == 0 ? 1.0 : -1
        return sign * norm / 8.0.squareRoot()
      }
    }
  }

  private static func addInvariance(to evidence: inout Evidence) {
    let scales = [100, 1, 0.03]
    let scaled = Fixture.features.map { row in zip(row, scales).map { $0 * $1 } }
    let predictions = { (features: [[Double]], weights: [Double]) in
      features.map { row in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    let plain = predictions(Fixture.features, fit(Fixture.features, Fixture.targets, 0.8))
    evidence.equal(
      "rescaled columns, same predictions", predictions(scaled, fit(scaled, Fixture.targets, 0.8)), plain)
    let ridge = [Fixture.features, scaled].map { features in
      predictions(features, LinearSystem.ridge(features, Fixture.targets, penalty: [1, 1, 1]))
    }
    evidence.atLeast("ridge's predictions change", zip(ridge[0], ridge[1]).map { abs($0 - $1) }.max() ?? 0, 0.05)
  }

  /// Σ x² = N for standardised columns, so dropout on them is ridge with λ = N q / p.
  private static func addStandardised(to evidence: inout Evidence) {
    let norms = LinearSystem.squaredNorms(Fixture.features)
    let count = Double(Fixture.features.count)
    let features = Fixture.features.map { row in zip(row, norms).map { $0 * (count / $1).squareRoot() } }
    for p in [0.5, 0.8] {
      let ridge = LinearSystem.ridge(
        features, Fixture.targets, penalty: Array(repeating: count * (1 - p) / p, count: 3))
      evidence.equal("columns of Σ x² = N, p = \(p): ridge", fit(features, Fixture.targets, p), ridge)
    }
  }
}

extension Identity {
  /// T12.
  static let linearRegression = Identity(
    "T12",
    "Dropout on linear regression is, in the mean, an exact penalty on Σ x² w² by q / p (inverted) or p q (classic).",
    source: "Srivastava et al. 2014, section 9.1; Wager et al. 2013"
  ) { _ in
    var evidence = Evidence()
    for (p, classic, inverted) in [(0.5, 5.90125, 12.415), (0.8, 6.646, 8.588125)] {
      addLoss("classic", p, kept: 1, golden: classic, to: &evidence)
      addLoss("inverted", p, kept: 1 / p, golden: inverted, to: &evidence)
    }
    addMinimisers(to: &evidence)
    addConstantColumn(to: &evidence)
    return evidence
  }

  /// E‖y − (r·kept ⊙ X) w‖² by enumeration and in closed form: mean data term plus variance penalty.
  static func meanSquare(_ features: [[Double]], p: Double, kept: Double) -> (enumerated: Double, closed: Double) {
    let weights = Fixture.weights
    let mean = p * kept
    let penalty = p * (1 - p) * kept * kept
    var enumerated = 0.0
    var closed = zip(LinearSystem.squaredNorms(features), weights).reduce(0) { $0 + penalty * $1.0 * $1.1 * $1.1 }
    for (row, target) in zip(features, Fixture.targets) {
      let terms = zip(row, weights).map { $0 * $1 }
      enumerated += MaskEnumeration(units: 3, retention: p).expectation { mask in
        let residual = target - zip(mask, terms).reduce(0) { $0 + kept * $1.0 * $1.1 }
        return residual * residual
      }
      let residual = target - mean * terms.reduce(0, +)
      closed += residual * residual
    }
    return (enumerated, closed)
  }

  private static func addLoss(_ name: String, _ p: Double, kept: Double, golden: Double, to evidence: inout Evidence) {
    let loss = meanSquare(Fixture.features, p: p, kept: kept)
    evidence.equal("\(name) mean loss at p = \(p), enumerated", loss.enumerated, golden)
    evidence.equal("\(name) mean loss at p = \(p), closed form", loss.closed, golden)
  }

  private static func minimiser(_ coefficient: Double) -> [Double] {
    let penalty = LinearSystem.squaredNorms(Fixture.features).map { coefficient * $0 }
    return LinearSystem.ridge(Fixture.features, Fixture.targets, penalty: penalty)
  }

  private static func addMinimisers(to evidence: inout Evidence) {
    let half = minimiser(1)
    let eighth = minimiser(0.25)
    evidence.equal("minimiser at p = .5", half, [0.3477568031, 0.2177494484, -0.0029173817], within: 1e-10)
    evidence.equal("minimiser at p = .8", eighth, [0.5461215204, 0.3408286249, 0.0065056548], within: 1e-10)
    evidence.equal("without dropout", minimiser(0), [0.6716763006, 0.4254335260, 0.0196531792], within: 1e-10)
    evidence.equal("ordinary loss + p q at p = .5 is inverted dropout at p = .8", minimiser(0.5 * 0.5), eighth)
    evidence.atLeast("… and not at p = .5", abs(minimiser(0.5 * 0.5)[0] - half[0]), 0.1)
    for p in [0.5, 0.8] {
      let norms = LinearSystem.squaredNorms(Fixture.features)
      let scaled = Fixture.features.map { $0.map { p * $0 } }
      let classic = LinearSystem.ridge(scaled, Fixture.targets, penalty: norms.map { p * (1 - p) * $0 })
      evidence.equal("p × classic minimiser at p = \(p)", classic.map { p * $0 }, minimiser((1 - p) / p))
    }
  }

  /// Erratum Q24: the penalty goes by Σ x², not by the variance, so a constant column is penalised too.
  private static func addConstantColumn(to evidence: inout Evidence) {
    let features = Fixture.features.map { [$0[0], $0[1], 3] }
    let loss = meanSquare(features, p: 0.8, kept: 1.25)
    evidence.equal("a constant column counts by its squares", loss.enumerated, loss.closed)
  }
}

extension Identity {
  /// T07.
  static let weightedEnsemble = Identity(
    "T07", "The uniform average over subnetworks is dropout's ensemble at p = ½ only.",
    source: "derived; erratum Q01 of the source text"
  ) { _ in
    var evidence = Evidence()
    let uniform = EnsembleMeans(Fixture.regression, Fixture.input, retentions: Array(repeating: 0.5, count: 4))
    let masks = MaskEnumeration(units: 4, retention: 0.3)
    let logarithms = masks.map { mask, _ in
      Softmax.logProbabilities(Fixture.regression(zip(mask, Fixture.input).map { $0 * $1 }))
    }
    let means = (0..<3).map { label in logarithms.reduce(0) { $0 + $1[label] } / Double(masks.count) }
    evidence.equal(
      "uniform over the masks that p = .3 draws from", Softmax.probabilities(means), uniform.normalisedGeometric)
    evidence.equal("probabilities of all masks sum to 1", masks.reduce(0) { $0 + $1.probability }, 1)
    for p in [0.3, 0.8] {
      let weighted = EnsembleMeans(Fixture.regression, Fixture.input, retentions: Array(repeating: p, count: 4))
      let distance = abs(weighted.normalisedGeometric[0] - uniform.normalisedGeometric[0])
      evidence.atLeast("p-weighted differs from uniform at p = \(p)", distance, 0.05)
    }
    return evidence
  }
}

import CKernels

extension Identity {
  /// T09.
  static let ensembleObjective = Identity(
    "T09", "The mean loss of subnetworks exceeds the loss of their normalised geometric mean by −ln Σ GM ≥ 0.",
    source: "derived; Jensen's inequality"
  ) { _ in
    var evidence = Evidence()
    for (p, golden) in [(0.5, 0.0394307), (0.8, 0.0223151), (0.3, 0.0355831)] {
      let means = EnsembleMeans(Fixture.regression, Fixture.input, retentions: Array(repeating: p, count: 4))
      let penalty = -dl_log(means.geometric.reduce(0, +))
      evidence.equal("−ln Σ GM at p = \(p)", penalty, golden, within: 5e-8)
      for label in 0..<3 {
        let mean = means.crossEntropies[label]
        let gap = mean + dl_log(means.normalisedGeometric[label])
        evidence.equal("the gap of label \(label) at p = \(p)", gap, penalty)
        let arithmetic = mean + dl_log(means.arithmetic[label])
        evidence.atLeast("above the arithmetic mean's loss, label \(label), p = \(p)", arithmetic, 0)
        let scaled = Softmax.crossEntropy(Fixture.regression(Fixture.input.map { p * $0 }), label: label)
        evidence.equal("dropout's penalty, label \(label), p = \(p)", mean - scaled, penalty)
      }
    }
    return evidence
  }
}

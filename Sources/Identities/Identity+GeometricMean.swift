import NeuralNets
import Specifications

extension Identity {
  /// T06.
  static let geometricMean = Identity(
    "T06", "For softmax regression the normalised geometric mean of all subnetworks is weight scaling, any p.",
    source: "Hinton et al. 2012; derived for p ≠ ½"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenMeans {
      let means = EnsembleMeans(Fixture.regression, Fixture.input, retentions: Array(repeating: golden.p, count: 4))
      let scaled = Softmax.probabilities(Fixture.regression(Fixture.input.map { golden.p * $0 }))
      evidence.equal("NGM at p = \(golden.p)", means.normalisedGeometric, golden.normalised, within: 1e-10)
      evidence.equal("sum of GM at p = \(golden.p)", means.geometric.reduce(0, +), golden.sum, within: 1e-10)
      evidence.equal("weight scaling at p = \(golden.p)", scaled, means.normalisedGeometric)
      evidence.equal("network of the package at p = \(golden.p)", evaluated(golden.p), golden.normalised, within: 2e-6)
    }
    let mixed = [0.9, 0.2, 0.5, 0.7]
    let means = EnsembleMeans(Fixture.regression, Fixture.input, retentions: mixed)
    let scaled = Softmax.probabilities(Fixture.regression(zip(mixed, Fixture.input).map { $0 * $1 }))
    evidence.equal("its own p for each input", scaled, means.normalisedGeometric)
    addDifferences(to: &evidence)
    return evidence
  }

  private static let goldenMeans: [(p: Double, normalised: [Double], sum: Double)] = [
    (0.5, [0.5220978872, 0.1612337368, 0.3166683760], 0.9613365717),
    (0.8, [0.6076454218, 0.1110068070, 0.2813477712], 0.9779320548),
    (0.3, [0.4620252166, 0.2024756173, 0.3354991661], 0.9650425019),
  ]

  /// Probabilities that the package's network of one layer puts out at evaluation, in the classic convention.
  private static func evaluated(_ p: Double) -> [Double] {
    let dropout = Dropout.bernoulli(rate: Rate(retention: p), convention: .classic)
    let reference = ReferenceNetwork(layers: [Fixture.regression], activation: .relu)
    let network = Network(reference, dropout: DropoutPlacement(input: dropout))
    return Softmax.probabilities(
      network.logits([Fixture.input], examples: [0], pass: .evaluation).map(Double.init))
  }

  private static func addDifferences(to evidence: inout Evidence) {
    let means = EnsembleMeans(Fixture.regression, Fixture.input, retentions: Array(repeating: 0.5, count: 4))
    evidence.equal(
      "the arithmetic mean is another", means.arithmetic, [0.5106378970, 0.1741552248, 0.3152068782], within: 1e-10)
    let bias = Fixture.regression.bias.map { 0.5 * $0 }
    var wrong = Fixture.regression
    wrong.bias = bias
    let found = Softmax.probabilities(wrong(Fixture.input.map { 0.5 * $0 }))
    evidence.equal(
      "scaling the bias too gives another", found, [0.5048767250, 0.1811479844, 0.3139752906], within: 1e-10)
    evidence.equal("unit masks", Double(MaskEnumeration(units: 4, retention: 0.5).count), 16, within: 0)
    evidence.equal("weight masks", Double(MaskEnumeration(units: 12, retention: 0.5).count), 4_096, within: 0)
  }
}

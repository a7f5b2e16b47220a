import NeuralNets
import Specifications

extension Identity {
  /// T10.
  static let nextLayerExpectation = Identity(
    "T10", "The expected pre-activation of the next layer is that of weight scaling: E[W (r ⊙ h)] = p W h.",
    source: "Srivastava et al. 2014, section 4"
  ) { _ in
    var evidence = Evidence()
    for p in [0.1, 0.3, 0.5, 0.8] {
      let mean = MaskEnumeration(units: 4, retention: p).expectation { mask in
        Fixture.regression(zip(mask, Fixture.input).map { $0 * $1 })
      }
      evidence.equal("one layer, p = \(p)", mean, Fixture.regression(Fixture.input.map { p * $0 }))
      let dropout = Dropout.bernoulli(rate: Rate(retention: p), convention: .classic)
      let reference = ReferenceNetwork(layers: [Fixture.regression], activation: .relu)
      let network = Network(reference, dropout: DropoutPlacement(input: dropout))
      let logits = network.logits([Fixture.input], examples: [0], pass: .evaluation)
      evidence.equal("evaluation of the package's network, p = \(p)", logits.map(Double.init), mean, within: 2e-6)
    }
    return evidence
  }

  /// T11.
  static let deepExpectation = Identity(
    "T11", "Weight scaling is the exact mean of a deep linear network; ReLU only bounds it from below.",
    source: "derived; Jensen's inequality"
  ) { _ in
    var evidence = Evidence()
    let linear = Fixture.network([4, 3, 3, 2], activation: .identity)
    let retentions = [0.8, 0.5, 0.6]
    let probabilities = linear.uniform(retentions).flatMap { $0 }
    let mean = MaskEnumeration(probabilities).expectation { mask in
      linear.logits(Fixture.input, factors: linear.bySite(mask))
    }
    evidence.equal(
      "deep linear network", mean, linear.logits(Fixture.input, factors: linear.uniform(retentions)))
    addGaps(to: &evidence)
    return evidence
  }

  /// E[relu z] − relu(E z) of every unit of a hidden layer: zero exactly where the sign of z never flips.
  private static func addGaps(to evidence: inout Evidence) {
    let layer = Fixture.network([4, 8, 2], activation: .relu).layers[0]
    let masks = MaskEnumeration(units: 4, retention: 0.5)
    let inputs = masks.map { mask, _ in layer(zip(mask, Fixture.input).map { $0 * $1 }) }
    let mean = masks.expectation { layer(zip($0, Fixture.input).map { $0 * $1 }) }
    let rectified = masks.expectation { layer(zip($0, Fixture.input).map { $0 * $1 }).map { max(0, $0) } }
    let gaps = zip(rectified, mean).map { $0 - max(0, $1) }
    evidence.atLeast("smallest gap of ReLU", gaps.min() ?? -1, 0, within: 1e-12)
    evidence.atLeast("largest gap of ReLU", gaps.max() ?? 0, 0.01)
    for (unit, gap) in gaps.enumerated() {
      let flips = inputs.contains { $0[unit] > 0 } && inputs.contains { $0[unit] < 0 }
      evidence.true("unit \(unit): a gap if and only if the sign flips", flips == (gap > 1e-12))
    }
  }
}

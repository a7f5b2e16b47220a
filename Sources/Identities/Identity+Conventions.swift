import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T04.
  static let conventionsAsFunctions = Identity(
    "T04", "Inverted dropout with weights W is classic dropout with W / p, mask by mask and at evaluation.",
    source: "derived; Srivastava et al. 2014, section 10"
  ) { _ in
    var evidence = Evidence()
    let retentions = [0.8, 0.5, 0.6]
    let inverted = Fixture.network([4, 3, 3, 2], activation: .relu)
    var classic = inverted
    for (index, p) in retentions.enumerated() { classic.layers[index] = inverted.layers[index].scaled(by: 1 / p) }
    let masks = MaskEnumeration(units: inverted.sites.reduce(0, +), retention: 0.5)
    var found: [Double] = []
    var expected: [Double] = []
    for (mask, _) in masks {
      let classicFactors = classic.bySite(mask)
      let factors = zip(classicFactors, retentions).map { site, p in site.map { $0 / p } }
      found += inverted.logits(Fixture.input, factors: factors)
      expected += classic.logits(Fixture.input, factors: classicFactors)
    }
    evidence.equal("all \(masks.count) subnetworks", found, expected)
    evidence.equal(
      "evaluation", inverted.logits(Fixture.input, factors: inverted.uniform([1, 1, 1])),
      classic.logits(Fixture.input, factors: classic.uniform(retentions)))
    addNetworks(inverted, classic, retentions, to: &evidence)
    return evidence
  }

  /// The package's networks in both conventions, in training and at evaluation.
  private static func addNetworks(
    _ inverted: ReferenceNetwork, _ classic: ReferenceNetwork, _ retentions: [Double], to evidence: inout Evidence
  ) {
    let networks = [(inverted, Convention.inverted), (classic, .classic)].map { reference, convention in
      let sites = retentions.map { Dropout.bernoulli(rate: Rate(retention: $0), convention: convention) }
      return Network(reference, dropout: DropoutPlacement(input: sites[0], hidden: .each(Array(sites.dropFirst()))))
    }
    let features = (0..<8).map { Fixture.numbers(4, from: 40 + 4 * $0) }
    let plan = RandomPlan(seed: 4).replicate(0)
    for (name, pass) in [("training", ForwardPass.training(plan, step: 9)), ("evaluation", .evaluation)] {
      let logits = networks.map { $0.logits(features, examples: Array(0..<8), pass: pass).map(Double.init) }
      evidence.equal("networks in Float, \(name)", logits[0], logits[1], within: 2e-6)
    }
  }
}

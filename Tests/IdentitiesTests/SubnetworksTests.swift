import NeuralNets
import Specifications
import Testing

@testable import Identities

/// Enumeration by the package's own passes against the enumeration in Double of the identities.
struct SubnetworksTests {
  private static func bernoulli(_ retention: Double, _ convention: Convention = .inverted) -> Dropout {
    .bernoulli(rate: Rate(retention: retention), convention: convention)
  }

  @Test(arguments: [0.8, 0.3], [Convention.inverted, .classic])
  func `every subnetwork answers as the reference with that mask, and their weights sum to one`(
    _ p: Double, _ convention: Convention
  ) {
    let reference = Fixture.network([4, 5, 3], activation: .relu)
    let network = Network(
      reference, dropout: DropoutPlacement(input: Self.bernoulli(p, convention), hidden: .same(Self.bernoulli(0.6))))
    let members = Subnetworks(of: network.sites)
    #expect(members.units == 9 && members.count == 512)
    let double = network.reference(activation: .relu)
    var sum = 0.0
    for index in 0..<members.count {
      sum += members.weight(index)
      let found = network.logits(
        [Fixture.input, [1, 0.5, -1, 0.2]], examples: [3, 90], pass: .composed(members.composition(index)))
      let bits = (0..<9).map { Double(index >> $0 & 1) }
      let scale = convention == .inverted ? 1 / p : 1
      let factors = [bits[0..<4].map { $0 * scale }, bits[4...].map { $0 / 0.6 }]
      let expected = double.logits(Fixture.input, factors: factors)
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 2e-6 }, "subnetwork \(index)")
      let kept = (bits[0..<4].reduce(0, +), bits[4...].reduce(0, +))
      #expect(
        abs(
          members.weight(index) - power(p, kept.0) * power(1 - p, 4 - kept.0) * power(0.6, kept.1)
            * power(0.4, 5 - kept.1)) < 1e-15)
    }
    #expect(abs(sum - 1) < 1e-12)
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1) { product, _ in product * base }
  }

  /// T06: the geometric mean of softmax regression over all input masks is weight scaling; its golden values.
  @Test(arguments: [
    (0.5, [0.5220978872, 0.1612337368, 0.3166683760]), (0.8, [0.6076454218, 0.1110068070, 0.2813477712]),
    (0.3, [0.4620252166, 0.2024756173, 0.3354991661]),
  ])
  func `the geometric mean of one softmax layer is weight scaling`(_ p: Double, _ golden: [Double]) {
    let reference = ReferenceNetwork(layers: [Fixture.regression], activation: .identity)
    let network = Network(reference, dropout: DropoutPlacement(input: Self.bernoulli(p, .classic)))
    let members = Subnetworks(of: network.sites)
    var logits = [0.0, 0, 0]
    for index in 0..<members.count {
      let own = network.logits([Fixture.input], examples: [0], pass: .composed(members.composition(index)))
      for k in 0..<3 { logits[k] += members.weight(index) * Double(own[k]) }
    }
    let scaled = network.logits([Fixture.input], examples: [0], pass: .evaluation).map(Double.init)
    for found in [Softmax.probabilities(logits), Softmax.probabilities(scaled)] {
      #expect(zip(found, golden).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found)")
    }
  }

  @Test
  func `a site that is named acts as it is told, all others evaluate`() {
    let reference = Fixture.network([4, 5, 3], activation: .relu)
    let dropout = DropoutPlacement(input: Self.bernoulli(0.8, .classic), hidden: .same(Self.bernoulli(0.6)))
    let network = Network(reference, dropout: dropout)
    let double = network.reference(activation: .relu)
    func logits(_ acts: [String: SiteAct]) -> [Float] {
      network.logits([Fixture.input], examples: [3], pass: .composed(PassComposition(acts: acts)))
    }
    #expect(logits([:]) == network.logits([Fixture.input], examples: [3], pass: .evaluation))
    let expected = double.logits(
      Fixture.input, factors: [[Double](repeating: 0.8, count: 4), [Double](repeating: 0.25, count: 5)])
    #expect(zip(logits(["hidden1": .factor(0.25)]), expected).allSatisfy { abs(Double($0) - $1) < 2e-6 })
  }
}

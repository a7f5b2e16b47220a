import Datasets
import Experiments
import NeuralNets
import Testing

@testable import Training

struct PairInteractionTests {
  private static func record(_ trained: TrainedNetwork, pairs: Int = 2000) throws -> ProbeRecord {
    try ProbeRunner(trained).record(of: ProbeRequest(.pairInteraction(pairs: pairs))) { false }
  }

  /// A last hidden layer of two units that always say 1, with their weights into the four classes.
  private static func pair(_ first: [Float], _ second: [Float], bias: [Float]) throws -> TrainedNetwork {
    var fixture = TrialFixture()
    fixture.spec.network = .mlp(MLPSpec(hidden: [24, 2]))
    let trained = try ProbeFixture(fixture, []).untrained()
    try trained.network.change("hidden2.weight") { $0 = $0.map { _ in 0 } }
    try trained.network.change("hidden2.bias") { $0 = [1, 1] }
    try trained.network.change("output.weight") { $0 = zip(first, second).flatMap { [$0, $1] } }
    try trained.network.change("output.bias") { $0 = bias }
    return trained
  }

  @Test
  func `the ratio is the sum of interactions over the sum of single losses`() {
    // Additive, partners (the second loss is free), stand-ins (nothing is lost until both are gone).
    #expect(PairInteraction.ratio([(1, 2, 3)]) == 0)
    #expect(PairInteraction.ratio([(1, 1, 1)]) == -0.5)
    #expect(PairInteraction.ratio([(0.5, 0.5, 3)]) == 2)
    #expect(PairInteraction.ratio([(1, 2, 3), (-1, 1, 2)]) == 0.4)
    #expect(PairInteraction.ratio([(0, 0, 0)]) == 0)
  }

  @Test
  func `margins that add up do not interact, rivals that take turns do as counted`() throws {
    // Margins against the best other class are linear in both units as long as the rival stays the same.
    let additive = try Self.record(try Self.pair([1, 0, 0, 0], [2, 0, 0, 0], bias: [9, 5, 0, 0]))
    #expect(abs(try #require(additive.value(.marginInteraction, layer: "hidden2"))) < 1e-6)
    // Logits (0, 4, 3, 0): for labels 0 and 3 the second unit is the rival once the first is gone, 3 below it.
    let trained = try Self.pair([0, 4, 0, 0], [0, 0, 3, 0], bias: [0, 0, 0, 0])
    let counts = (0..<4).map { label in Double(trained.data.test.labels.count { $0 == UInt32(label) }) }
    let (others, lead) = (counts[0] + counts[3], counts[1] - counts[2])
    let first = (4 * lead - others).magnitude
    let expected = -3 * others / (first + 3 * lead.magnitude)
    let found = try #require(try Self.record(trained).value(.marginInteraction, layer: "hidden2"))
    #expect(abs(found - expected) < 1e-6 && expected < -0.1, "\(found), not \(expected)")
  }

  @Test
  func `dead units do not interact, and a small layer is looked at whole`() throws {
    let dead = try Self.record(try Self.pair([0, 0, 0, 0], [0, 0, 0, 0], bias: [1, 0, 0, 0]))
    #expect(dead.value(.nllInteraction, layer: "hidden2") == 0)
    #expect(dead.value(.superadditiveShare, layer: "hidden2") == 0)
    let trained = try ProbeFixture(TrialFixture(), []).untrained()
    let ratios = try [152, 153, 275].map { pairs in
      try #require(try Self.record(trained, pairs: pairs).value(.nllInteraction, layer: "hidden2"))
    }
    #expect(ratios[0] != ratios[1] && ratios[1] == ratios[2])
  }
}

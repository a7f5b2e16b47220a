import Experiments
import NeuralNets
import Testing

@testable import Training

struct PairInteractionTests {
  private static func record(_ trained: TrainedNetwork, pairs: Int = 2000) throws -> ProbeRecord {
    try ProbeRunner(trained).record(of: ProbeRequest(.pairInteraction(pairs: pairs))) { false }
  }

  /// Two units of the last hidden layer that always say 1; the others say nothing. Class 1 wins by `weights` of them.
  private static func pair(_ first: [Float], _ second: [Float], bias: [Float]) throws -> TrainedNetwork {
    let trained = try ProbeFixture(TrialFixture(), []).untrained()
    try trained.network.change("hidden2.weight") { $0 = $0.map { _ in 0 } }
    try trained.network.change("hidden2.bias") { $0 = [1, 1] + [Float](repeating: -1, count: 16) }
    try trained.network.change("output.weight") { values in
      values = values.map { _ in 0 }
      for output in 0..<4 { (values[output * 18], values[output * 18 + 1]) = (first[output], second[output]) }
    }
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
  func `margins that add up do not interact, rivals that take turns do`() throws {
    // Margins of class y against the best other one are linear in both units as long as the rival stays the same.
    let additive = try Self.record(try Self.pair([1, 0, 0, 0], [2, 0, 0, 0], bias: [9, 5, 0, 0]))
    #expect(abs(try #require(additive.value(.marginInteraction, layer: "hidden2"))) < 1e-6)
    // Either unit lifts class 0 above its rival by being there; the loss of the second one costs less for labels 0.
    let rivals = try Self.record(try Self.pair([0, 4, 0, 0], [0, 0, 4, 0], bias: [0, 0, 0, 0]))
    #expect(abs(try #require(rivals.value(.marginInteraction, layer: "hidden2"))) > 0.05)
  }

  @Test
  func `dead units do not interact, and a small layer is looked at whole`() throws {
    let dead = try Self.record(try Self.pair([0, 0, 0, 0], [0, 0, 0, 0], bias: [1, 0, 0, 0]))
    #expect(dead.value(.nllInteraction, layer: "hidden2") == 0)
    #expect(dead.value(.superadditiveShare, layer: "hidden2") == 0)
    let trained = try ProbeFixture(TrialFixture(), []).untrained()
    #expect(try Self.record(trained, pairs: 153).values == Self.record(trained, pairs: 275).values.map { $0 })
    #expect(try Self.record(trained, pairs: 152).values != Self.record(trained, pairs: 153).values)
  }
}

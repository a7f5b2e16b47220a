import Randomness
import Specifications
import Tensors
import Testing

@testable import NeuralNets

/// Gates of residual branches under a schedule are those of the rate of the moment, by the same draws.
struct ResidualGateTests {
  private static let gated: [ResidualDropout] = [
    .stochasticDepth(StochasticDepth(survival: .linear(last: 0.2), gate: .batch, convention: .inverted)),
    .stochasticDepth(StochasticDepth(survival: .uniform(0.3), gate: .example, convention: .inverted)),
    .layerDrop(rate: Rate(0.7)),
  ]

  /// The gates of 6 blocks for 9 examples in 40 steps.
  private func gates(_ dropout: ResidualDropout, at progress: Double = 0) -> NoiseSample {
    NoiseSample.gates(dropout, blocks: 6, examples: 9, steps: 40, progress: progress, seed: 3)
  }

  @Test(arguments: gated)
  func `a curve leaves the draws of full rate where it is 1 and drops nothing where it is 0`(_ dropout: ResidualDropout)
  {
    let early = ResidualDropout.scheduled(dropout, .early(until: 0.5))
    #expect(gates(early, at: 0) == gates(dropout))
    #expect(Set(gates(dropout).rows.joined()).count > 1)
    #expect(Set(gates(early, at: 0.5).rows.joined()) == [1])
    let late = ResidualDropout.scheduled(dropout, .late(from: 0.5))
    #expect(Set(gates(late, at: 0.499).rows.joined()) == [1])
    #expect(gates(late, at: 0.5) == gates(dropout))
  }

  @Test func `halfway up a ramp the rate of dropping is half of what it will be`() {
    let ramp = RateCurve.ramp(until: 1)
    for gate in [GateSharing.batch, .example] {
      func depth(_ survival: Double) -> ResidualDropout {
        .stochasticDepth(StochasticDepth(survival: .uniform(survival), gate: gate, convention: .inverted))
      }
      #expect(gates(.scheduled(depth(0.25), ramp), at: 0.5) == gates(depth(0.625)))
    }
    #expect(gates(.scheduled(.layerDrop(rate: Rate(0.75)), ramp), at: 0.5) == gates(.layerDrop(rate: Rate(0.375))))
    let linear = StochasticDepth(survival: .linear(last: 0.5), convention: .inverted)
    let survival = ResidualDropout.scheduled(.stochasticDepth(linear), ramp).survival(ofBlock: 3, of: 4)
    #expect(survival.probability == 0.625)
    #expect(abs(survival.probability(at: 0.2) - 0.925) < 1e-15)
  }

  @Test(arguments: [
    BranchSurvival(probability: 0.7, gate: .example, scaling: .inverted),
    BranchSurvival(probability: 0.7, gate: .example, scaling: .classic),
    BranchSurvival(probability: 0.3, gate: .batch, scaling: .inverted),
    BranchSurvival(probability: 0.3, gate: .batch, scaling: nil),
  ])
  func `a gate counts mean and variance of its factors, near those that are expected`(_ survival: BranchSurvival)
    throws
  {
    let gate = ResidualGate(name: "blocks.0.gate", survival: survival, capacity: 4)
    var factors: [Double] = []
    for step in 0..<2000 {
      let pass = ForwardPass.training(RandomPlan(seed: 8).replicate(0), step: step, progress: 0)
      let decision = [UInt32(3), 5, 8, 13].withUnsafeBufferPointer {
        gate.decide(LayerBatch(pass: pass, examples: $0))
      }
      factors += (0..<4).map { decision == .skip ? 0 : Double(gate.factors.base[$0]) }
    }
    let mean = factors.reduce(0, +) / 8000
    let moments = try #require(gate.moments)
    #expect(abs(moments.mean - mean) < 1e-9)
    #expect(abs(moments.variance - factors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8000) < 1e-9)
    let expected = try #require(gate.expectation(at: 0))
    let share = survival.scaling == .inverted ? 1 / survival.probability : 1
    // Five standard errors of 2 000 draws of a coin, at the most.
    let bound = 5 * (0.21 / 2000).squareRoot() * share
    #expect(abs(moments.mean - expected.mean) < bound)
    #expect(abs(moments.variance - expected.variance) < bound * share)
    #expect(abs((gate.dropFraction ?? 9) - (expected.dropFraction ?? 0)) < bound)
    gate.forgetDropCounts()
    #expect(gate.moments == nil && gate.dropFraction == nil)
  }

  @Test(arguments: [Convention.classic, .inverted])
  func `a composed pass may multiply a branch by another factor than evaluation does`(_ convention: Convention) {
    let survival = BranchSurvival(probability: 0.4, gate: .example, scaling: convention)
    let gate = ResidualGate(name: "blocks.0.gate", survival: survival, capacity: 2)
    func factors(_ acts: [String: SiteAct]) -> [Float] {
      let pass = ForwardPass.composed(PassComposition(acts: acts))
      let decision = [UInt32(3), 5].withUnsafeBufferPointer { gate.decide(LayerBatch(pass: pass, examples: $0)) }
      #expect(decision == .scale && gate.moments == nil)
      return [gate.factors.base[0], gate.factors.base[1]]
    }
    let right = Float(gate.evaluationFactor)
    #expect(right == (convention == .classic ? 0.4 : 1))
    #expect(factors([:]) == [right, right] && factors(["blocks.1.gate": .factor(7)]) == [right, right])
    #expect(factors(["blocks.0.gate": .factor(0.25)]) == [0.25, 0.25])
    #expect(survival.isScaled && !BranchSurvival(probability: 0.4, scaling: nil).isScaled)
    #expect(!BranchSurvival(probability: 1).isScaled && !survival.following(.early(until: 0.5)).isScaled)
  }

  @Test func `what a gate counts under a schedule falls with it, and is 0 where nothing is dropped`() {
    let dropout = ResidualDropout.scheduled(.layerDrop(rate: Rate(0.8)), .early(until: 0.5))
    let survival = dropout.survival(ofBlock: 1, of: 2)
    let gate = ResidualGate(name: "blocks.0.gate", survival: survival, capacity: 1)
    func fraction(_ progress: Double) -> Double? {
      gate.forgetDropCounts()
      for step in 0..<2000 {
        let pass = ForwardPass.training(RandomPlan(seed: 8).replicate(0), step: step, progress: progress)
        [UInt32(0)].withUnsafeBufferPointer { _ = gate.decide(LayerBatch(pass: pass, examples: $0)) }
      }
      return gate.dropFraction
    }
    // Five standard errors of 2 000 draws.
    #expect(abs((fraction(0) ?? 1) - 0.8) < 0.045)
    #expect(abs((fraction(0.25) ?? 1) - 0.4) < 0.055)
    #expect(fraction(0.75) == 0)
  }
}

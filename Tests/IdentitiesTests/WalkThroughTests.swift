import Identities
import NeuralNets
import Specifications
import Testing

struct WalkThroughTests {
  private static let rates = [0.2, 0.5, 0.7]

  @Test(arguments: rates, [Convention.inverted, .classic])
  func `the package's own network gives the same logits under the same noise`(rate: Double, convention: Convention) {
    for seed in 1...8 as ClosedRange<UInt64> {
      let walk = WalkThrough(.bernoulli(rate: Rate(rate), convention: convention), seed: seed)
      #expect(zip(walk.logits, walk.packageLogits).allSatisfy { abs($0 - $1) < 1e-6 })
      let kept = convention == .inverted ? 1 / (1 - rate) : 1
      #expect(walk.factors.allSatisfy { $0 == 0 || abs($0 - kept) < 1e-6 })
    }
  }

  @Test(arguments: rates)
  func `dropped units neither speak nor learn`(rate: Double) {
    var dropped = 0
    for seed in 1...8 as ClosedRange<UInt64> {
      let walk = WalkThrough(.bernoulli(rate: Rate(rate), convention: .inverted), seed: seed)
      for unit in 0..<4 where walk.factors[unit] == 0 {
        dropped += 1
        #expect(walk.noisy[unit] == 0 && walk.activationSlopes[unit] == 0)
        #expect(walk.outputGradient[unit] == 0 && walk.outputGradient[4 + unit] == 0)
        #expect(walk.hiddenGradient[unit * 3..<unit * 3 + 3].allSatisfy { $0 == 0 })
      }
    }
    #expect(dropped > 0)
  }

  @Test
  func `every slope is the finite difference of the loss`() {
    let walk = WalkThrough(.gaussian(rate: Rate(0.3)), seed: 4)
    // L depends on ã linearly through the logits: ∂L/∂ã = Wᵀ (p − y), and on a through s.
    for unit in 0..<4 {
      let slope = (0..<2).reduce(0) { $0 + walk.outputWeights[$1 * 4 + unit] * walk.logitSlopes[$1] }
      #expect(abs(walk.noisySlopes[unit] - slope) < 1e-15)
      #expect(abs(walk.activationSlopes[unit] - walk.factors[unit] * slope) < 1e-15)
      #expect(walk.sumSlopes[unit] == (walk.sums[unit] > 0 ? walk.activationSlopes[unit] : 0))
    }
    #expect(abs(walk.probabilities.reduce(0, +) - 1) < 1e-15)
  }
}

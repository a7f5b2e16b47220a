import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct SequenceNoiseTests {
  private let plan = RandomPlan(seed: 21).replicate(0)

  /// The products over 20 steps of the factors on every unit of 300 sequences, and those of the first step.
  private func products(retention: Double, tied: Bool) -> (survivors: Double, mean: Double, tiedMean: Double) {
    let examples = (0..<300).map { UInt32($0) }
    let noise = SequenceNoise(
      name: "rnn.recurrent", rate: Rate(retention: retention), steps: tied ? nil : 20, columns: 32, capacity: 300)
    examples.withUnsafeBufferPointer { noise.prepare(.training(plan, step: 0), examples: $0) }
    let factors = noise.current
    var (survivors, sum) = (0, 0.0)
    for n in 0..<300 {
      for unit in 0..<32 {
        let place = factors.values + unit / 16 * factors.stride + n * 16 + unit % 16
        let product = (0..<20).reduce(1.0) { $0 * Double(place[$1 * factors.step]) }
        survivors += product > 0 ? 1 : 0
        sum += product
      }
    }
    return (Double(survivors) / 9600, sum / 9600, pow(1 / retention, 20) * retention)
  }

  private func pow(_ base: Double, _ exponent: Double) -> Double { dl_pow(base, exponent) }

  /// Five standard errors of a share of 9 600.
  private func bound(_ share: Double) -> Double { 5 * (share * (1 - share) / 9600).squareRoot() }

  @Test func `after 20 steps a coordinate survives masks per step with p to the 20th, a tied one with p`() {
    let free = products(retention: 0.9, tied: false)
    #expect((free.survivors - 0.121577).magnitude < bound(0.121577))
    // Mean 1, variance p⁻²⁰ − 1 = 7.225.
    #expect((free.mean - 1).magnitude < 5 * (7.225 / 9600).squareRoot())
    let tied = products(retention: 0.9, tied: true)
    #expect((tied.survivors - 0.9).magnitude < bound(0.9))
    // Inverted masks on an identity recurrence would blow survivors up, hence they act on the products' operand only.
    #expect((tied.mean - tied.tiedMean).magnitude < 0.2 && (tied.tiedMean - 7.40).magnitude < 0.005)
  }

  @Test func `one step has the mask of an ordinary site of that name`() {
    let examples: [UInt32] = [5, 70, 3]
    let features = RecurrentFixture().numbers(3 * 21, seed: 1)
    for steps in [1, nil] {
      let noise = SequenceNoise(name: "rnn.input", rate: Rate(0.3), steps: steps, columns: 21, capacity: 3)
      let site = NoiseSite(
        name: "rnn.input", dropout: .bernoulli(rate: Rate(0.3), convention: .inverted), units: 21, capacity: 3)
      let (masked, dropped) = (PanelMatrix(rows: 3, columns: 21), PanelMatrix(rows: 3, columns: 21))
      masked.fill(from: features, rows: 3)
      examples.withUnsafeBufferPointer {
        noise.prepare(.training(plan, step: 2), examples: $0)
        site.prepare(.training(plan, step: 2), examples: $0)
      }
      dropped.fill(from: features, rows: 3, noise: site.noise)
      noise.multiply(masked, steps: 1, examples: 3, into: masked)
      #expect(masked.rowMajor(rows: 3) == dropped.rowMajor(rows: 3))
      #expect(noise.site.dropFraction == site.dropFraction)
    }
  }
}

import CKernels
import NeuralNets
import Randomness
import Specifications
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
}

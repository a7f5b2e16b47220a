import NeuralNets
import Randomness
import Testing

struct InitializationTests {
  private let stream = RandomPlan(seed: 5).replicate(0).initialization(layer: "hidden1")

  static let cases: [(Initialization, Double)] = [
    (.he, (2.0 / 400).squareRoot()), (.glorot, (2.0 / 500).squareRoot()), (.gaussian(deviation: 0.01), 0.01),
    (.scaledGaussian(scale: 3), 3.0 / 20),
  ]

  @Test(arguments: cases.indices)
  func `first weights have mean zero and the deviation of their formula`(_ index: Int) {
    let (initialization, deviation) = Self.cases[index]
    let weights = initialization.weights(inputs: 400, outputs: 100, from: stream).map(Double.init)
    let mean = weights.reduce(0, +) / 40_000
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 40_000
    #expect(mean.magnitude < 4.5 * deviation / 200)
    #expect((variance.squareRoot() / deviation - 1).magnitude < 4.5 / (2 * 40_000.0).squareRoot())
    if initialization == .glorot { #expect(weights.allSatisfy { $0.magnitude <= (6.0 / 500).squareRoot() }) }
  }

  @Test func `a weight keeps its bits when the layer grows by outputs`() {
    let small = Initialization.he.weights(inputs: 7, outputs: 3, from: stream)
    let large = Initialization.he.weights(inputs: 7, outputs: 9, from: stream)
    #expect(Array(large.prefix(21)) == small)
    #expect(Set(large).count == 63)
  }
}

import NeuralNets
import Tensors
import Testing

struct LossFunctionTests {
  private let labels: [UInt32] = [2, 0]
  private let scores: [Float] = [1, -2, 0.5, 3, 3, -1]

  private func loss(_ loss: Loss) -> (losses: [Double], mean: Double, gradient: [Float]) {
    let function = LossFunction(loss, classes: 3, capacity: 4)
    let logits = FloatBuffer(12)
    for (index, score) in scores.enumerated() { logits.base[index] = score }
    function.measure(logits, labels: labels, rows: 2)
    let measured = Array(function.losses.prefix(2))
    let mean = function.meanAndGradient(logits, labels: labels, rows: 2)
    #expect(Array(function.losses.prefix(2)) == measured)
    return (measured, mean, Array(logits.values.prefix(6)))
  }

  /// ln Σ exp of each row.
  private let logSums = [1.5045969023422836, 3.702263321439095]

  @Test func `cross-entropy is the log of the sum minus the score of the label`() {
    let found = loss(.crossEntropy(labelSmoothing: 0))
    #expect((found.losses[0] - (logSums[0] - 0.5)).magnitude < 1e-14)
    #expect((found.losses[1] - (logSums[1] - 3)).magnitude < 1e-14)
    #expect((found.mean - (logSums[0] + logSums[1] - 3.5) / 2).magnitude < 1e-14)
  }

  @Test func `smoothed labels mix the loss with the mean over all classes (T32)`() {
    let plain = loss(.crossEntropy(labelSmoothing: 0)).losses
    let smooth = loss(.crossEntropy(labelSmoothing: 0.3)).losses
    for row in 0..<2 {
      let uniform = logSums[row] - scores[row * 3..<row * 3 + 3].reduce(0) { $0 + Double($1) } / 3
      #expect((smooth[row] - (0.7 * plain[row] + 0.3 * uniform)).magnitude < 1e-14)
    }
  }

  @Test func `squared error is averaged over outputs and examples`() {
    let found = loss(.meanSquaredError)
    #expect(found.losses == [5.25 / 3, 14.0 / 3])
    #expect(found.mean == (5.25 / 3 + 14.0 / 3) / 2)
    let expected: [Double] = [1, -2, -0.5, 2, 3, -1]
    #expect(relativeError(found.gradient, expected.map { $0 / 3 }) < 1e-7)
  }

  @Test func `the gradients of cross-entropy sum to zero in each row`() {
    for smoothing in [0, 0.1] {
      let gradient = loss(.crossEntropy(labelSmoothing: smoothing)).gradient
      #expect((gradient[0] + gradient[1] + gradient[2]).magnitude < 1e-7)
      #expect(gradient[2] < 0 && gradient[0] > 0)
    }
  }
}

import Foundation
import NeuralNets
import Tensors
import Testing

struct LossFunctionTests {
  private let labels: [UInt32] = [2, 0]
  private let scores: [Float] = [1, -2, 0.5, 3, 3, -1]

  private func loss(_ loss: Loss) -> (losses: [Double], mean: Double, gradient: [Float]) {
    let function = LossFunction(loss, outputs: 3, capacity: 4)
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

  @Test func `the likelihood of a normal law and its gradient are those of its formula`() {
    let function = LossFunction(.normalLikelihood, outputs: 4, hasClasses: false, capacity: 2)
    let targets: [Float] = [0.5, -1, 2, 0]
    let answers: [Double] = [1, -2, 0.5, -0.25, 3, 0.25, -1, 1.5]
    func losses(_ answers: [Double]) -> [Double] {
      (0..<2).map { row in
        let terms = (0..<2).map { number in
          let (m, s) = (answers[4 * row + number], answers[4 * row + 2 + number])
          let distance = m - Double(targets[2 * row + number])
          return (exp(-s) * distance * distance + s + log(2 * Double.pi)) / 2
        }
        return terms.reduce(0, +) / 2
      }
    }
    let logits = FloatBuffer(8)
    for (index, answer) in answers.enumerated() { logits.base[index] = Float(answer) }
    let mean = function.meanAndGradient(logits, targets: .numbers(targets), rows: 2)
    let expected = losses(answers)
    for row in 0..<2 { #expect((function.losses[row] - expected[row]).magnitude < 1e-14) }
    #expect((mean - (expected[0] + expected[1]) / 2).magnitude < 1e-14)
    for index in answers.indices {
      func moved(_ by: Double) -> Double {
        var other = answers
        other[index] += by
        return losses(other).reduce(0, +) / 2
      }
      let slope = (moved(1e-6) - moved(-1e-6)) / 2e-6
      #expect((Double(logits.base[index]) - slope).magnitude < 1e-7)
    }
  }
}

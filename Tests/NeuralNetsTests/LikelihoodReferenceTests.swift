import Foundation
import NeuralNets
import Tensors
import Testing

/// The likelihood of normal laws with a log-variance per answer, against PyTorch (`make_likelihood.py`).
struct LikelihoodReferenceTests {
  /// What the script wrote for one shape; answers are rows of all means, then all logarithms of variances.
  struct Reference: Decodable, Sendable {
    let examples: Int
    let targets: Int
    let scale: Double
    let losses: [Double]
    let mean: Double
    let gradient: [Double]
  }

  private func references() throws -> [Reference] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    return try JSONDecoder().decode(
      [Reference].self, from: Data(contentsOf: folder.appending(path: "Reference/likelihood.json")))
  }

  private func numbers(_ count: Int, seed: Int, scale: Double) -> [Float] {
    (0..<count).map { Float(scale * (Double(($0 * 7919 + seed * 104_729 + 31) % 1021) / 512 - 1)) }
  }

  @Test func `losses, their mean and its gradient are those of PyTorch's GaussianNLLLoss`() throws {
    let references = try references()
    #expect(references.map(\.targets) == [1, 4, 3])
    for reference in references {
      let (rows, outputs) = (reference.examples, 2 * reference.targets)
      let function = LossFunction(.normalLikelihood, outputs: outputs, hasClasses: false, capacity: rows)
      let answers = numbers(rows * outputs, seed: 1, scale: reference.scale)
      let logits = FloatBuffer(answers.count)
      for (index, answer) in answers.enumerated() { logits.base[index] = answer }
      let targets = numbers(rows * reference.targets, seed: 2, scale: 2)
      let mean = function.meanAndGradient(logits, targets: .numbers(targets), rows: rows)
      #expect((mean - reference.mean).magnitude <= 1e-10 * reference.mean.magnitude)
      for row in 0..<rows {
        #expect((function.losses[row] - reference.losses[row]).magnitude <= 1e-10 * reference.losses[row].magnitude)
      }
      #expect(relativeError(Array(logits.values.prefix(answers.count)), reference.gradient) < 1e-6)
    }
  }
}

import Foundation
import NeuralNets
import Specifications
import Testing

/// What PyTorch computed in double precision; `Reference/make_networks.py` and `make_masked.py` make the files.
struct NetworkReference: Decodable {
  let name: String
  let losses, logits, evaluation: [Double]
  let gradients, parameters: [String: [Double]]

  static func read(_ file: String) throws -> [NetworkReference] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference")
    return try JSONDecoder().decode([NetworkReference].self, from: Data(contentsOf: folder.appending(path: file)))
  }
}

extension KindFixture {
  /// Holds names, first logits and gradients (1e-5), three steps and evaluation (1e-4) against the reference.
  func expectAgreement(with expected: NetworkReference) {
    let network = network()
    #expect(network.parameters.map(\.name).sorted() == expected.parameters.keys.sorted(), "\(expected.name)")
    let loss = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 5)
    expectGradients(expected)
    for step in 0..<3 {
      let logits = network.run(features, examples: examples, pass: .training(plan, step: step))
      if step == 0 { #expect(relativeError(logits, expected.logits) < 1e-5, "\(expected.name)") }
      let value = loss.meanAndGradient(network.logits, labels: labels, rows: 5)
      #expect(
        (value - expected.losses[step]).magnitude < 1e-5 * expected.losses[step], "\(expected.name), step \(step)")
      network.backward(rows: 5, step: update(step))
    }
    for parameter in network.parameters {
      let values = expected.parameters[parameter.name] ?? []
      #expect(relativeError(parameter.rowMajor, values) < 1e-4, "\(parameter.name) of \(expected.name)")
    }
    let evaluated = network.run(features, examples: examples, pass: .evaluation)
    #expect(relativeError(evaluated, expected.evaluation) < 1e-4, "\(expected.name), evaluation")
  }

  private func expectGradients(_ expected: NetworkReference) {
    let found = gradients()
    #expect(found.map(\.name).sorted() == expected.gradients.keys.sorted())
    let largest = expected.gradients.values.flatMap { $0 }.map(\.magnitude).max() ?? 0
    for (name, gradient) in found {
      let values = expected.gradients[name] ?? []
      // A bias ahead of a normalisation has no gradient; only rounding is left of it.
      let isNothing = (values.map(\.magnitude).max() ?? 0) < 1e-12
      if isNothing {
        #expect(gradient.allSatisfy { Double($0.magnitude) < 1e-7 * largest }, "\(name) of \(expected.name)")
      } else {
        #expect(relativeError(gradient, values) < 1e-5, "\(name) of \(expected.name)")
      }
    }
  }
}

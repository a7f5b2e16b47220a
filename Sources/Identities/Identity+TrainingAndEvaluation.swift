import CKernels
import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T03.
  static let trainingAndEvaluation = Identity(
    "T03", "Evaluation is the network without dropout; a dropped unit sends nothing forward and nothing back.",
    source: "Srivastava et al. 2014, section 5.1"
  ) { subject in
    var evidence = Evidence()
    addEvaluation(subject, to: &evidence)
    addDroppedUnits(subject, to: &evidence)
    addFiniteDifferences(subject, to: &evidence)
    return evidence
  }

  private static let reference = Fixture.network([6, 8, 7, 3], activation: .relu)
  private static let features = (0..<4).map { Fixture.numbers(6, from: 90 + 6 * $0) }
  private static let examples: [UInt32] = [3, 1, 4, 15]
  private static let plan = RandomPlan(seed: 3).replicate(0)

  // MARK: Evaluation

  private static func addEvaluation(_ subject: Subject, to evidence: inout Evidence) {
    let bare = Network(reference, dropout: DropoutPlacement())
    let expected = bare.logits(features, examples: examples, pass: .evaluation).map(\.bitPattern)
    let bernoulli = Dropout.bernoulli(rate: Rate(0.3), convention: .inverted)
    for (name, dropout) in [("inverted Bernoulli", bernoulli), ("Gaussian", .gaussian(rate: Rate(0.3)))] {
      let network = Network(reference, dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)))
      let found = network.logits(features, examples: examples, pass: subject.evaluation).map(\.bitPattern)
      evidence.true("\(name): evaluation has the bits of the network without dropout", found == expected)
      let pass = ForwardPass.training(plan, step: 8)
      let before = network.logits(features, examples: examples, pass: pass)
      _ = network.logits(features, examples: examples, pass: subject.evaluation)
      evidence.true(
        "\(name): evaluation between leaves training as it was",
        network.logits(features, examples: examples, pass: pass) == before)
      evidence.true("\(name): training differs from evaluation", before.map(\.bitPattern) != expected)
    }
  }

  // MARK: Dropped units

  /// The factors that act on one example in training, site by site.
  private static func factors(_ subject: Subject, _ dropout: Dropout, example: UInt32, step: Int) -> [[Double]] {
    zip(["input", "hidden1", "hidden2"], reference.sites).map { name, units in
      let pass = ForwardPass.training(plan, step: step)
      return subject.factors(NoiseRequest(dropout, site: name, pass: pass, examples: [example], units: units))
        .map(Double.init)
    }
  }

  private static func addDroppedUnits(_ subject: Subject, to evidence: inout Evidence) {
    let dropout = Dropout.bernoulli(rate: Rate(0.4), convention: .inverted)
    let network = Network(reference, dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)))
    let masks = factors(subject, dropout, example: 7, step: 2)
    let logits = network.logits([features[0]], examples: [7], pass: .training(plan, step: 2))
    let loss = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 1)
    _ = loss.meanAndGradient(network.logits, labels: [1], rows: 1)
    let hidden = (0..<2).map { network.activations(ofHidden: $0, rows: 1) }
    let gradients = network.weightGradients(rows: 1)
    var outputs: [Float] = []
    var slopes: [Float] = []
    for (site, mask) in masks.enumerated() {
      for unit in mask.indices where mask[unit] == 0 {
        if site > 0 {
          outputs.append(hidden[site - 1][unit])
          slopes += row(gradients[site - 1].weights, unit, width: reference.sites[site - 1])
          slopes.append(gradients[site - 1].bias[unit])
        }
        slopes += column(gradients[site].weights, unit, width: mask.count)
      }
    }
    evidence.atLeast("units dropped in the example", Double(masks.joined().count { $0 == 0 }), 3)
    evidence.true("dropped units put out 0", outputs.allSatisfy { $0 == 0 })
    evidence.true("weights into and out of dropped units get gradient 0", slopes.allSatisfy { $0 == 0 })
    let same = network.reference(activation: .relu).logits(features[0], factors: masks)
    evidence.equal("logits of the subnetwork in Double", logits.map(Double.init), same, within: 2e-6)
  }

  private static func row(_ weights: [Float], _ row: Int, width: Int) -> ArraySlice<Float> {
    weights[row * width..<(row + 1) * width]
  }

  private static func column(_ weights: [Float], _ column: Int, width: Int) -> [Float] {
    stride(from: column, to: weights.count, by: width).map { weights[$0] }
  }

  // MARK: The same mask back

  private static func addFiniteDifferences(_ subject: Subject, to evidence: inout Evidence) {
    for dropout in [Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), .gaussian(rate: Rate(0.3))] {
      let network = Network(reference, dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)))
      let labels: [UInt32] = [0, 2, 1, 2]
      _ = network.logits(features, examples: examples, pass: .training(plan, step: 5))
      let loss = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 4)
      _ = loss.meanAndGradient(network.logits, labels: labels, rows: 4)
      let found = network.weightGradients(rows: 4).flatMap { $0.weights + $0.bias }.map(Double.init)
      let masks = examples.map { factors(subject, dropout, example: $0, step: 5) }
      let expected = slopes(of: network.reference(activation: .relu)) { net in
        features.indices.reduce(0) { total, row in
          let logits = net.logits(features[row], factors: masks[row])
          return total + Softmax.crossEntropy(logits, label: Int(labels[row])) / 4
        }
      }
      evidence.equal("gradient against finite differences with the mask frozen", found, expected, within: 1e-5)
    }
  }

  /// Central differences in every parameter.
  static func slopes(
    of network: ReferenceNetwork, step: Double = 1e-5, _ value: (ReferenceNetwork) -> Double
  ) -> [Double] {
    var moved = network
    let parameters = network.parameters
    return parameters.indices.map { index in
      var changed = parameters
      changed[index] = parameters[index] + step
      moved.parameters = changed
      let up = value(moved)
      changed[index] = parameters[index] - step
      moved.parameters = changed
      return (up - value(moved)) / (2 * step)
    }
  }
}

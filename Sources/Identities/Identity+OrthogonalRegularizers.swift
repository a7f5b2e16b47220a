import NeuralNets
import Randomness
import Specifications
import Tensors

extension Identity {
  /// T32.
  static let orthogonalRegularizers = Identity(
    "T32", "Label smoothing, decoupled weight decay and augmentation do not meet dropout's masks.",
    source: "Szegedy et al. 2016; Loshchilov & Hutter 2019; derived"
  ) { subject in
    var evidence = Evidence()
    addSmoothing(to: &evidence)
    addDecay(to: &evidence)
    addAugmentation(subject, to: &evidence)
    return evidence
  }

  /// CE(smoothed) = (1 − ε) CE + ε · mean of −ln p, by the package's loss.
  private static func addSmoothing(to evidence: inout Evidence) {
    let logits = Fixture.numbers(15, from: 3).map { Float(4 * $0) }
    let labels: [UInt32] = [0, 2, 1, 4, 3]
    let plain = losses(logits.prefix(15), labels.prefix(3), smoothing: 0)
    for smoothing in [0.1, 0.3] {
      let smoothed = losses(logits.prefix(15), labels.prefix(3), smoothing: smoothing)
      let expected = (0..<3).map { row in
        let z = logits[row * 5..<(row + 1) * 5].map(Double.init)
        let mean = -Softmax.logProbabilities(z).reduce(0, +) / 5
        return (1 - smoothing) * plain[row] + smoothing * mean
      }
      evidence.equal("smoothed cross-entropy, ε = \(smoothing)", smoothed, expected)
    }
  }

  private static func losses(_ logits: ArraySlice<Float>, _ labels: ArraySlice<UInt32>, smoothing: Double) -> [Double] {
    let network = Network(
      ReferenceNetwork(
        layers: [
          ReferenceLayer(inputs: 1, weights: Array(repeating: 0, count: 5), bias: Array(repeating: 0, count: 5))
        ],
        activation: .relu),
      dropout: DropoutPlacement())
    for (place, logit) in logits.enumerated() { network.logits.base[place] = logit }
    let loss = LossFunction(.crossEntropy(labelSmoothing: smoothing), outputs: 5, capacity: labels.count)
    loss.measure(network.logits, labels: Array(labels), rows: labels.count)
    return Array(loss.losses)
  }

  /// With inputs of zero the first layer has no gradient: a step only multiplies its weights by 1 − rate · decay.
  private static func addDecay(to evidence: inout Evidence) {
    let reference = Fixture.network([6, 20, 3], activation: .relu)
    let dropout = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
    let plan = RandomPlan(seed: 32).replicate(0)
    let optimizer = Optimizer.sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false)
    for step in 0..<3 {
      let network = Network(reference, dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)))
      let before = network.layers[0].weights.rowMajor
      let zeros = Array(repeating: Array(repeating: 0.0, count: 6), count: 2)
      _ = network.logits(zeros, examples: [0, 1], pass: .training(plan, step: step))
      _ = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 2)
        .meanAndGradient(network.logits, labels: [0, 1], rows: 2)
      let update = UpdateStep(
        optimizer, regularization: Regularization(weightDecay: 0.05), learningRate: 0.1, momentum: 0, epoch: 0,
        step: step)
      network.backward(rows: 2, step: update)
      let keep = Float(1 - 0.1 * 0.05)
      evidence.true(
        "decay multiplies by 1 − rate · decay under the mask of step \(step)",
        network.layers[0].weights.rowMajor == before.map { $0 * keep })
    }
  }

  /// Numbers drawn for augmentation change no mask, and the two streams are independent.
  private static func addAugmentation(_ subject: Subject, to evidence: inout Evidence) {
    let plan = RandomPlan(seed: 32).replicate(0)
    let dropout = Dropout.bernoulli(rate: Rate(0.5), convention: .classic)
    let request = NoiseRequest(
      dropout, pass: .training(plan, step: 4), examples: (0..<64).map { $0 }, units: 256)
    let before = subject.factors(request)
    var generator = plan.augmentation.generator(step: 4)
    let drawn = (0..<64).map { _ in generator.uniform() }
    evidence.true("the same masks with and without augmentation", before == subject.factors(request))
    evidence.true("augmentation has a key of its own", plan.augmentation.key != plan.noise(layer: "hidden1").key)
    let both = zip(drawn, 0..<64).reduce(0.0) { total, item in
      let row = before[item.1 * 256..<(item.1 + 1) * 256]
      return total + (item.0 - 0.5) * (Double(row.reduce(0, +)) - 128)
    }
    evidence.score("augmentation and masks are uncorrelated", both / (64.0 / 12 * 64).squareRoot())
  }
}

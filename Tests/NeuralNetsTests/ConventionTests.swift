import CKernels
import NeuralNets
import Specifications
import Tensors
import Testing

/// The map between the two conventions of Bernoulli dropout: W_classic = W_inverted / p, and what follows from it.
struct ConventionTests {
  private static let rates = (input: Rate(0.2), hidden: [Rate(0.5), Rate(0.4)])

  private static func placement(_ convention: Convention) -> DropoutPlacement {
    DropoutPlacement(
      input: .bernoulli(rate: rates.input, convention: convention),
      hidden: .each(rates.hidden.map { .bernoulli(rate: $0, convention: convention) }))
  }

  /// What the weights of each layer are multiplied by to go from inverted to classic: 1 / p of the site before them.
  private static let factors = [rates.input].map { 1 / $0.retention } + rates.hidden.map { 1 / $0.retention }

  private static func pair(
    _ regularization: Regularization, _ optimizer: Optimizer
  ) -> (inverted: NetworkFixture, classic: NetworkFixture) {
    let inverted = NetworkFixture(
      hidden: [8, 7], dropout: placement(.inverted), regularization: regularization, optimizer: optimizer)
    var classic = inverted
    classic.dropout = placement(.classic)
    return (inverted, classic)
  }

  private static func scale(_ classic: Network, from inverted: Network) {
    for (layer, factor) in factors.enumerated() {
      classic.layers[layer].weights.set(inverted.layers[layer].weights.rowMajor.map { Float(Double($0) * factor) })
    }
  }

  @Test func `the conventions are the same function when weights are divided by the retention before them (T04)`() {
    let (inverted, classic) = Self.pair(Regularization(), Self.cases[0].2)
    let (first, second) = (inverted.network(), classic.network())
    Self.scale(second, from: first)
    let passes: [ForwardPass] = [
      inverted.training(0), inverted.training(1), .sampling(inverted.plan, sample: 3), .evaluation,
    ]
    for pass in passes {
      let expected = first.run(inverted.features, examples: inverted.examples, pass: pass).map(Double.init)
      // In training the masks' scale moves into the weights; in evaluation the factor p takes it out again.
      #expect(relativeError(second.run(classic.features, examples: classic.examples, pass: pass), expected) < 2e-6)
    }
  }

  /// Trains both conventions side by side; one layer's step differs from the next one's, the biases' is never mapped.
  private func maximumDifference(
    _ fixtures: (inverted: NetworkFixture, classic: NetworkFixture), mapped: Bool,
    step: (NetworkFixture, Int, Double) -> UpdateStep
  ) -> Double {
    let (first, second) = (fixtures.inverted.network(), fixtures.classic.network())
    Self.scale(second, from: first)
    for index in 0..<60 {
      for (network, fixture, isClassic) in [(first, fixtures.inverted, false), (second, fixtures.classic, true)] {
        let gradients = fixture.gradients(network, pass: fixture.training(index))
        for (layer, gradients) in zip(network.layers, gradients).enumerated() {
          let factor = isClassic && mapped ? Self.factors[layer] : 1
          gradients.0.move(
            weights: gradients.1.weights, by: step(fixture, index, factor), bias: gradients.1.bias,
            by: step(fixture, index, 1))
        }
      }
    }
    let differences = Self.factors.indices.map { layer in
      let scaled = first.layers[layer].weights.rowMajor.map { Double($0) * Self.factors[layer] }
      return relativeError(second.layers[layer].weights.rowMajor, scaled)
    }
    return differences.max() ?? .infinity
  }

  static let cases: [(String, Regularization, Optimizer)] = [
    ("SGD", Regularization(), .sgd(learningRate: 0.05, momentum: .constant(0), nesterov: false)),
    ("momentum", Regularization(), .sgd(learningRate: 0.02, momentum: .constant(0.9), nesterov: false)),
    ("L2", Regularization(l2: 0.01), .sgd(learningRate: 0.05, momentum: .constant(0.5), nesterov: true)),
    ("max-norm", Regularization(maxNorm: 0.8), .sgd(learningRate: 0.05, momentum: .constant(0.5), nesterov: false)),
    ("Adam", Regularization(), .adam(learningRate: 0.005, beta1: 0.9, beta2: 0.999, epsilon: 1e-6)),
  ]

  @Test(arguments: cases.indices)
  func `with mapped hyper-parameters both conventions train alike, without the map they part (T05)`(_ index: Int) {
    let (name, regularization, optimizer) = Self.cases[index]
    let pair = Self.pair(regularization, optimizer)
    /// lr / p² for gradient descent, lr / p and ε p for Adam; λ p²; c / p; the biases' learning rate stays.
    func step(_ fixture: NetworkFixture, _ index: Int, _ factor: Double) -> UpdateStep {
      var regularization = fixture.regularization
      regularization.l2 /= factor * factor
      regularization.maxNorm = regularization.maxNorm.map { $0 * factor }
      var optimizer = fixture.optimizer
      var rate = optimizer.learningRate * factor * factor
      if case .adam(_, let beta1, let beta2, let epsilon) = optimizer {
        rate = optimizer.learningRate * factor
        optimizer = .adam(learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon / factor)
      }
      return UpdateStep(
        optimizer, regularization: regularization, learningRate: rate, momentum: optimizer.momentum(epochs: 0),
        epoch: 0, step: index)
    }
    let mapped = maximumDifference(pair, mapped: true, step: step)
    let plain = maximumDifference(pair, mapped: false, step: step)
    #expect(mapped < 1e-3, "\(name): \(mapped)")
    #expect(plain > 30 * mapped && plain > 0.01, "\(name): \(plain) without the map")
  }
}

extension DenseLayer {
  /// Moves weights and biases by a step of their own each.
  fileprivate func move(
    weights gradient: [Float], by weightStep: UpdateStep, bias biasGradient: [Float], by biasStep: UpdateStep
  ) {
    let stored = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: false)
    stored.set(gradient)
    weight.state.apply(weightStep, to: weights.values.base, gradient: stored.values.base)
    let padded = biasGradient + [Float](repeating: 0, count: bias.count - biasGradient.count)
    offset.state.apply(biasStep.withoutPenalties, to: bias.base, gradient: padded)
    if let limit = weightStep.maxNorm {
      var scaled = 0
      dl_max_norm(weights.values.base, inputs, limit, &scaled, 0, weights.values.panels, DL_PATH_FASTEST)
    }
    weights.refreshTransposed()
  }
}

import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// Networks whose noise learns its size, with smooth activations, so that central differences are sharp.
struct LearnedRateTests {
  private static func variational(_ kl: RateDivergence, _ sharing: RateSharing, _ start: Double = 0.3) -> Dropout {
    .variational(VariationalNoise(divergence: kl, sharing: sharing, start: start, weight: 2))
  }

  private static let concrete = Dropout.concrete(
    ConcreteNoise(start: Rate(0.3), temperature: 0.4, weightRegularizer: 0.03, dropoutRegularizer: 0.02))

  private static let cases: [DropoutPlacement] = [
    DropoutPlacement(input: variational(.kingma, .layer), hidden: .same(variational(.kingma, .unit))),
    DropoutPlacement(input: variational(.molchanov, .unit), hidden: .same(variational(.molchanov, .layer, 1.7))),
    DropoutPlacement(input: concrete, hidden: .same(concrete)),
    DropoutPlacement(hidden: .each([concrete, variational(.kingma, .layer)])),
  ]

  private func fixture(_ dropout: DropoutPlacement) -> NetworkFixture {
    NetworkFixture(activation: .tanh, dropout: dropout)
  }

  private func network(_ fixture: NetworkFixture) -> Network {
    Network(
      .mlp(MLPSpec(hidden: fixture.hidden, activation: .tanh)), dropout: fixture.dropout,
      regularization: fixture.regularization, optimizer: fixture.optimizer,
      input: MapShape(channels: fixture.inputs), outputs: fixture.outputs, capacity: 5, trainingExamples: 40,
      plan: fixture.plan)
  }

  /// The factors of a site at other learned numbers, with the random numbers that made `factors`.
  private func factors(_ law: LearnedRate.Law, _ factors: [Double], at theta: [Double], units: Int) -> [Double] {
    factors.enumerated().map { index, factor in
      let own = theta[theta.count == 1 ? 0 : index % units]
      switch law {
      case .variational(let noise):
        return 1 + exp(own / 2) * (factor - 1) / noise.start.squareRoot()
      case .concrete(let noise):
        let (rate, t) = (noise.start.dropping, noise.temperature)
        // Where the factor was rounded to that of no drop, or of a sure one, all that counts is that it stays so.
        let z = min(max(1 - factor * (1 - rate), 1e-12), 1 - 1e-12)
        let uniform = t * log(z / (1 - z)) - log(rate / (1 - rate))
        let moved = 1 / (1 + exp(-(own + uniform) / t))
        return (1 - moved) * (1 + exp(own))
      }
    }
  }

  /// What the site adds to the loss, written out.
  private func penalty(_ law: LearnedRate.Law, at theta: [Double], units: Int, readers: Double) -> Double {
    switch law {
    case .variational(let noise):
      let sum = theta.reduce(0.0) { $0 + noise.divergence.value($1) }
      return noise.weight / 40 * sum * Double(units) / Double(theta.count)
    case .concrete(let noise):
      let rate = 1 / (1 + exp(-theta[0]))
      return noise.weightRegularizer * readers / (1 - rate)
        + noise.dropoutRegularizer * Double(units) * (rate * log(rate) + (1 - rate) * log(1 - rate))
    }
  }

  @Test(arguments: cases.indices)
  func `what is learned has the gradient of central differences with the same draws`(_ index: Int) throws {
    let fixture = fixture(Self.cases[index])
    let network = network(fixture)
    network.run(fixture.features, examples: fixture.examples, pass: fixture.training(3))
    _ = fixture.lossFunction().meanAndGradient(network.logits, labels: fixture.labels, rows: 5)
    let found = Dictionary(uniqueKeysWithValues: network.gradients(rows: 5).map { ($0.name, $0.values) })
    let double = DoubleNetwork(network, fixture, step: 3)
    let widths = [fixture.inputs] + fixture.hidden
    #expect(network.learnedRates.count == (fixture.dropout.input == .none ? 2 : 3))
    for rate in network.learnedRates {
      let site = ["input", "hidden1", "hidden2"].firstIndex(of: rate.site) ?? 0
      let readers = double.weights[site].reduce(0) { $0 + $1 * $1 }
      let start = rate.parameter.rowMajor.map(Double.init)
      func objective(_ theta: [Double]) -> Double {
        var moved = double
        moved.factors[site] = factors(rate.law, double.factors[site], at: theta, units: widths[site])
        return moved.objective(fixture.features, labels: fixture.labels, loss: fixture.loss)
          + penalty(rate.law, at: theta, units: widths[site], readers: readers)
      }
      let expected = start.indices.map { unit in
        var (above, below) = (start, start)
        above[unit] += 1e-5
        below[unit] -= 1e-5
        return (objective(above) - objective(below)) / 2e-5
      }
      let values = try #require(found[rate.parameter.name])
      #expect(relativeError(values, expected) < 1e-4, "\(rate.parameter.name)")
      let own = penalty(rate.law, at: start, units: widths[site], readers: readers)
      #expect((rate.penalty - own).magnitude < 1e-6 * max(1, own.magnitude))
    }
    for (layer, expected) in double.gradients(fixture).enumerated() {
      let name = MLPSpec.layerName(layer, of: 2)
      #expect(relativeError(try #require(found["\(name).weight"]), expected.weights) < 1e-5)
      #expect(relativeError(try #require(found["\(name).bias"]), expected.bias) < 1e-5)
    }
  }

  @Test func `Concrete's regulariser pulls on the weights that read the site, with the rate of the step's beginning`()
    throws
  {
    var fixture = fixture(Self.cases[3])
    fixture.optimizer = .sgd(learningRate: 0.5, momentum: .constant(0), nesterov: false)
    let network = network(fixture)
    let before = network.layers.map { $0.weights.rowMajor }
    network.run(fixture.features, examples: fixture.examples, pass: fixture.training(0))
    _ = fixture.lossFunction().meanAndGradient(network.logits, labels: fixture.labels, rows: 5)
    let gradients = Dictionary(uniqueKeysWithValues: network.gradients(rows: 5).map { ($0.name, $0.values) })
    network.run(fixture.features, examples: fixture.examples, pass: fixture.training(0))
    _ = fixture.lossFunction().meanAndGradient(network.logits, labels: fixture.labels, rows: 5)
    network.backward(rows: 5, step: fixture.step(0))
    for (layer, old) in before.enumerated() {
      let gradient = try #require(gradients["\(MLPSpec.layerName(layer, of: 2)).weight"])
      // hidden2 reads the site hidden1, the only one with Concrete dropout.
      let pull = layer == 1 ? 2 * 0.03 / 0.7 : 0
      let expected = zip(old, gradient).map { Double($0) - 0.5 * (Double($1) + pull * Double($0)) }
      #expect(relativeError(network.layers[layer].weights.rowMajor, expected) < 1e-6, "layer \(layer)")
    }
  }

  @Test func `regularisers of two sites ahead of the same weights add up, in every step anew`() throws {
    func noise(_ rate: Double, _ weight: Double) -> Dropout {
      .concrete(ConcreteNoise(start: Rate(rate), weightRegularizer: weight, dropoutRegularizer: 0))
    }
    func own(_ sums: Dropout, _ hidden: Dropout) throws -> Float {
      let fixture = fixture(DropoutPlacement(hidden: .each([hidden, .none]), sums: .each([sums, .none])))
      let network = Network(
        .mlp(MLPSpec(hidden: fixture.hidden, batchNorm: true)), dropout: fixture.dropout,
        regularization: fixture.regularization, optimizer: fixture.optimizer,
        input: MapShape(channels: fixture.inputs), outputs: fixture.outputs, capacity: 5, trainingExamples: 40,
        plan: fixture.plan)
      for step in 0..<2 { network.run(fixture.features, examples: fixture.examples, pass: fixture.training(step)) }
      return try #require(network.parameters.first { $0.name == "hidden2.weight" }).ownL2
    }
    let first = try own(noise(0.2, 0.5), noise(0.3, 0))
    let second = try own(noise(0.2, 0), noise(0.3, 0.1))
    #expect((first - 2 * 0.5 / 0.8).magnitude < 1e-6 && (second - 2 * 0.1 / 0.7).magnitude < 1e-6)
    #expect(try own(noise(0.2, 0.5), noise(0.3, 0.1)) == first + second)
  }

  /// One pass over gradients and weights measures the norm as it moves them; gradients that wait do not; a network that
  /// takes the memory of another begins anew.
  @Test(arguments: [
    Optimizer.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: true),
    .adam(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
    .adamW(learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1),
  ])
  func `Concrete's norm is that of the step's beginning, whatever moves the weights and in which pass, bit for bit`(
    _ optimizer: Optimizer
  ) {
    let noise = ConcreteNoise(weightRegularizer: 0.03, dropoutRegularizer: 0.01)
    var fixture = NetworkFixture(
      dropout: DropoutPlacement(input: .concrete(noise), hidden: .same(.concrete(noise))),
      regularization: Regularization(l2: 0.01, maxNorm: 1.1, weightDecay: 0.02), optimizer: optimizer)
    fixture.hidden = [70, 33]
    let fused = fixture.network()
    let losses = fixture.train(fused, steps: 3)
    let taken = fixture.network()
    _ = fixture.train(taken, steps: 1)
    #expect(taken.take(fused.memory))
    // A bound that no gradient meets, which makes every gradient wait for the others.
    fixture.regularization.clipNorm = 1e6
    let stored = fixture.network()
    #expect(fixture.train(stored, steps: 3) == losses)
    for network in [fused, taken, stored] { _ = fixture.train(network, steps: 2) }
    for network in [taken, stored] {
      for (own, other) in zip(fused.parameters, network.parameters) {
        #expect(own.rowMajor.map(\.bitPattern) == other.rowMajor.map(\.bitPattern), "\(own.name)")
      }
    }
  }

  @Test func `variational noise at a rate's variance has the bits of Gaussian dropout`() {
    let alpha = 0.25 / 0.75
    let draws = [Dropout.gaussian(rate: Rate(0.25)), Self.variational(.kingma, .layer, alpha)].map {
      NoiseSample(of: $0, shape: MapShape(height: 3, width: 2, channels: 19), examples: 4, seed: 5).rows
    }
    let largest = zip(draws[0].joined(), draws[1].joined()).map { abs($0 - $1) }.max() ?? 1
    // √α passes through log α in Float.
    #expect(
      largest < 1e-6
        && draws[0]
          != NoiseSample(
            of: .none, shape: MapShape(height: 3, width: 2, channels: 19), examples: 4, seed: 5
          ).rows
    )
  }

  @Test func `α stays at one at most under Kingma's polynomial, whatever the gradient`() {
    var fixture = fixture(
      DropoutPlacement(
        hidden: .same(.variational(VariationalNoise(divergence: .kingma, start: 0.9, weight: 1000)))))
    fixture.optimizer = .sgd(learningRate: 1, momentum: .constant(0.9), nesterov: false)
    let network = network(fixture)
    _ = fixture.train(network, steps: 3)
    for rate in network.learnedRates { #expect(rate.parameter.rowMajor == [0] && rate.rate == 0.5) }
  }

  @Test func `evaluation has no noise, and noise of unused weight leaves the others' gradients alone`() {
    let fixture = fixture(Self.cases[0])
    let network = network(fixture)
    var plain = fixture
    plain.dropout = DropoutPlacement()
    let bare = plain.network()
    let found = network.run(fixture.features, examples: fixture.examples, pass: .evaluation)
    #expect(found == bare.run(fixture.features, examples: fixture.examples, pass: .evaluation))
  }

  @Test(arguments: RateDivergence.allCases)
  func `the slope of a divergence is that of its value`(_ divergence: RateDivergence) {
    for logAlpha in stride(from: -8.0, through: 0, by: 0.5) {
      let difference = (divergence.value(logAlpha + 1e-5) - divergence.value(logAlpha - 1e-5)) / 2e-5
      #expect((difference - divergence.slope(logAlpha)).magnitude < 1e-8)
      // KL falls as the noise grows towards α = 1, so that the prior asks for noise.
      #expect(divergence.slope(logAlpha) < 0 || logAlpha > -1)
    }
  }
}

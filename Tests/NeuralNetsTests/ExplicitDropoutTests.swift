import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// The penalty that stands for dropout of what the last layer reads.
struct ExplicitDropoutTests {
  /// A network whose objective can be taken at any weights, since what it penalises is written here again in Double.
  private struct Subject {
    var fixture = NetworkFixture()
    var kind: NetworkSpec?
    let rate: Double

    func network() -> Network {
      Network(
        kind ?? .mlp(MLPSpec(hidden: fixture.hidden)), dropout: DropoutPlacement(),
        regularization: Regularization(explicitDropout: Rate(rate)), optimizer: fixture.optimizer,
        input: MapShape(channels: fixture.inputs), outputs: fixture.outputs, capacity: fixture.examples.count,
        loss: fixture.loss, plan: fixture.plan)
    }

    func loss(_ network: Network) -> Double {
      network.run(fixture.features, examples: fixture.examples, pass: .evaluation)
      return fixture.lossFunction().meanAndGradient(
        network.logits, labels: fixture.labels, rows: fixture.examples.count)
    }

    /// The penalty of what the last layer reads, with the second derivative of the loss by differences of its slopes.
    func penalty(_ network: Network) -> Double {
      network.run(fixture.features, examples: fixture.examples, pass: .evaluation)
      let weights = network.layers[network.layers.count - 1].weights
      let read =
        network.activations.isEmpty
        ? fixture.features : network.activations(ofHidden: fixture.hidden.count - 1, rows: fixture.examples.count)
      let logits = network.logits.values
      let rowMajor = weights.rowMajor
      let (outputs, depth) = (fixture.outputs, weights.inputs)
      var total = 0.0
      for row in fixture.examples.indices {
        let z = (0..<outputs).map { Double(logits[row * outputs + $0]) }
        for input in 0..<depth {
          let h = Double(read[row * depth + input])
          let w = (0..<outputs).map { k -> Double in
            if weights.outputs == 1 { return k == 0 && outputs > 1 ? 0 : Double(rowMajor[input]) }
            return Double(rowMajor[k * depth + input])
          }
          total += h * h * curvature(z, along: w) / 2
        }
      }
      return rate / (1 - rate) * total / Double(fixture.examples.count)
    }

    /// wᵀ H w.
    private func curvature(_ z: [Double], along w: [Double]) -> Double {
      guard case .crossEntropy = fixture.loss else {
        var squares = 0.0
        for weight in w { squares += weight * weight }
        return squares * 2 / Double(w.count)
      }
      let largest = z.max() ?? 0
      let weights = z.map { dl_exp($0 - largest) }
      let sum = weights.reduce(0, +)
      var (mean, second) = (0.0, 0.0)
      for (share, weight) in zip(weights, w) {
        mean += share / sum * weight
        second += share / sum * weight * weight
      }
      return second - mean * mean
    }
  }

  private static let kinds: [(NetworkSpec?, Int, Loss)] = [
    (nil, 3, .crossEntropy(labelSmoothing: 0)), (nil, 3, .meanSquaredError),
    (.linear(LinearSpec(.logistic, initialization: .he)), 3, .crossEntropy(labelSmoothing: 0)),
    (.linear(LinearSpec(.logistic, initialization: .he)), 2, .crossEntropy(labelSmoothing: 0)),
    (.linear(LinearSpec(.linear, initialization: .he)), 3, .meanSquaredError),
  ]

  @Test(arguments: kinds.indices)
  func `the gradient is that of loss and penalty`(index: Int) {
    let (kind, outputs, loss) = Self.kinds[index]
    var subject = Subject(kind: kind, rate: 0.3)
    (subject.fixture.outputs, subject.fixture.loss) = (outputs, loss)
    let network = subject.network()
    _ = subject.loss(network)
    let found = network.gradients(rows: subject.fixture.examples.count)
    #expect((subject.penalty(network) - (network.penalty ?? 0)).magnitude < 1e-6)
    #expect((network.penalty ?? 0) > 0.01)
    for (parameter, gradient) in zip(network.parameters, found) {
      let values = parameter.rowMajor
      var slopes: [Double] = []
      for place in values.indices {
        let sides = [Float(0x1p-9), -0x1p-9].map { change in
          var moved = values
          moved[place] += change
          network.set(parameter, moved)
          return subject.loss(network) + subject.penalty(network)
        }
        slopes.append((sides[0] - sides[1]) / 0x1p-8)
      }
      network.set(parameter, values)
      #expect(gradient.name == parameter.name)
      #expect(relativeError(gradient.values, slopes) < 0.02, "\(parameter.name)")
    }
  }

  @Test func `on two layers without activation it is the mean over all masks (T34)`() {
    var subject = Subject(kind: .mlp(MLPSpec(hidden: [4], activation: .identity)), rate: 0.2)
    (subject.fixture.hidden, subject.fixture.loss) = ([4], .meanSquaredError)
    let network = subject.network()
    let plain = subject.loss(network)
    _ = network.gradients(rows: subject.fixture.examples.count)
    var mean = 0.0
    for mask in UInt64(0)..<16 {
      let masked = Network(
        .mlp(MLPSpec(hidden: [4], activation: .identity)),
        dropout: DropoutPlacement(hidden: .same(.bernoulli(rate: Rate(0.2), convention: .inverted))),
        regularization: Regularization(), optimizer: subject.fixture.optimizer,
        input: MapShape(channels: subject.fixture.inputs), outputs: subject.fixture.outputs,
        capacity: subject.fixture.examples.count, plan: subject.fixture.plan)
      masked.run(
        subject.fixture.features, examples: subject.fixture.examples,
        pass: .composed(PassComposition(acts: ["hidden1": .kept(mask)])))
      let value = subject.fixture.lossFunction().meanAndGradient(
        masked.logits, labels: subject.fixture.labels, rows: subject.fixture.examples.count)
      let kept = mask.nonzeroBitCount
      mean += value * (0..<4).reduce(1.0) { product, unit in product * (unit < kept ? 0.8 : 0.2) }
    }
    #expect((mean - plain - (network.penalty ?? 0)).magnitude < 1e-6)
  }

  @Test func `the penalty moves the weights of training`() {
    var fixture = NetworkFixture()
    let plain = fixture.network()
    _ = fixture.train(plain, steps: 5)
    let subject = Subject(rate: 0.5)
    fixture.regularization = Regularization()
    let penalised = subject.network()
    _ = fixture.train(penalised, steps: 5)
    #expect(plain.allValues != penalised.allValues)
    let none = Subject(rate: 0).network()
    _ = fixture.train(none, steps: 5)
    #expect(plain.allValues == none.allValues)
  }
}

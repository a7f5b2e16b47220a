import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct NetworkTests {
  // MARK: Gradients

  static let gradientCases: [(String, NetworkFixture)] = {
    let both = DropoutPlacement(input: NetworkFixture.third, hidden: .same(NetworkFixture.half))
    let classic = Dropout.bernoulli(rate: Rate(0.3), convention: .classic)
    let small = [8, 7]
    return [
      ("no dropout", NetworkFixture(hidden: small)),
      ("inverted Bernoulli everywhere", NetworkFixture(hidden: small, dropout: both)),
      (
        "classic Bernoulli, one variant per layer",
        NetworkFixture(
          hidden: small, dropout: DropoutPlacement(input: classic, hidden: .each([.none, classic])))
      ),
      (
        "Gaussian, leaky ReLU",
        NetworkFixture(
          hidden: small, activation: .leakyReLU(slope: 0.1),
          dropout: DropoutPlacement(input: .gaussian(rate: Rate(0.2)), hidden: .same(.gaussian(rate: Rate(0.5)))))
      ),
      (
        "Gaussian, ReLU",
        NetworkFixture(hidden: small, dropout: DropoutPlacement(hidden: .same(.gaussian(rate: Rate(0.4)))))
      ),
      ("tanh", NetworkFixture(hidden: small, activation: .tanh, initialization: .glorot, dropout: both)),
      ("GELU", NetworkFixture(hidden: small, activation: .gelu, dropout: both)),
      ("SELU", NetworkFixture(hidden: small, activation: .selu, dropout: both)),
      (
        "sigmoid, smoothed labels",
        NetworkFixture(hidden: small, activation: .sigmoid, dropout: both, loss: .crossEntropy(labelSmoothing: 0.2))
      ),
      (
        "identity, squared error",
        NetworkFixture(hidden: small, activation: .identity, dropout: both, loss: .meanSquaredError)
      ),
      ("no hidden layer", NetworkFixture(hidden: [], dropout: DropoutPlacement(input: NetworkFixture.third))),
      ("four hidden layers, one unit wide", NetworkFixture(outputs: 17, hidden: [5, 1, 3, 2], activation: .tanh)),
      (
        "sparsity",
        NetworkFixture(
          hidden: small, activation: .sigmoid, dropout: both,
          regularization: Regularization(sparsity: SparsityPenalty(target: 0.1, weight: 0.5)))
      ),
    ]
  }()

  @Test(arguments: gradientCases.indices)
  func `gradients are those of central differences with the same masks`(_ index: Int) {
    let (name, fixture) = Self.gradientCases[index]
    let network = fixture.network()
    let expected = DoubleNetwork(network, fixture, step: 3).gradients(fixture)
    let found = fixture.gradients(network, pass: fixture.training(3))
    for (layer, (found, expected)) in zip(found, expected).enumerated() {
      #expect(relativeError(found.weights, expected.weights) < 1e-5, "weights of layer \(layer), \(name)")
      #expect(relativeError(found.bias, expected.bias) < 1e-5, "biases of layer \(layer), \(name)")
    }
  }

  // MARK: Training and evaluation (T03)

  @Test func `evaluation gives the bits of the same network without dropout`() {
    var fixture = NetworkFixture(
      dropout: DropoutPlacement(
        input: NetworkFixture.third, hidden: .each([NetworkFixture.half, .gaussian(rate: Rate(0.4))])))
    let network = fixture.network()
    _ = fixture.train(network, steps: 2)
    fixture.dropout = DropoutPlacement()
    let plain = fixture.network()
    for (layer, other) in zip(plain.layers, network.layers) {
      layer.weights.set(other.weights.rowMajor)
      layer.bias.base.update(from: other.bias.base, count: other.bias.count)
    }
    let expected = plain.run(fixture.features, examples: fixture.examples, pass: .evaluation)
    let found = network.run(fixture.features, examples: fixture.examples, pass: .evaluation)
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func `a training pass leaves no trace in a later evaluation, nor an evaluation in a later training pass`() {
    let fixture = NetworkFixture(dropout: DropoutPlacement(hidden: .same(NetworkFixture.half)))
    let (first, second) = (fixture.network(), fixture.network())
    let trained = first.run(fixture.features, examples: fixture.examples, pass: fixture.training(5))
    second.run(fixture.features, examples: fixture.examples, pass: .evaluation)
    second.run(fixture.features, examples: fixture.examples, pass: .sampling(fixture.plan, sample: 1))
    #expect(second.run(fixture.features, examples: fixture.examples, pass: fixture.training(5)) == trained)
    let evaluated = first.run(fixture.features, examples: fixture.examples, pass: .evaluation)
    #expect(evaluated == second.run(fixture.features, examples: fixture.examples, pass: .evaluation))
    #expect(evaluated != trained)
  }

  @Test func `a dropped unit is zero and moves neither its incoming nor its outgoing weights`() {
    let fixture = NetworkFixture(
      activation: .sigmoid, dropout: DropoutPlacement(hidden: .same(NetworkFixture.half)), examples: [11])
    let network = fixture.network()
    let gradients = fixture.gradients(network, pass: fixture.training(0))
    let activations = network.activations(ofHidden: 0, rows: 1)
    let dropped = activations.indices.filter { activations[$0] == 0 }
    #expect((1..<20).contains(dropped.count))
    for unit in dropped {
      #expect(gradients[0].bias[unit].bitPattern == 0)
      #expect(gradients[0].weights[unit * 6..<(unit + 1) * 6].allSatisfy { $0 == 0 })
      #expect((0..<7).allSatisfy { gradients[1].weights[$0 * 20 + unit] == 0 })
    }
    let kept = activations.indices.filter { activations[$0] != 0 }
    #expect(kept.allSatisfy { gradients[0].bias[$0] != 0 })
  }

  @Test func `a rate of zero gives the bits of no dropout`() {
    let none = NetworkFixture()
    let expected = none.network()
    let losses = none.train(expected, steps: 4)
    let nothing = Rate(0)
    let variants: [Dropout] = [
      .bernoulli(rate: nothing, convention: .inverted), .bernoulli(rate: nothing, convention: .classic),
      .gaussian(rate: nothing),
    ]
    for dropout in variants {
      let fixture = NetworkFixture(dropout: DropoutPlacement(input: dropout, hidden: .same(dropout)))
      let network = fixture.network()
      #expect(fixture.train(network, steps: 4) == losses)
      #expect(network.allValues == expected.allValues)
    }
  }

  // MARK: Batches

  @Test func `an example gets the same bits alone, in a batch, and in a network laid out for larger batches`() {
    let fixture = NetworkFixture(
      inputs: 33, outputs: 17, hidden: [65, 7],
      dropout: DropoutPlacement(input: NetworkFixture.third, hidden: .same(NetworkFixture.half)),
      examples: (0..<23).map { $0 * 7 + 1 })
    for pass in [ForwardPass.evaluation, fixture.training(2), .sampling(fixture.plan, sample: 4)] {
      let together = fixture.network().run(fixture.features, examples: fixture.examples, pass: pass)
      let larger = fixture.network(capacity: 40)
      #expect(larger.run(fixture.features, examples: fixture.examples, pass: pass) == together)
      for row in fixture.examples.indices {
        let features = Array(fixture.features[row * 33..<(row + 1) * 33])
        let alone = larger.run(features, examples: [fixture.examples[row]], pass: pass)
        #expect(alone == Array(together[row * 17..<(row + 1) * 17]))
      }
    }
  }

  @Test func `noise belongs to an address, whatever the batch order, and changes with step, sample and replicate`() {
    var fixture = NetworkFixture(dropout: DropoutPlacement(input: NetworkFixture.half))
    let network = fixture.network()
    let forward = network.run(fixture.features, examples: fixture.examples, pass: fixture.training(9))
    let other = RandomPlan(seed: 7).replicate(3)
    for pass in [
      fixture.training(10), .sampling(fixture.plan, sample: 9), .sampling(fixture.plan, sample: 0),
      .training(other, step: 9),
    ] {
      #expect(network.run(fixture.features, examples: fixture.examples, pass: pass) != forward)
    }
    fixture.examples.reverse()
    let backward = network.run(fixture.features, examples: fixture.examples, pass: fixture.training(9))
    let rows = stride(from: 0, to: 15, by: 3).map { Array(forward[$0..<$0 + 3]) }
    let reversed: [Float] = rows.reversed().flatMap { $0 }
    #expect(backward == reversed)
  }

  @Test func `removing a layer's dropout leaves the noise of the others as it was`() {
    let both = NetworkFixture(
      dropout: DropoutPlacement(input: NetworkFixture.third, hidden: .same(NetworkFixture.half)))
    let one = NetworkFixture(dropout: DropoutPlacement(hidden: .same(NetworkFixture.half)))
    func zeros(_ fixture: NetworkFixture) -> [Bool] {
      var fixture = fixture
      fixture.activation = .sigmoid
      let network = fixture.network()
      network.run(fixture.features, examples: fixture.examples, pass: fixture.training(1))
      return network.activations(ofHidden: 1, rows: 5).map { $0 == 0 }
    }
    #expect(zeros(both) == zeros(one))
  }

  // MARK: Layout

  @Test func `networks of equal layers start with equal weights, whatever else differs`() {
    let first = NetworkFixture(hidden: [20, 7]).network()
    let second = NetworkFixture(hidden: [20, 9], dropout: DropoutPlacement(hidden: .same(NetworkFixture.half)))
      .network()
    #expect(first.layers.map(\.name) == ["hidden1", "hidden2", "output"])
    #expect(first.layers[0].weights.rowMajor == second.layers[0].weights.rowMajor)
    #expect(first.layers[1].weights.rowMajor == Array(second.layers[1].weights.rowMajor.prefix(140)))
    #expect(first.layers.allSatisfy { $0.bias.values.allSatisfy { $0 == 0 } })
  }

  @Test func `a network without hidden layers is a linear map`() {
    let fixture = NetworkFixture(hidden: [])
    let network = fixture.network()
    #expect(network.layers.map(\.name) == ["output"])
    network.set(layer: 0, weights: (0..<18).map { Float($0 % 5) }, bias: [1, 2, 3])
    let logits = network.run([1, 0, 0, 0, 0, 2], examples: [0], pass: .evaluation)
    #expect(logits == [1, 5, 9])
  }

  @Test func `a weight that is not finite is noticed, padding and all`() {
    let network = NetworkFixture().network()
    #expect(network.isFinite)
    network.layers[1].bias.base[6] = .infinity
    #expect(!network.isFinite)
    network.layers[1].bias.base[6] = 0
    network.layers[2].weights.set([Float](repeating: .nan, count: 21))
    #expect(!network.isFinite)
  }
}

import NeuralNets
import Tensors
import Testing

struct OptimizerStateTests {
  private let gradients: [[Double]] = [
    [0.5, -1, 0, 2], [0.25, 1, -0.5, -2], [-1, 0.125, 0.75, 0.5], [0.0625, -0.5, 0.25, 1],
  ]
  private let start: [Double] = [1, -0.5, 0.25, 0]

  /// Four steps of the package from the start, at a learning rate that falls.
  private func run(_ optimizer: Optimizer, _ regularization: Regularization = Regularization()) -> [Float] {
    let state = OptimizerState(optimizer, count: 16)
    let parameters = FloatBuffer(16)
    for (index, value) in start.enumerated() { parameters.base[index] = Float(value) }
    for (step, gradient) in gradients.enumerated() {
      let padded = gradient.map { Float($0) } + [Float](repeating: 0, count: 12)
      let update = UpdateStep(
        optimizer, regularization: regularization, learningRate: rate(step), momentum: 0.75, epoch: step, step: step)
      state.apply(update, to: parameters.base, gradient: padded)
    }
    #expect(parameters.values[4...].allSatisfy { $0 == 0 })
    return Array(parameters.values.prefix(4))
  }

  private func rate(_ step: Int) -> Double { 0.1 / Double(step + 1) }

  /// The same in Double, one parameter at a time.
  private func expected(_ regularization: Regularization, _ rule: (inout [Double], Double, Double, Int) -> Double)
    -> [Double]
  {
    start.indices.map { index in
      var weight = start[index]
      var memory = [0.0, 0.0]
      for (step, gradient) in gradients.enumerated() {
        let l1 = step + 1 >= regularization.l1StartEpoch ? regularization.l1 : 0
        let sign = weight > 0 ? 1.0 : (weight < 0 ? -1 : 0)
        let slope = gradient[index] + regularization.l2 * weight + l1 * sign
        weight = (1 - rate(step) * regularization.weightDecay) * weight - rule(&memory, slope, rate(step), step)
      }
      return weight
    }
  }

  private func sgd(nesterov: Bool) -> Optimizer {
    .sgd(learningRate: 0.1, momentum: .constant(0.75), nesterov: nesterov)
  }

  @Test(arguments: [
    Regularization(), Regularization(l2: 0.5), Regularization(l1: 0.25), Regularization(l1: 0.25, l1StartEpoch: 3),
    Regularization(l2: 0.125, weightDecay: 0.5),
  ])
  func `gradient descent follows its formula with every penalty`(_ regularization: Regularization) {
    let plain = expected(regularization) { memory, slope, rate, _ in
      memory[0] = 0.75 * memory[0] + slope
      return rate * memory[0]
    }
    #expect(relativeError(run(sgd(nesterov: false), regularization), plain) < 1e-6)
    let nesterov = expected(regularization) { memory, slope, rate, _ in
      memory[0] = 0.75 * memory[0] + slope
      return rate * (slope + 0.75 * memory[0])
    }
    #expect(relativeError(run(sgd(nesterov: true), regularization), nesterov) < 1e-6)
  }

  @Test(arguments: [0, 0.25])
  func `adam and adamW follow Kingma and Ba, the decay is decoupled`(_ decay: Double) {
    func moment(_ memory: inout [Double], _ slope: Double, _ rate: Double, _ step: Int) -> Double {
      memory[0] = 0.8 * memory[0] + 0.2 * slope
      memory[1] = 0.95 * memory[1] + 0.05 * slope * slope
      var (first, second) = (1.0, 1.0)
      for _ in 0...step { (first, second) = (first * 0.8, second * 0.95) }
      return rate * (memory[0] / (1 - first)) / ((memory[1] / (1 - second)).squareRoot() + 1e-3)
    }
    let coupled = run(.adam(learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-3), Regularization(l2: decay))
    #expect(relativeError(coupled, expected(Regularization(l2: decay), moment)) < 2e-6)
    let decoupled = run(.adamW(learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: decay))
    #expect(relativeError(decoupled, expected(Regularization(weightDecay: decay), moment)) < 2e-6)
  }

  // MARK: Constraints (T27, T32)

  @Test func `max-norm projects units outside the ball along their direction and leaves the others' bits`() {
    let fixture = NetworkFixture(
      hidden: [20], regularization: Regularization(maxNorm: 1.25),
      optimizer: .sgd(learningRate: 1e-30, momentum: .constant(0), nesterov: false))
    let network = fixture.network()
    network.layers[0].bias.base[0] = 100
    let before = network.layers[0].weights.rowMajor
    _ = fixture.train(network, steps: 1)
    let after = network.layers[0].weights.rowMajor
    var projected = 0
    for unit in 0..<20 {
      let (old, new) = (Array(before[unit * 6..<unit * 6 + 6]), Array(after[unit * 6..<unit * 6 + 6]))
      guard norm(old) > 1.25 else {
        #expect(old == new)
        continue
      }
      projected += 1
      #expect(norm(new) <= 1.25 && norm(new) > 1.25 * (1 - 1e-6))
      #expect(zip(old, new).allSatisfy { (Double($1) / norm(new) - Double($0) / norm(old)).magnitude < 1e-6 })
    }
    #expect((1..<20).contains(projected))
    #expect(network.layers[0].bias.values[0] == 100)
    _ = fixture.train(network, steps: 1)
    #expect(network.layers[0].weights.rowMajor == after)
  }

  private func norm(_ weights: [Float]) -> Double {
    weights.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  @Test func `penalties and decay leave biases alone`() {
    let penalties = Regularization(l2: 0.5, l1: 0.1, maxNorm: 0.5, weightDecay: 0.2)
    let fixture = NetworkFixture(
      regularization: penalties, optimizer: .sgd(learningRate: 0.25, momentum: .constant(0), nesterov: false))
    let network = fixture.network()
    for layer in network.layers { layer.bias.base[0] = 0.5 }
    let gradient = fixture.gradients(network, pass: fixture.training(0))
    network.backward(rows: 5, step: fixture.step(0))
    for (layer, gradient) in zip(network.layers, gradient) {
      #expect((layer.bias.values[0] - (0.5 - 0.25 * gradient.bias[0])).magnitude < 1e-7)
    }
  }
}

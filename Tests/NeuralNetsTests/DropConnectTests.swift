import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// DropConnect against one weight at a time in Double, with the masks of its addresses.
struct DropConnectTests {
  private let plan = RandomPlan(seed: 7).replicate(2)
  private let examples: [UInt32] = [3, 17, 4, 59_999, 1_000]
  private let features: [Float] = Self.numbers(5 * 21, factor: 37, modulus: 19)
  private let slopes: [Float] = Self.numbers(5 * 18, factor: 53, modulus: 23)
  private let learning = Learning(.sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false))

  /// Numbers around zero.
  private static func numbers(_ count: Int, factor: Int, modulus: Int) -> [Float] {
    (0..<count).map { index in
      let rest = (index * factor) % modulus
      return Float(rest - modulus / 2) / 10
    }
  }

  private func layer(group: Int, masksBias: Bool = false) -> DropConnectLayer {
    let dropout = DropConnect(rate: Rate(0.3), group: group, masksBias: masksBias)
    return DropConnectLayer(
      name: "hidden1", inputs: 21, outputs: 18, dropout: dropout, isFirst: false, capacity: 5, initialization: .he,
      learning: learning, plan: plan)
  }

  private struct Pass {
    var output: [Float] = []
    var previous: [Float] = []
  }

  /// Runs a layer forward and back.
  private func run(_ layer: DropConnectLayer, _ pass: ForwardPass) -> Pass {
    let (input, output) = (PanelMatrix(rows: 5, columns: 21), PanelMatrix(rows: 5, columns: 18))
    let (gradient, previous) = (PanelMatrix(rows: 5, columns: 18), PanelMatrix(rows: 5, columns: 21))
    let lists = ScalarLists([(5, 21), (5, 18)])
    input.fill(from: features, rows: 5)
    gradient.fill(from: slopes, rows: 5)
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0), lists: lists)
    }
    layer.pullback(gradient, examples: 5, into: previous, lists: lists)
    layer.storeGradients(input, gradient, rows: 5)
    return Pass(output: output.rowMajor(rows: 5), previous: previous.rowMajor(rows: 5))
  }

  /// The factors of every weight for the group that an example is in, [outputs × inputs].
  private func factors(first: UInt32, step: Int) -> [Double] {
    let source = NoiseSource(stream: plan.noise(layer: "hidden1.weights"), step: step)
    let weight = MaskedWeight(source: source, example: first, inputs: 21)
    return (0..<18 * 21).map { weight.factor(Rate(0.3), output: $0 / 21, input: $0 % 21) }
  }

  /// The factor of a bias: a word per output of a stream of its own.
  private func biasFactor(_ unit: Int, first: UInt32, step: Int) -> Double {
    let words = plan.noise(layer: "hidden1.biases").words(block: unit / 4, example: Int(first), step: step)
    return Double(words[unit % 4] >> 8) < (0.7 * 0x1p24).rounded(.up) ? 1 / 0.7 : 0
  }

  @Test(arguments: [1, 2, 5, 100], [false, true])
  func `outputs and gradients are those of masked weights and biases, one mask per group`(
    _ group: Int, _ masksBias: Bool
  ) {
    let layer = layer(group: group, masksBias: masksBias)
    for unit in 0..<18 { layer.offset.values.base[unit] = Float(unit) / 10 }
    let found = run(layer, .training(plan, step: 6))
    let weights = layer.weight.rowMajor.map(Double.init)
    var output = [Double](repeating: 0, count: 5 * 18)
    var previous = [Double](repeating: 0, count: 5 * 21)
    var gradient = [Double](repeating: 0, count: 18 * 21)
    var ofBiases = [Double](repeating: 0, count: 18)
    for example in 0..<5 {
      let first = examples[example / group * group]
      let factors = factors(first: first, step: 6)
      for unit in 0..<18 {
        let factor = masksBias ? biasFactor(unit, first: first, step: 6) : 1
        output[example * 18 + unit] = factor * Double(unit) / 10
        let slope = Double(slopes[example * 18 + unit])
        ofBiases[unit] += factor * slope
        for index in 0..<21 {
          let (place, input) = (unit * 21 + index, Double(features[example * 21 + index]))
          output[example * 18 + unit] += factors[place] * weights[place] * input
          previous[example * 21 + index] += factors[place] * weights[place] * slope
          gradient[place] += factors[place] * slope * input
        }
      }
    }
    #expect(relativeError(found.output, output) < 1e-6)
    #expect(relativeError(found.previous, previous) < 1e-6)
    #expect(relativeError(layer.weight.gradientRowMajor, gradient) < 1e-6)
    #expect(relativeError(layer.offset.gradientRowMajor, ofBiases) < 1e-6)
  }

  @Test(arguments: [2, 5, 100], [false, true])
  func `one pass over weights and gradients moves weights as stored gradients do, bit for bit`(
    _ group: Int, _ masksBias: Bool
  ) {
    let dropped = DropConnect(rate: Rate(0.3), group: group, masksBias: masksBias)
    var fixture = NetworkFixture(
      dropout: DropoutPlacement(weights: .dropConnect(dropped)),
      regularization: Regularization(l2: 0.01, maxNorm: 1.2))
    let fused = fixture.network()
    let losses = fixture.train(fused, steps: 4)
    // A bound that no gradient meets, which makes every gradient wait for the others.
    fixture.regularization.clipNorm = 1e6
    let stored = fixture.network()
    #expect(fixture.train(stored, steps: 4) == losses)
    for (own, other) in zip(fused.parameters, stored.parameters) {
      #expect(own.rowMajor.map(\.bitPattern) == other.rowMajor.map(\.bitPattern), "\(own.name)")
    }
  }

  @Test(arguments: [false, true])
  func `evaluation is the plain dense layer, bit for bit, and about the right share of weights is dropped`(
    _ masksBias: Bool
  ) {
    let layer = layer(group: 1, masksBias: masksBias)
    let dense = DenseLayer(
      name: "hidden1", inputs: 21, outputs: 18, isFirst: false, capacity: 5, initialization: .he, learning: learning,
      plan: plan)
    let (input, output) = (PanelMatrix(rows: 5, columns: 21), PanelMatrix(rows: 5, columns: 18))
    input.fill(from: features, rows: 5)
    dense.forward(input, rows: 5, into: output, lists: ScalarLists(count: 5, depth: 21))
    #expect(run(layer, .evaluation).output.map(\.bitPattern) == output.rowMajor(rows: 5).map(\.bitPattern))
    #expect(layer.noise.dropFraction == nil)
    _ = run(layer, .training(plan, step: 0))
    let share = layer.noise.dropFraction ?? 0
    let error = (0.3 * 0.7 / Double(5 * 18 * 21)).squareRoot()
    #expect((share - 0.3).magnitude < 4.5 * error)
  }

  @Test func `masks of biases are counted as a site of their own, one per group`() {
    let dropped = DropConnect(rate: Rate(0.3), group: 2, masksBias: true)
    let network = NetworkFixture(dropout: DropoutPlacement(weights: .dropConnect(dropped))).network()
    let fixture = NetworkFixture()
    let names = network.sites.filter { $0.dropout != .none }.map(\.name)
    #expect(names == ["hidden1.biases", "hidden1.weights", "hidden2.biases", "hidden2.weights"])
    let steps = 200
    for step in 0..<steps { network.run(fixture.features, examples: fixture.examples, pass: fixture.training(step)) }
    let share = network.sites.first { $0.name == "hidden1.biases" }?.dropFraction ?? 0
    // Three groups of 20 outputs.
    #expect((share - 0.3).magnitude < 4.5 * (0.3 * 0.7 / Double(3 * 20 * steps)).squareRoot())
  }

  /// A step of learning rate 1 without momentum moves every bias by its gradient.
  @Test func `gradients of biases under masks are those by finite differences`() {
    let dropped = DropConnect(rate: Rate(0.3), group: 2, masksBias: true)
    let fixture = NetworkFixture(
      activation: .tanh, dropout: DropoutPlacement(weights: .dropConnect(dropped)),
      optimizer: .sgd(learningRate: 1, momentum: .constant(0), nesterov: false))
    let loss = fixture.lossFunction()
    func value(_ network: Network) -> Double {
      network.run(fixture.features, examples: fixture.examples, pass: fixture.training(0))
      return loss.meanAndGradient(network.logits, labels: fixture.labels, rows: fixture.examples.count)
    }
    let moved = fixture.network()
    _ = fixture.train(moved, steps: 1)
    let start = fixture.network()
    for (index, parameter) in start.parameters.enumerated() where parameter.kind == .offset {
      for unit in 0..<parameter.shape[0] {
        let (first, width) = (parameter.values.base[unit], Float(0.02))
        parameter.values.base[unit] = first + width
        let above = value(start)
        parameter.values.base[unit] = first - width
        let slope = (above - value(start)) / Double(2 * width)
        parameter.values.base[unit] = first
        let found = Double(first - moved.parameters[index].values.base[unit])
        #expect((found - slope).magnitude < 2e-4, "\(parameter.name) \(unit): \(found), not \(slope)")
      }
    }
  }

  @Test func `a network with DropConnect lowers its loss and starts from the weights of the one without`() {
    let dropout = DropoutPlacement(weights: .dropConnect(DropConnect(rate: Rate(0.5), group: 2)))
    let fixture = NetworkFixture(dropout: dropout)
    let network = fixture.network()
    let plain = NetworkFixture().network()
    #expect(network.parameters.map(\.name) == plain.parameters.map(\.name))
    #expect(network.parameters.map(\.rowMajor) == plain.parameters.map(\.rowMajor))
    let losses = fixture.train(network, steps: 40)
    let (first, last) = (losses.prefix(5).reduce(0, +), losses.suffix(5).reduce(0, +))
    #expect(last < 0.7 * first)
  }
}

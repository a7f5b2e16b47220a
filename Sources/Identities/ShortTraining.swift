import NeuralNets
import Randomness
import Tensors

/// A few steps of a small network, by whose bits two settings are compared.
struct ShortTraining {
  var network: NetworkSpec
  var input: MapShape
  var outputs = 3
  /// Steps of a sequence at which the network answers.
  var steps = 1
  /// The number of symbols, if the inputs are symbols.
  var symbols: Int?
  var examples: [UInt32] = [7, 3, 90, 12]

  static let perceptron = ShortTraining(network: .mlp(MLPSpec(hidden: [17, 9])), input: MapShape(channels: 20))
  /// With dense layers behind two sets of maps, the second of one position.
  static let convolutional = ShortTraining(
    network: .cnn(
      CNNSpec(
        convolutions: [
          ConvolutionSpec(channels: 5, kernel: 3, padding: 1, pool: .max(size: 2, stride: 2)),
          ConvolutionSpec(channels: 6, kernel: 3),
        ], hidden: [11])),
    input: MapShape(height: 6, width: 6, channels: 2))
  static let residual = ShortTraining(
    network: .resmlp(ResMLPSpec(width: 12, blocks: 4)), input: MapShape(channels: 10))
  static let transformer = ShortTraining(
    network: .vit(ViTSpec(patch: 4, width: 8, heads: 2, layers: 2, hidden: 16)),
    input: MapShape(height: 8, width: 8, channels: 1))
  static let recurrent = ShortTraining(
    network: .recurrent(RecurrentSpec(cell: .lstm, units: 9)), input: MapShape(height: 5, width: 6, channels: 1))
  /// Of two layers.
  static let stacked = ShortTraining(
    network: .recurrent(RecurrentSpec(cell: .lstm, units: 9, layers: 2)),
    input: MapShape(height: 5, width: 6, channels: 1))
  static let language = ShortTraining(
    network: .recurrent(RecurrentSpec(cell: .lstm, units: 9, embedding: 6)), input: MapShape(height: 5, channels: 1),
    outputs: 7,
    steps: 5, symbols: 7)

  static func fractal(columns: Int) -> ShortTraining {
    ShortTraining(
      network: .fractal(FractalSpec(channels: [4, 5], columns: columns)),
      input: MapShape(height: 4, width: 4, channels: 1))
  }

  /// The bits of the logits of three training steps and of an evaluation after them, and of every learned array.
  func bits(_ dropout: DropoutPlacement, _ subject: Subject = .current, progress: Double = 0.5) -> [UInt32] {
    let network = laidOut(dropout, subject)
    var bits: [UInt32] = []
    for step in 0..<3 {
      let pass = ForwardPass.training(Self.plan, step: step, progress: progress)
      bits += network.logits(features, examples: examples, pass: pass).map(\.bitPattern)
      // Any gradient that depends on the logits will do: that of ½ ‖z − 1‖² / n.
      let count = examples.count * steps
      for place in 0..<count * outputs {
        network.logits.base[place] = (network.logits.base[place] - 1) / Float(count)
      }
      let update = UpdateStep(
        Self.optimizer, regularization: Regularization(), learningRate: 0.1, momentum: 0.9, epoch: 0, step: step)
      network.backward(rows: examples.count, step: update)
    }
    bits += network.logits(features, examples: examples, pass: subject.evaluation).map(\.bitPattern)
    return network.parameters.reduce(into: bits) { $0 += $1.rowMajor.map(\.bitPattern) }
  }

  /// The names of everything that draws under a placement, from the input up.
  func drawing(_ dropout: DropoutPlacement, _ subject: Subject = .current) -> [String] {
    let network = laidOut(dropout, subject)
    let paths = network.fractals.filter { $0.dropout != .none }.map(\.name)
    let gates = network.gates.filter { $0.survival.probability < 1 }.map(\.name)
    return network.sites.filter { $0.dropout != .none }.map(\.name) + gates + paths
      + network.chain.allStages.compactMap { stage in
        if case .gaussianSum(let layer) = stage { layer.name } else { nil }
      }
  }

  private static let plan = RandomPlan(seed: 77).replicate(0)
  private static let optimizer = Optimizer.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)

  private func laidOut(_ dropout: DropoutPlacement, _ subject: Subject) -> Network {
    Network(
      network, dropout: subject.placement(dropout), regularization: Regularization(), optimizer: Self.optimizer,
      input: input, outputs: outputs, steps: steps, capacity: examples.count, plan: Self.plan)
  }

  private var features: [[Double]] {
    examples.indices.map { row in
      let numbers = Fixture.numbers(input.units, from: 40 * row)
      guard let symbols else { return numbers }
      return numbers.map { Double(Int(abs($0) * Double(symbols)) % symbols) }
    }
  }
}

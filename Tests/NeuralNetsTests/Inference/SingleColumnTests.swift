import NeuralNets
import Specifications
import Tensors
import Testing

/// A column of a fractal network asked alone is a plain convolutional network (Larsson et al. 2017, section 4.3).
struct SingleColumnTests {
  private static let channels = [4, 19]

  private static let fractal = KindFixture(
    spec: .fractal(FractalSpec(channels: channels, columns: 3)), input: MapShape(height: 9, width: 8, channels: 2),
    dropout: DropoutPlacement(paths: .local(rate: Rate(0.3))))

  /// The plain network of a column, counted from 1: 2 to the power column − 1 convolutions in each block.
  private static func plain(_ column: Int) -> KindFixture {
    let convolutions = channels.flatMap { channels in
      let depth = 1 << (column - 1)
      return (1...depth).map { unit in
        ConvolutionSpec(
          channels: channels, kernel: 3, padding: 1, pool: unit == depth ? .max(size: 2, stride: 2) : .none)
      }
    }
    return KindFixture(
      spec: .cnn(CNNSpec(convolutions: convolutions, head: .average, batchNorm: true)), input: fractal.input)
  }

  /// A fractal network after four steps, so that statistics have moved.
  private static func trained() -> Network {
    let network = fractal.network()
    let loss = LossFunction(.crossEntropy(labelSmoothing: 0), outputs: 3, capacity: 5)
    for step in 0..<4 {
      _ = network.run(fractal.features, examples: fractal.examples, pass: .training(fractal.plan, step: step))
      _ = loss.meanAndGradient(network.logits, labels: fractal.labels, rows: 5)
      network.backward(rows: 5, step: fractal.update(step))
    }
    return network
  }

  private static func belongs(_ name: String, to column: Int) -> Bool {
    name.hasPrefix("fc") || name.contains(".columns.\(column - 1).")
  }

  /// Gives a plain network the weights and statistics of a column.
  private static func copy(_ network: Network, column: Int, to plain: Network) {
    let own = network.parameters.filter { belongs($0.name, to: column) }
    #expect(own.map(\.shape) == plain.parameters.map(\.shape))
    for (from, to) in zip(own, plain.parameters) { plain.set(to, from.rowMajor) }
    let norms = network.norms.filter { belongs($0.name, to: column) }
    #expect(norms.count == plain.norms.count)
    for (from, to) in zip(norms, plain.norms) {
      to.running.means.base.update(from: from.running.means.base, count: from.running.means.count)
      to.running.variances.base.update(from: from.running.variances.base, count: from.running.variances.count)
    }
  }

  @Test(arguments: [1, 2, 3, nil])
  func `a column has the bits of the plain network of the same weights`(_ column: Int?) {
    let network = Self.trained()
    let plain = Self.plain(column ?? 3).network()
    Self.copy(network, column: column ?? 3, to: plain)
    let (features, examples) = (Self.fractal.features, Self.fractal.examples)
    let whole = network.run(features, examples: examples, pass: .evaluation)
    let alone = network.run(features, examples: examples, pass: .composed(.column(column)))
    #expect(alone == plain.run(features, examples: examples, pass: .evaluation))
    #expect(alone != whole)
    #expect(network.run(features, examples: examples, pass: .evaluation) == whole)
  }

  @Test func `columns of one network answer otherwise than each other`() {
    let network = Self.trained()
    let answers = (1...3).map {
      network.run(Self.fractal.features, examples: Self.fractal.examples, pass: .composed(.column($0)))
    }
    #expect(Set(answers).count == 3)
  }
}

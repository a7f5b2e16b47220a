import Randomness
import Specifications
import Tensors
import Testing

@testable import NeuralNets

struct GaussianSumLayerTests {
  private let plan = RandomPlan(seed: 5).replicate(1)
  private let rate = Rate(0.2)
  private let inputs = 21
  private let outputs = 18

  private func layer(_ examples: Int) -> GaussianSumLayer {
    GaussianSumLayer(
      name: "hidden1", inputs: inputs, outputs: outputs, rate: ScheduledRate(rate), isFirst: false, capacity: examples,
      initialization: .he, learning: Learning(.sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false)),
      plan: plan)
  }

  /// Sums of sines, every third zero.
  private func values(_ count: Int) -> [Float] { (0..<count).map { $0 % 3 == 0 ? 0 : Float($0 * 7919 % 97) / 48 - 1 } }

  private func run(_ layer: GaussianSumLayer, _ features: [Float], _ examples: [UInt32], _ pass: ForwardPass) -> (
    input: PanelMatrix, output: PanelMatrix, lists: ScalarLists
  ) {
    let input = PanelMatrix(rows: examples.count, columns: inputs)
    let output = PanelMatrix(rows: examples.count, columns: outputs)
    let lists = ScalarLists([(examples.count, inputs), (examples.count, outputs)])
    input.fill(from: features, rows: examples.count)
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0), lists: lists)
    }
    return (input, output, lists)
  }

  private func sums(_ weights: [Double], _ features: [Double], _ normals: [Double], rows: Int) -> [Double] {
    (0..<rows).flatMap { row in
      (0..<outputs).map { unit in
        var (mean, square) = (0.0, 0.0)
        for k in 0..<inputs {
          let (w, x) = (weights[unit * inputs + k], features[row * inputs + k])
          mean += w * x
          square += w * w * x * x
        }
        return mean + (rate.dropping / rate.retention * square).squareRoot() * normals[row * outputs + unit]
      }
    }
  }

  @Test func `noise of sums is counted in training, over the first 32 examples, with the mean and variance of its law`()
    throws
  {
    let examples = (0..<40).map { UInt32($0) }
    let layer = layer(40)
    let features = values(40 * inputs)
    _ = run(layer, features, examples, .evaluation)
    _ = run(layer, features, examples, .sampling(plan, sample: 0))
    #expect(layer.moments == nil && layer.auditName == "hidden1.moments")
    var drawn = [Float](repeating: 0, count: 40 * outputs)
    var all: [Double] = []
    for step in 0..<300 {
      _ = run(layer, features, examples, .training(plan, step: step))
      examples.withUnsafeBufferPointer { examples in
        drawn.withUnsafeMutableBufferPointer {
          plan.noise(layer: "hidden1.moments").fillNormals(
            RandomRegion(step: step, examples: examples, units: 0..<outputs), into: $0)
        }
      }
      all += drawn.prefix(32 * outputs).map { 0.5 * Double($0) }
    }
    let mean = all.reduce(0, +) / Double(all.count)
    let moments = try #require(layer.moments)
    #expect(abs(moments.mean - mean) < 1e-9)
    #expect(abs(moments.variance - (all.reduce(0) { $0 + $1 * $1 } / Double(all.count) - mean * mean)) < 1e-9)
    let expected = NoiseExpectation(sumsAt: rate)
    #expect(expected.mean == 0 && expected.variance == 0.25 && layer.dropFraction == nil)
    // 172 800 numbers: five standard errors.
    #expect(abs(moments.mean) < 5 * 0.5 / Double(all.count).squareRoot())
    #expect(abs(moments.variance - 0.25) < 5 * 0.25 * (2 / Double(all.count)).squareRoot())
  }

  @Test func `sums and gradients are those of central differences with the same normal numbers`() {
    let examples: [UInt32] = [4, 9, 2, 77]
    let layer = layer(4)
    let features = values(4 * inputs)
    let pass = ForwardPass.training(plan, step: 6)
    let (input, output, lists) = run(layer, features, examples, pass)
    var drawn = [Float](repeating: 0, count: 4 * outputs)
    examples.withUnsafeBufferPointer { examples in
      drawn.withUnsafeMutableBufferPointer {
        plan.noise(layer: "hidden1.moments").fillNormals(
          RandomRegion(step: 6, examples: examples, units: 0..<outputs), into: $0)
      }
    }
    let normals = drawn.map(Double.init)
    let weights = layer.weight.rowMajor.map(Double.init)
    let x = features.map(Double.init)
    #expect(relativeError(output.rowMajor(rows: 4), sums(weights, x, normals, rows: 4)) < 1e-6)

    let slopes = values(4 * outputs + 1).dropFirst().map { $0 }
    let gradient = PanelMatrix(rows: 4, columns: outputs)
    let previous = PanelMatrix(rows: 4, columns: inputs)
    gradient.fill(from: slopes, rows: 4)
    layer.pullback(input, gradient, examples: 4, into: previous, lists: lists)
    layer.storeGradients(input, gradient, examples: 4)
    func objective(_ weights: [Double], _ x: [Double]) -> Double {
      zip(sums(weights, x, normals, rows: 4), slopes).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    func differences(_ start: [Double], _ objective: ([Double]) -> Double) -> [Double] {
      start.indices.map { index in
        var (above, below) = (start, start)
        above[index] += 1e-6
        below[index] -= 1e-6
        return (objective(above) - objective(below)) / 2e-6
      }
    }
    #expect(relativeError(layer.weight.gradientRowMajor, differences(weights) { objective($0, x) }) < 1e-5)
    #expect(relativeError(previous.rowMajor(rows: 4), differences(x) { objective(weights, $0) }) < 1e-5)
  }

  @Test func `the sums of many examples have the moments of dropped inputs (T15)`() {
    let count = 6_000
    let layer = layer(count)
    let one = values(inputs)
    let features = (0..<count).flatMap { _ in one }
    let found = run(layer, features, Array(0..<UInt32(count)), .training(plan, step: 0)).output.rowMajor(rows: count)
    let weights = layer.weight.rowMajor
    for unit in 0..<outputs {
      var (mean, variance) = (0.0, 0.0)
      for k in 0..<inputs {
        let product = Double(weights[unit * inputs + k] * one[k])
        mean += product
        variance += 0.25 * product * product
      }
      let drawn = (0..<count).map { Double(found[$0 * outputs + unit]) }
      let average = drawn.reduce(0, +) / Double(count)
      let spread = drawn.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count)
      #expect((average - mean).magnitude < 4.5 * (variance / Double(count)).squareRoot())
      #expect((spread - variance).magnitude < 0.09 * variance)
    }
  }

  @Test(arguments: [(5, 40), (7, 300)])
  func `the fused step has the bits of gradient and move one after the other, step after step`(
    _ examples: Int, _ inputs: Int
  ) {
    let learning = Learning(.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: true))
    func moved(fused: Bool) -> [[UInt32]] {
      let layer = GaussianSumLayer(
        name: "hidden1", inputs: inputs, outputs: 37, rate: ScheduledRate(rate), isFirst: false, capacity: examples,
        initialization: .he, learning: learning, plan: plan)
      let (input, output) = (PanelMatrix(rows: examples, columns: inputs), PanelMatrix(rows: examples, columns: 37))
      let previous = PanelMatrix(rows: examples, columns: inputs)
      let lists = ScalarLists([(examples, inputs), (examples, 37)])
      input.fill(from: values(examples * inputs), rows: examples)
      return (0..<3).map { index in
        Array(0..<UInt32(examples)).withUnsafeBufferPointer {
          layer.forward(
            input, into: output, batch: LayerBatch(pass: .training(plan, step: index), examples: $0), lists: lists)
        }
        layer.pullback(input, output, examples: examples, into: previous, lists: lists)
        let step = UpdateStep(
          learning.optimizer, regularization: Regularization(l2: 0.01, maxNorm: 1.2), learningRate: 0.1, momentum: 0.9,
          epoch: 0, step: index)
        if fused {
          layer.update(input, output, examples: examples, by: step)
        } else {
          layer.storeGradients(input, output, examples: examples)
          Layer.gaussianSum(layer).move(by: step)
        }
        return (layer.weight.rowMajor + layer.offset.rowMajor + previous.rowMajor(rows: examples)).map(\.bitPattern)
      }
    }
    let found = moved(fused: true)
    #expect(found == moved(fused: false))
    #expect(Set(found).count == 3)
  }

  @Test func `evaluation, and a rate of zero in training, give the bits of a dense layer`() {
    let fast = DropoutPlacement(weights: .fast(input: Rate(0.2), hidden: Rate(0.5)))
    let none = DropoutPlacement(weights: .fast(input: Rate(0), hidden: Rate(0)))
    let fixture = NetworkFixture()
    let plain = fixture.network()
    func network(_ dropout: DropoutPlacement) -> Network {
      var other = fixture
      other.dropout = dropout
      return other.network()
    }
    let (features, examples) = (fixture.features, fixture.examples)
    #expect(
      network(fast).run(features, examples: examples, pass: .evaluation)
        == plain.run(features, examples: examples, pass: .evaluation))
    #expect(
      network(none).run(features, examples: examples, pass: fixture.training(1))
        == plain.run(features, examples: examples, pass: fixture.training(1)))
    #expect(
      network(fast).run(features, examples: examples, pass: fixture.training(1))
        != plain.run(features, examples: examples, pass: fixture.training(1)))
  }
}

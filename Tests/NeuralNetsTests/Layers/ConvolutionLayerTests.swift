import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// A layer with the values of the script.
private struct ConvolutionLayerFixture {
  let shape: ConvolutionShape
  let input: MapsFixture
  let output: MapsFixture
  let lists: ScalarLists

  init(_ shape: ConvolutionShape, examples: Int) {
    self.shape = shape
    input = MapsFixture(
      shape: MapShape(height: shape.y.size, width: shape.x.size, channels: shape.inputs), examples: examples)
    output = MapsFixture(
      shape: MapShape(height: shape.y.outputs, width: shape.x.outputs, channels: shape.outputs), examples: examples)
    lists = ScalarLists(
      [Convolution.Source.maps, .image].flatMap { Convolution.lists(of: shape, from: $0, capacity: examples) })
  }

  func layer(_ source: Convolution.Source = .maps, hasBias: Bool = true) -> ConvolutionLayer {
    let layer = ConvolutionLayer(
      name: "conv1", shape: shape, source: source, hasBias: hasBias, initialization: .he,
      learning: Learning(.sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false)),
      plan: RandomPlan(seed: 3).replicate(0))
    layer.weight.set(MapsFixture.numbers(shape.outputs * shape.fanIn, seed: 2))
    layer.bias?.set(MapsFixture.numbers(shape.outputs, seed: 3))
    return layer
  }

  func forward(_ layer: ConvolutionLayer, _ values: [Float]) -> [Float] {
    let out = output.room()
    let source = layer.source == .maps ? input.matrix(values) : input.images(values)
    input.withBatch { layer.forward(source, into: out, batch: $0, lists: lists) }
    return output.values(of: out)
  }

  /// Pulls a gradient back and returns that of the input; images have none.
  @discardableResult
  func pullback(_ layer: ConvolutionLayer, _ values: [Float], _ slopes: [Float]) -> [Float] {
    let gradient = output.matrix(slopes)
    guard layer.source == .maps else {
      layer.pullback(input.images(values), gradient, examples: input.examples, into: nil, lists: lists)
      return []
    }
    let back = input.room()
    layer.pullback(input.matrix(values), gradient, examples: input.examples, into: back, lists: lists)
    return input.values(of: back)
  }
}

struct ConvolutionLayerTests {
  /// The cases of the script, in its order.
  private static var fixtures: [ConvolutionLayerFixture] {
    [
      ConvolutionLayerFixture(ConvolutionShape(height: 5, width: 6, inputs: 1, outputs: 3, kernel: 3), examples: 2),
      ConvolutionLayerFixture(
        ConvolutionShape(height: 6, width: 5, inputs: 3, outputs: 17, kernel: 3, padding: 1), examples: 2),
      ConvolutionLayerFixture(
        ConvolutionShape(height: 5, width: 5, inputs: 17, outputs: 2, kernel: 5, padding: 2), examples: 3),
      ConvolutionLayerFixture(
        ConvolutionShape(height: 7, width: 6, inputs: 2, outputs: 5, kernel: 3, stride: 2, padding: 1), examples: 5),
      ConvolutionLayerFixture(
        ConvolutionShape(height: 4, width: 4, inputs: 4, outputs: 3, kernel: 1, stride: 2), examples: 2),
      ConvolutionLayerFixture(
        ConvolutionShape(height: 8, width: 8, inputs: 3, outputs: 4, kernel: 4, stride: 4), examples: 2),
    ]
  }

  @Test(arguments: 0..<6)
  func `output and gradients are those of PyTorch, from maps and from images`(index: Int) throws {
    let fixture = Self.fixtures[index]
    let expected = try MapsReference.read().convolutions[index]
    let values = fixture.input.numbers(seed: 1)
    for source in fixture.shape.inputs <= 8 ? [Convolution.Source.maps, .image] : [.maps] {
      let layer = fixture.layer(source)
      #expect(relativeError(fixture.forward(layer, values), expected.output) <= 1e-5)
      let back = fixture.pullback(layer, values, fixture.output.numbers(seed: 4))
      if source == .maps { #expect(relativeError(back, expected.input) <= 1e-5) }
      #expect(relativeError(layer.weight.gradientRowMajor, expected.weight) <= 1e-5)
      #expect(relativeError(try #require(layer.bias).gradientRowMajor, expected.bias) <= 1e-5)
    }
  }

  @Test
  func `gradients are the slopes of a loss`() {
    let fixture = Self.fixtures[3]
    let layer = fixture.layer()
    let slopes = fixture.output.numbers(seed: 4)
    let values = fixture.input.numbers(seed: 1)
    let back = fixture.pullback(layer, values, slopes)
    let gradient = layer.weight.gradientRowMajor
    func loss(_ values: [Float]) -> Double {
      zip(fixture.forward(layer, values), slopes).map { Double($0) * Double($1) }.reduce(0, +)
    }
    // A convolution is linear in inputs and in weights: central differences are exact but for rounding.
    for place in stride(from: 0, to: values.count, by: 23) {
      func moved(_ step: Float) -> Double {
        var moved = values
        moved[place] += step
        return loss(moved)
      }
      #expect((moved(0.5) - moved(-0.5) - Double(back[place])).magnitude < 2e-5)
    }
    let weights = layer.weight.rowMajor
    for place in stride(from: 0, to: weights.count, by: 7) {
      func moved(_ step: Float) -> Double {
        var moved = weights
        moved[place] += step
        layer.weight.set(moved)
        return loss(values)
      }
      #expect((moved(0.5) - moved(-0.5) - Double(gradient[place])).magnitude < 2e-5)
    }
  }

  @Test
  func `weights go by PyTorch's name and shape, and max-norm acts on the filters of one output channel`() {
    let fixture = Self.fixtures[1]
    let layer = fixture.layer(hasBias: false)
    #expect(layer.parameters.map(\.name) == ["conv1.weight"])
    #expect(layer.weight.shape == [17, 3, 3, 3])
    #expect(layer.weight.rowMajor == MapsFixture.numbers(17 * 27, seed: 2))
    layer.weight.project(into: 0.5)
    for filter in 0..<17 {
      let numbers = layer.weight.rowMajor[filter * 27..<(filter + 1) * 27]
      #expect(numbers.map { Double($0) * Double($0) }.reduce(0, +).squareRoot() <= 0.5)
    }
  }

  @Test
  func `first weights are drawn for the inputs of a filter, row-major as PyTorch orders them`() {
    let shape = ConvolutionShape(height: 5, width: 5, inputs: 4, outputs: 8, kernel: 3)
    let plan = RandomPlan(seed: 3).replicate(0)
    for initialization in [Initialization.he, .glorot] {
      let layer = ConvolutionLayer(
        name: "conv1", shape: shape, source: .maps, hasBias: true, initialization: initialization,
        learning: Learning(.sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false)), plan: plan)
      let drawn = initialization.weights(
        inputs: 36, outputs: 8, fanOut: 72, from: plan.initialization(layer: "conv1"))
      #expect(layer.weight.rowMajor == drawn)
      // Glorot & Bengio's limit counts the outputs that one input reaches: √(6 / (36 + 72)).
      if initialization == .glorot { #expect(drawn.allSatisfy { $0.magnitude <= Float((6.0 / 108).squareRoot()) }) }
    }
  }
}

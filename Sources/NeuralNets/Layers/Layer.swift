import Tensors

/// A stage of a network: a closed list, so that each kind must say how it runs forward, pulls back and learns.
///
/// A stage reads one matrix of values and writes the next one, or works in place on the one it reads.
package enum Layer {
  /// z = W h + b.
  case dense(DenseLayer)
  /// z = W ∗ h + b.
  case convolution(ConvolutionLayer)
  /// The largest value or the average of windows.
  case pooling(PoolingLayer)
  /// Maps as one row per example.
  case flatten(FlattenLayer)
  /// h = noise ⊙ a(z), in place.
  case activation(ActivationSite)
  /// y = noise ⊙ x, in place.
  case noise(NoiseSite)
  /// y = x, so that a stage in place may change it.
  case copy(MapShape)
  /// y = γ (x − mean) / √(variance + ε) + β per channel.
  case batchNorm(BatchNormLayer)
  /// y = shortcut(x) + gate · branch(x).
  case residual(ResidualBlock)

  /// Whether the stage writes into the matrix it reads.
  package var isInPlace: Bool {
    switch self {
    case .activation, .noise: true
    case .dense, .convolution, .pooling, .flatten, .copy, .batchNorm, .residual: false
    }
  }

  /// The shape of one example behind the stage; nil where it is the one before it.
  package var output: MapShape? {
    switch self {
    case .dense(let layer): layer.output
    case .convolution(let layer): layer.output
    case .pooling(let layer): layer.output
    case .flatten(let layer): layer.output
    case .activation, .noise: nil
    case .copy(let shape): shape
    case .batchNorm(let layer): layer.shape
    case .residual(let block): block.output
    }
  }

  /// The chains inside the stage.
  package var inner: [Chain] {
    switch self {
    case .dense, .convolution, .pooling, .flatten, .activation, .noise, .copy, .batchNorm: []
    case .residual(let block): block.chains
    }
  }

  /// The noise of the stage on what it hands on, if it has any.
  var noise: NoiseSite? {
    switch self {
    case .activation(let site): site.noise
    case .noise(let site): site
    case .dense, .convolution, .pooling, .flatten, .copy, .batchNorm, .residual: nil
    }
  }

  /// The gate of the stage, if it has one.
  var gate: ResidualGate? {
    switch self {
    case .dense, .convolution, .pooling, .flatten, .activation, .noise, .copy, .batchNorm: nil
    case .residual(let block): block.gate
    }
  }

  /// The stage's own learned arrays.
  package var parameters: [Parameter] {
    switch self {
    case .dense(let layer): [layer.weight, layer.offset]
    case .convolution(let layer): layer.parameters
    case .pooling, .flatten, .activation, .noise, .copy, .residual: []
    case .batchNorm(let layer): [layer.gain, layer.offset]
    }
  }

  /// What lists of the non-zero values of one batch the stage asks for: how many, and how long at most.
  func lists(capacity: Int) -> [(count: Int, depth: Int)] {
    switch self {
    case .dense(let layer):
      [(capacity * layer.positions, layer.inputs), (capacity * layer.positions, layer.outputs)]
    case .convolution(let layer): layer.lists(capacity: capacity)
    case .pooling, .flatten, .activation, .noise, .copy, .batchNorm: []
    case .residual(let block): block.chains.flatMap { $0.lists(capacity: capacity) }
    }
  }
}

/// What every stage is told of a batch.
package struct LayerBatch {
  package let pass: ForwardPass
  /// Positions in the data set, one per example.
  package let examples: UnsafeBufferPointer<UInt32>
  package var count: Int { examples.count }

  package init(pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    self.pass = pass
    self.examples = examples
  }
}

// MARK: - Forward

extension Layer {
  func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    switch self {
    case .dense(let layer): layer.forward(input, rows: batch.count * layer.positions, into: output, lists: lists)
    case .convolution(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .pooling(let layer): layer.forward(input, into: output, batch: batch)
    case .flatten(let layer): layer.forward(input, into: output, batch: batch)
    case .activation(let site): site.forward(output, pass: batch.pass, examples: batch.examples)
    case .noise(let site):
      site.prepare(batch.pass, examples: batch.examples)
      site.apply(to: output, examples: batch.count)
    case .copy(let shape):
      output.base.update(from: input.base, count: input.count(rows: batch.count * shape.positions))
    case .batchNorm(let layer): layer.forward(input, into: output, batch: batch)
    case .residual(let block): block.forward(input, into: output, batch: batch, lists: lists)
    }
  }
}

// MARK: - Pullback

/// A stage with what it read and the gradient of what it wrote.
package struct PulledStage {
  package let layer: Layer
  package let input: PanelMatrix
  package let gradient: PanelMatrix
  package let examples: Int
}

extension Layer {
  /// Pulls `gradient`, of the values `output`, back; `previous` takes the gradient of the stage's input if there is one.
  ///
  /// `visit` is called for the stages inside, each when it is done.
  func pullback(
    _ input: PanelMatrix, _ output: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?,
    lists: ScalarLists, visit: (PulledStage) -> Void
  ) {
    switch self {
    case .dense(let layer):
      guard let previous else { return }
      layer.inputGradient(gradient, rows: examples * layer.positions, into: previous, lists: lists)
    case .convolution(let layer):
      layer.pullback(input, gradient, examples: examples, into: previous, lists: lists)
    case .pooling(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .flatten(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .activation(let site): site.pullback(output, gradient, examples: examples)
    case .noise(let site): site.apply(to: gradient, examples: examples)
    case .copy(let shape):
      previous?.base.update(from: gradient.base, count: gradient.count(rows: examples * shape.positions))
    case .batchNorm(let layer): layer.pullback(input, gradient, examples: examples, into: previous)
    case .residual(let block):
      block.pullback(input, gradient, examples: examples, into: previous, lists: lists, visit: visit)
    }
  }
}

// MARK: - Learning

extension PulledStage {
  /// Moves the stage's own arrays by one step, in the same pass as their gradients where that is possible.
  package func update(by step: UpdateStep) {
    switch layer {
    case .dense(let layer): layer.update(input, gradient, rows: examples * layer.positions, by: step)
    case .pooling, .flatten, .activation, .noise, .copy, .residual: break
    case .convolution, .batchNorm: layer.move(by: step)
    }
  }

  /// Leaves the gradients of the stage's own arrays in them.
  package func storeGradients() {
    switch layer {
    case .dense(let layer): layer.storeGradients(input, gradient, rows: examples * layer.positions)
    case .convolution, .pooling, .flatten, .activation, .noise, .copy, .residual, .batchNorm: break
    }
  }
}

extension PulledStage {
  /// The gradients of the stage's own arrays, row-major.
  var gradients: [(name: String, values: [Float])] {
    switch layer {
    case .dense(let layer):
      let found = layer.gradients(input, gradient, rows: examples * layer.positions)
      return [(layer.weight.name, found.weights), (layer.offset.name, found.bias)]
    case .convolution, .pooling, .flatten, .activation, .noise, .copy, .residual, .batchNorm:
      return layer.parameters.map { ($0.name, $0.gradientRowMajor) }
    }
  }
}

extension Layer {
  /// Makes copies of the stage's arrays agree with them after they were set.
  func refresh() {
    switch self {
    case .dense(let layer): layer.weights.refreshTransposed()
    case .convolution, .pooling, .flatten, .activation, .noise, .copy, .residual, .batchNorm: break
    }
  }

  /// Moves the stage's own arrays by one step from their stored gradients.
  func move(by step: UpdateStep) {
    switch self {
    case .dense(let layer): layer.move(by: step)
    case .pooling, .flatten, .activation, .noise, .copy, .residual: break
    case .convolution, .batchNorm: for parameter in parameters { parameter.move(by: step) }
    }
  }
}

import CKernels
import Tensors

/// A stage of a network: a closed list, so that each kind must say how it runs forward, pulls back and learns.
///
/// A stage reads one matrix of values and writes the next one, or works in place on the one it reads.
package enum Layer {
  /// z = W h + b.
  case dense(DenseLayer)
  /// z = ((M / p) ⊙ W) h + b.
  case dropConnect(DropConnectLayer)
  /// z ~ N(W h + b, (q / p) W² h²).
  case gaussianSum(GaussianSumLayer)
  /// z = W ∗ h + b.
  case convolution(ConvolutionLayer)
  /// The largest value or the average of windows.
  case pooling(PoolingLayer)
  /// Maps as one row per example.
  case flatten(FlattenLayer)
  /// One row per example as maps or steps.
  case unflatten(UnflattenLayer)
  /// y[t] = x[t] + P[t].
  case positions(PositionLayer)
  /// y[t] = W[symbol t].
  case embedding(EmbeddingLayer)
  /// (0, z), the scores of two classes.
  case contrast
  /// Self-attention over positions.
  case attention(AttentionLayer)
  /// y = γ (x − mean) / √(variance + ε) + β per position.
  case layerNorm(LayerNormLayer)
  /// LSTM or GRU over steps.
  case recurrent(RecurrentLayer)
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
  /// Means of paths of different depth.
  case fractal(FractalBlock)

  /// Whether the stage writes into the matrix it reads.
  package var isInPlace: Bool {
    switch self {
    case .activation, .noise: true
    case .dense, .dropConnect, .gaussianSum, .convolution, .pooling, .flatten, .unflatten, .positions, .embedding,
      .contrast,
      .attention, .layerNorm,
      .recurrent, .copy,
      .batchNorm, .residual, .fractal:
      false
    }
  }

  /// The shape of one example behind the stage; nil where it is the one before it.
  package var output: MapShape? {
    switch self {
    case .dense(let layer): layer.output
    case .dropConnect(let layer): layer.output
    case .gaussianSum(let layer): layer.output
    case .convolution(let layer): layer.output
    case .pooling(let layer): layer.output
    case .flatten(let layer): layer.output
    case .unflatten(let layer): layer.output
    case .positions(let layer): layer.shape
    case .embedding(let layer): layer.output
    case .contrast: MapShape(channels: 2)
    case .attention(let layer): layer.shape
    case .layerNorm(let layer): layer.shape
    case .recurrent(let layer): layer.output
    case .activation, .noise: nil
    case .copy(let shape): shape
    case .batchNorm(let layer): layer.shape
    case .residual(let block): block.output
    case .fractal(let block): block.output
    }
  }

  /// The chains inside the stage.
  package var inner: [Chain] {
    switch self {
    case .dense, .dropConnect, .gaussianSum, .convolution, .pooling, .flatten, .unflatten, .positions, .embedding,
      .contrast,
      .attention, .layerNorm,
      .recurrent,
      .activation, .noise, .copy, .batchNorm:
      []
    case .residual(let block): block.chains
    case .fractal(let block): block.chains
    }
  }

  /// The noise of the stage, on what it hands on or inside of it.
  var noises: [NoiseSite] {
    switch self {
    case .activation(let site): [site.noise]
    case .noise(let site): [site]
    case .recurrent(let layer): layer.noise.sites
    case .attention(let layer): layer.sites
    case .dropConnect(let layer): layer.sites
    case .embedding(let layer): [layer.wordNoise]
    case .dense, .gaussianSum, .convolution, .pooling, .flatten, .unflatten, .positions, .contrast, .layerNorm, .copy,
      .batchNorm,
      .residual, .fractal:
      []
    }
  }

  /// The noise on the units that the stage hands on, not on weights or inside of it.
  var unitNoises: [NoiseSite] {
    switch self {
    case .activation, .noise: noises
    case .dense, .dropConnect, .gaussianSum, .convolution, .pooling, .flatten, .unflatten, .positions, .embedding,
      .contrast, .attention, .layerNorm, .recurrent, .copy, .batchNorm, .residual, .fractal:
      []
    }
  }

  /// The gate of the stage, if it has one.
  var gate: ResidualGate? {
    switch self {
    case .dense, .dropConnect, .gaussianSum, .convolution, .pooling, .flatten, .unflatten, .positions, .embedding,
      .contrast,
      .attention, .layerNorm,
      .recurrent,
      .activation, .noise, .copy, .batchNorm, .fractal:
      nil
    case .residual(let block): block.gate
    }
  }

  /// The stage as a block of paths, if it is one.
  var fractal: FractalBlock? {
    guard case .fractal(let block) = self else { return nil }
    return block
  }

  /// The stage as a layer of noisy sums, if it is one.
  var gaussianSum: GaussianSumLayer? {
    guard case .gaussianSum(let layer) = self else { return nil }
    return layer
  }

  /// What the stage remembers for evaluation beside what it learns.
  var buffers: [(name: String, values: [Double])] {
    guard case .batchNorm(let layer) = self else { return [] }
    let channels = layer.shape.channels
    return [
      ("\(layer.name).running_mean", Array(layer.running.means.values.prefix(channels))),
      ("\(layer.name).running_var", Array(layer.running.variances.values.prefix(channels))),
    ]
  }

  /// Whether the stage or one inside it has something to learn.
  var learns: Bool { !parameters.isEmpty || inner.contains { $0.stages.contains(where: \.learns) } }

  /// The stage's own learned arrays.
  package var parameters: [Parameter] {
    switch self {
    case .dense(let layer): [layer.weight, layer.offset]
    case .dropConnect(let layer): [layer.weight, layer.offset]
    case .gaussianSum(let layer): [layer.weight, layer.offset]
    case .convolution(let layer): layer.parameters
    case .positions(let layer): layer.parameters
    case .embedding(let layer): layer.parameters
    case .attention(let layer): layer.parameters
    case .layerNorm(let layer): layer.parameters
    case .recurrent(let layer): layer.parameters
    case .activation(let site): site.noise.learned.map { [$0.parameter] } ?? []
    case .noise(let site): site.learned.map { [$0.parameter] } ?? []
    case .pooling, .flatten, .unflatten, .contrast, .copy, .residual, .fractal: []
    case .batchNorm(let layer): [layer.gain, layer.offset]
    }
  }

  /// What lists of the non-zero values of one batch the stage asks for: how many, and how long at most.
  func lists(capacity: Int) -> [(count: Int, depth: Int)] {
    switch self {
    case .dense(let layer):
      [(capacity * layer.positions, layer.inputs), (capacity * layer.positions, layer.outputs)]
    case .dropConnect(let layer): layer.lists(capacity: capacity)
    case .gaussianSum(let layer): layer.lists(capacity: capacity)
    case .convolution(let layer): layer.lists(capacity: capacity)
    case .recurrent(let layer): layer.lists(capacity: capacity)
    case .attention(let layer): layer.lists(capacity: capacity)
    case .pooling, .flatten, .unflatten, .positions, .embedding, .contrast, .layerNorm, .activation, .noise, .copy,
      .batchNorm:
      []
    case .residual(let block): block.chains.flatMap { $0.lists(capacity: capacity) }
    case .fractal(let block): block.chains.flatMap { $0.lists(capacity: capacity) }
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
    case .dropConnect(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .gaussianSum(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .convolution(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .pooling(let layer): layer.forward(input, into: output, batch: batch)
    case .flatten(let layer): layer.forward(input, into: output, batch: batch)
    case .unflatten(let layer): layer.forward(input, into: output, batch: batch)
    case .positions(let layer): layer.forward(input, into: output, batch: batch)
    case .embedding(let layer): layer.forward(input, into: output, batch: batch)
    case .contrast: Contrast.forward(input, into: output, examples: batch.count)
    case .attention(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .layerNorm(let layer): layer.forward(input, into: output, batch: batch)
    case .recurrent(let layer): layer.forward(input, into: output, batch: batch, lists: lists)
    case .activation(let site): site.forward(output, pass: batch.pass, examples: batch.examples)
    case .noise(let site): site.forward(output, pass: batch.pass, examples: batch.examples)
    case .copy(let shape):
      output.base.update(from: input.base, count: input.count(rows: batch.count * shape.positions))
    case .batchNorm(let layer): layer.forward(input, into: output, batch: batch)
    case .residual(let block): block.forward(input, into: output, batch: batch, lists: lists)
    case .fractal(let block): block.forward(input, into: output, batch: batch, lists: lists)
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
      let rows = examples * layer.positions
      layer.explicitDropout?.begin(layer.weights, input, answers: output, gradient, rows: rows)
      guard let previous else { return }
      layer.inputGradient(gradient, rows: rows, into: previous, lists: lists)
      layer.explicitDropout?.addInputSlopes(of: layer.weights, input, to: previous, rows: rows)
    case .dropConnect(let layer):
      layer.pullback(gradient, examples: examples, into: previous, lists: lists)
    case .gaussianSum(let layer):
      layer.pullback(input, gradient, examples: examples, into: previous, lists: lists)
    case .convolution(let layer):
      layer.pullback(input, gradient, examples: examples, into: previous, lists: lists)
    case .pooling(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .flatten(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .unflatten(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .positions(let layer): layer.pullback(gradient, examples: examples, into: previous)
    case .embedding(let layer): layer.pullback(gradient, examples: examples)
    case .contrast: Contrast.pullback(gradient, examples: examples, into: previous)
    case .attention(let layer):
      layer.pullback(input, gradient, examples: examples, into: previous, lists: lists)
    case .layerNorm(let layer): layer.pullback(input, gradient, examples: examples, into: previous)
    case .recurrent(let layer): layer.pullback(input, gradient, examples: examples, into: previous)
    case .activation(let site): site.pullback(output, gradient, examples: examples)
    case .noise(let site): site.pullback(output, gradient, examples: examples)
    case .copy(let shape):
      previous?.base.update(from: gradient.base, count: gradient.count(rows: examples * shape.positions))
    case .batchNorm(let layer): layer.pullback(input, gradient, examples: examples, into: previous)
    case .residual(let block):
      block.pullback(input, gradient, examples: examples, into: previous, lists: lists, visit: visit)
    case .fractal(let block):
      block.pullback(input, gradient, examples: examples, into: previous, lists: lists, visit: visit)
    }
  }
}

// MARK: - Learning

extension PulledStage {
  /// Moves the stage's own arrays by one step, in the same pass as their gradients where that is possible.
  package func update(by step: UpdateStep) {
    if case .dense(let dense) = layer {
      dense.update(input, gradient, rows: examples * dense.positions, by: step)
    } else if case .dropConnect(let dropped) = layer {
      dropped.update(input, gradient, rows: examples, by: step)
    } else if case .gaussianSum(let summed) = layer {
      summed.update(input, gradient, examples: examples, by: step)
    } else {
      layer.move(by: step)
    }
  }

  /// Leaves the gradients of the stage's own arrays in them; all stages but the fused ones have done so.
  package func storeGradients() {
    if case .dense(let dense) = layer {
      dense.storeGradients(input, gradient, rows: examples * dense.positions)
    } else if case .dropConnect(let dropped) = layer {
      dropped.storeGradients(input, gradient, rows: examples)
    } else if case .gaussianSum(let summed) = layer {
      summed.storeGradients(input, gradient, examples: examples)
    }
  }

  /// Tells the norm of the gradient of each weight array of the stage, before anything moves.
  func measureGradients(_ tell: (_ layer: String, _ norm: Double) -> Void) {
    for (parameter, found) in zip(layer.parameters, gradients) where parameter.kind == .weight {
      tell(parameter.layer, dl_squared_norm_f32(found.values, found.values.count, DL_PATH_FASTEST).squareRoot())
    }
  }

  /// The gradients of the stage's own arrays, row-major.
  var gradients: [(name: String, values: [Float])] {
    guard case .dense(let dense) = layer else {
      storeGradients()
      return layer.parameters.map { ($0.name, $0.gradientRowMajor) }
    }
    let found = dense.gradients(input, gradient, rows: examples * dense.positions)
    return [(dense.weight.name, found.weights), (dense.offset.name, found.bias)]
  }
}

extension Layer {
  /// Moves the stage's own arrays by one step from their stored gradients.
  func move(by step: UpdateStep) {
    guard case .dense(let dense) = self else {
      for parameter in parameters { parameter.move(by: step) }
      refresh()
      return
    }
    dense.move(by: step)
  }

  /// Makes copies of the stage's arrays agree with them after they were set; most stages make theirs in every pass.
  func refresh() {
    if case .dense(let dense) = self { dense.weights.refreshTransposed() }
    if case .gaussianSum(let layer) = self { layer.refresh() }
  }
}

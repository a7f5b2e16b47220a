import CKernels
import Randomness
import Tensors

/// A dense layer: z = W h + b at every position; W is [outputs × inputs].
///
/// A class because it owns weights and the state of their optimizer.
package final class DenseLayer {
  /// The path name that addresses its initialization: `hidden1`, …, `output`.
  package let name: String
  package let weights: DenseWeights
  package let weight: Parameter
  package let offset: Parameter
  /// Positions per example, each of which is a row of its own.
  package let positions: Int
  private let columns: ScalarLists
  /// The penalty of dropout ahead of the layer; nil for none.
  package var explicitDropout: ExplicitDropout?

  package var inputs: Int { weights.inputs }
  package var outputs: Int { weights.outputs }
  /// The shape of one example behind the layer.
  package var output: MapShape { MapShape(height: positions, channels: outputs) }
  /// The biases, zero at first.
  package var bias: FloatBuffer { offset.values.buffer }

  /// Draws first weights from the replicate's stream of this layer; biases are zero.
  package init(
    name: String, inputs: Int, outputs: Int, positions: Int = 1, isFirst: Bool, capacity: Int,
    initialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    self.name = name
    self.positions = positions
    weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: !isFirst)
    weight = Parameter(
      name: "\(name).weight", shape: [outputs, inputs], kind: .weight, values: weights.values, learning: learning,
      storesGradient: !learning.isFused)
    offset = Parameter(offset: "\(name).bias", units: outputs, learning: learning)
    columns = ScalarLists(count: inputs, depth: capacity * positions)
    let stream = plan.initialization(layer: name)
    weights.set(initialization.weights(inputs: inputs, outputs: outputs, from: stream))
  }

  /// z = b + W h for `rows` rows.
  package func forward(_ input: PanelMatrix, rows: Int, into output: PanelMatrix, lists: ScalarLists) {
    Product.multiply(
      input, rows: rows, vectors: weights.values.base, initial: bias.base, into: output, lists: lists)
  }

  /// dh = Wᵀ dz for `rows` rows.
  package func inputGradient(_ gradient: PanelMatrix, rows: Int, into input: PanelMatrix, lists: ScalarLists) {
    guard let transposed = weights.transposed else { preconditionFailure("\(name) keeps no transposed weights") }
    Product.multiply(gradient, rows: rows, vectors: transposed.base, initial: nil, into: input, lists: lists)
  }

  /// dW = dz hᵀ and db = Σ dz into the parameters' gradients.
  package func storeGradients(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int) {
    sumBiases(gradient, rows: rows)
    storeGradient(input, gradient, rows: rows, in: weight.gradient)
    explicitDropout?.addWeightSlopes(of: weights, input, to: weight.gradient, rows: rows)
  }

  /// Moves weights and biases by one step from the stored gradients.
  package func move(by step: UpdateStep) {
    offset.move(by: step)
    weight.move(by: step)
    weights.refreshTransposed()
  }

  /// Both at once, in one pass over the weights where the optimizer allows; call after `inputGradient`.
  package func update(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, by step: UpdateStep) {
    guard case .sgd(var rule) = weight.step(step).rule, let velocity = weight.state.velocity,
      weight.gradient.capacity == 0
    else {
      storeGradients(input, gradient, rows: rows)
      move(by: step)
      return
    }
    sumBiases(gradient, rows: rows)
    offset.move(by: step)
    withSource(input, gradient, rows: rows) { source in
      dl_weight_step_sgd(
        source, outputs, weights.values.base, velocity, weights.transposed?.base, weight.squaresToFill, &rule, 0,
        weights.values.panels, DL_PATH_FASTEST)
    }
    weight.takeSquares()
    if let limit = step.maxNorm, weight.project(into: limit) > 0 { weights.refreshTransposed() }
  }

  /// The gradients of weights [outputs × inputs] and biases, for tests and analyses.
  package func gradients(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int) -> (weights: [Float], bias: [Float])
  {
    let stored = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: false)
    sumBiases(gradient, rows: rows)
    storeGradient(input, gradient, rows: rows, in: stored.values)
    explicitDropout?.addWeightSlopes(of: weights, input, to: stored.values, rows: rows)
    return (stored.rowMajor, offset.gradientRowMajor)
  }

  private func sumBiases(_ gradient: PanelMatrix, rows: Int) {
    dl_bias_gradient(gradient.base, rows, offset.gradient.base, 0, weights.values.panels, DL_PATH_FASTEST)
  }

  private func storeGradient(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, in stored: PanelMatrix) {
    withSource(input, gradient, rows: rows) { source in
      dl_weight_gradient(source, stored.base, 0, weights.values.panels, DL_PATH_FASTEST)
    }
  }

  private func withSource(
    _ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, _ body: (UnsafePointer<dl_gradient_source>) -> Void
  ) {
    let fromLists = ProductPath.automatic.runsFromLists(input, rows: rows)
    if fromLists { columns.collectColumns(of: input, rows: rows) }
    withUnsafePointer(to: columns.lists) { lists in
      var source = dl_gradient_source(
        activations: input.base, columns: fromLists ? lists : nil, gradients: gradient.base, examples: rows,
        inputs: inputs)
      body(&source)
    }
  }
}

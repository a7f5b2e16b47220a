import CKernels
import Randomness
import Tensors

/// A dense layer: z = W h + b; W is [outputs × inputs].
///
/// A class because it owns weights and the state of their optimizer.
package final class DenseLayer {
  /// The path name that addresses its initialization: `hidden1`, …, `output`.
  package let name: String
  package let weights: DenseWeights
  package let bias: FloatBuffer
  package let weightState: OptimizerState
  package let biasState: OptimizerState
  private let biasGradient: FloatBuffer
  private let columns: ScalarLists

  package var inputs: Int { weights.inputs }
  package var outputs: Int { weights.outputs }

  /// Draws first weights from the replicate's stream of this layer; biases are zero.
  package init(
    name: String, inputs: Int, outputs: Int, isFirst: Bool, capacity: Int, initialization: Initialization,
    optimizer: Optimizer, plan: ReplicatePlan
  ) {
    self.name = name
    weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: !isFirst)
    let padded = weights.values.panels * 16
    bias = FloatBuffer(padded)
    biasGradient = FloatBuffer(padded)
    weightState = OptimizerState(optimizer, count: inputs * padded)
    biasState = OptimizerState(optimizer, count: padded)
    columns = ScalarLists(count: inputs, depth: capacity)
    let stream = plan.initialization(layer: name)
    weights.set(initialization.weights(inputs: inputs, outputs: outputs, from: stream))
  }

  /// The Euclidean norm of the weights, biases excluded.
  package var weightNorm: Double {
    dl_squared_norm_f32(weights.values.base, weights.values.buffer.count, DL_PATH_FASTEST).squareRoot()
  }

  /// z = b + W h for `rows` examples.
  package func forward(_ input: PanelMatrix, rows: Int, into output: PanelMatrix, lists: ScalarLists) {
    Product.multiply(
      input, rows: rows, vectors: weights.values.base, initial: bias.base, into: output, lists: lists)
  }

  /// dh = Wᵀ dz for `rows` examples.
  package func inputGradient(_ gradient: PanelMatrix, rows: Int, into input: PanelMatrix, lists: ScalarLists) {
    guard let transposed = weights.transposed else { preconditionFailure("\(name) keeps no transposed weights") }
    Product.multiply(gradient, rows: rows, vectors: transposed.base, initial: nil, into: input, lists: lists)
  }

  /// dW = dz hᵀ, db = Σ dz, and the update by one rule; call after `inputGradient`.
  package func update(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, by step: UpdateStep) {
    dl_bias_gradient(gradient.base, rows, biasGradient.base, 0, weights.values.panels, DL_PATH_FASTEST)
    biasState.apply(step.withoutPenalties, to: bias.base, gradient: biasGradient.base)
    withSource(input, gradient, rows: rows) { source in
      if case .sgd(var rule) = step.rule, let velocity = weightState.velocity {
        dl_weight_step_sgd(
          source, outputs, weights.values.base, velocity, weights.transposed?.base, &rule, 0, weights.values.panels,
          DL_PATH_FASTEST)
      } else if let stored = weightState.gradient {
        dl_weight_gradient(source, stored, 0, weights.values.panels, DL_PATH_FASTEST)
        weightState.apply(step, to: weights.values.base, gradient: stored)
        weights.refreshTransposed()
      }
    }
    if let limit = step.maxNorm { constrain(limit) }
  }

  /// The gradients of weights [outputs × inputs] and biases, for tests and analyses.
  package func gradients(_ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int) -> (weights: [Float], bias: [Float])
  {
    let stored = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: false)
    dl_bias_gradient(gradient.base, rows, biasGradient.base, 0, weights.values.panels, DL_PATH_FASTEST)
    withSource(input, gradient, rows: rows) { source in
      dl_weight_gradient(source, stored.values.base, 0, weights.values.panels, DL_PATH_FASTEST)
    }
    return (stored.rowMajor, Array(biasGradient.values.prefix(outputs)))
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

  /// Projects each unit's incoming weights into the ball of the limit; biases are left alone.
  private func constrain(_ limit: Double) {
    var scaled = 0
    dl_max_norm(weights.values.base, inputs, limit, &scaled, 0, weights.values.panels, DL_PATH_FASTEST)
    if scaled > 0 { weights.refreshTransposed() }
  }
}

import CKernels
import Randomness
import Tensors

/// An affine map of every position inside a layer, y = W x + b, with gradients that are stored before any weight moves.
///
/// A class because it owns weights.
package final class Projection {
  package let weight: Parameter
  package let offset: Parameter
  private let weights: DenseWeights
  private let columns: ScalarLists

  /// Draws first weights from the stream of `weight`; biases are zero. `rows` is the largest number of rows.
  package init(
    weight weightName: String, offset offsetName: String, inputs: Int, outputs: Int, rows: Int,
    needsInputGradient: Bool, initialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    weights = DenseWeights(inputs: inputs, outputs: outputs, needsInputGradient: needsInputGradient)
    weight = Parameter(
      name: weightName, shape: [outputs, inputs], kind: .weight, values: weights.values, learning: learning)
    offset = Parameter(offset: offsetName, units: outputs, learning: learning)
    columns = ScalarLists(count: inputs, depth: rows)
    let stream = plan.initialization(layer: weightName)
    weights.set(initialization.weights(inputs: inputs, outputs: outputs, from: stream))
  }

  /// What lists of the non-zero values of `rows` rows the map asks for.
  package func lists(rows: Int) -> [(count: Int, depth: Int)] { [(rows, weights.inputs), (rows, weights.outputs)] }

  // MARK: Forward

  func forward(_ input: PanelMatrix, rows: Int, into output: PanelMatrix, lists: ScalarLists) {
    Product.multiply(
      input, rows: rows, vectors: weights.values.base, initial: offset.values.base, into: output, lists: lists)
  }

  // MARK: Pullback

  /// Leaves dW and db in the parameters and writes dx where it is wanted.
  func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, rows: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    if let previous {
      // Weights may have moved since the last pass by a step that knows nothing of copies.
      weights.refreshTransposed()
      guard let transposed = weights.transposed else { preconditionFailure("\(weight.name) keeps no transposed copy") }
      Product.multiply(gradient, rows: rows, vectors: transposed.base, initial: nil, into: previous, lists: lists)
    }
    dl_bias_gradient(gradient.base, rows, offset.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
    let fromLists = ProductPath.automatic.runsFromLists(input, rows: rows)
    if fromLists { columns.collectColumns(of: input, rows: rows) }
    withUnsafePointer(to: columns.lists) { lists in
      var source = dl_gradient_source(
        activations: input.base, columns: fromLists ? lists : nil, gradients: gradient.base, examples: rows,
        inputs: weights.inputs)
      dl_weight_gradient(&source, weight.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
    }
  }
}

import CKernels
import Randomness
import Tensors

/// A convolution of maps: z = W ∗ h + b; W is [outputs × inputs × kernel height × kernel width].
///
/// A class because it owns weights and what their gradient needs.
package final class ConvolutionLayer {
  /// The path name that addresses its initialization.
  package let name: String
  package let shape: ConvolutionShape
  /// Whether it reads maps, or images of one row per example as the first layer of a network.
  package let source: Convolution.Source
  package let weight: Parameter
  /// Absent where a normalisation follows.
  package let bias: Parameter?
  /// Weights as the input gradient wants them, then the gradient of the weights; no rows for images.
  private let transposed: PanelMatrix

  /// Draws first weights from the replicate's stream of this layer; biases are zero.
  package init(
    name: String, shape: ConvolutionShape, source: Convolution.Source, hasBias: Bool,
    initialization: Initialization, learning: Learning, plan: ReplicatePlan
  ) {
    self.name = name
    self.shape = shape
    self.source = source
    weight = Parameter(
      name: "\(name).weight", shape: [shape.outputs, shape.inputs, shape.y.kernel, shape.x.kernel], kind: .weight,
      values: PanelMatrix(rows: shape.fanIn, columns: shape.outputs), places: shape.places, learning: learning)
    bias = hasBias ? Parameter(offset: "\(name).bias", units: shape.outputs, learning: learning) : nil
    transposed = PanelMatrix(rows: source == .maps ? shape.taps * shape.outputs : 0, columns: shape.inputs)
    weight.set(
      initialization.weights(
        inputs: shape.fanIn, outputs: shape.outputs, fanOut: shape.taps * shape.outputs,
        from: plan.initialization(layer: name)))
  }

  package var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }

  /// The maps it writes.
  package var output: MapShape {
    MapShape(height: shape.y.outputs, width: shape.x.outputs, channels: shape.outputs)
  }

  /// What lists of the non-zero values of one batch the layer asks for: how many, and how long at most.
  package func lists(capacity: Int) -> [(count: Int, depth: Int)] {
    Convolution.lists(of: shape, from: source, capacity: capacity)
  }

  // MARK: Forward: z = b + W ∗ h

  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch, lists: ScalarLists) {
    Convolution.forward(
      shape, input, from: source, examples: batch.count, weights: weight.values, initial: bias?.values.base,
      into: output, lists: lists)
  }

  // MARK: Pullback: dh = Wᵀ ∗ dz, dW = dz ∗ h, db = Σ dz

  /// Fills the gradients of the parameters, and `previous` with that of the input if it is asked for.
  package func pullback(
    _ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?, lists: ScalarLists
  ) {
    if let previous {
      precondition(source == .maps, "\(name) pulls no gradient back to images")
      Convolution.transpose(shape, weight.values, into: transposed)
      Convolution.inputGradient(
        shape, gradient, examples: examples, transposed: transposed, into: previous, lists: lists)
    }
    Convolution.weightGradient(
      shape, input, from: source, gradient, examples: examples, into: weight.gradient, turned: transposed,
      lists: lists)
    if let bias {
      let rows = shape.outputPositions * examples
      dl_bias_gradient(gradient.base, rows, bias.gradient.base, 0, gradient.panels, DL_PATH_FASTEST)
    }
  }
}

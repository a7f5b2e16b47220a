import CKernels
import Tensors

/// Layer normalisation: y = γ ⊙ (x − mean) / √(variance + ε) + β over the channels of every position.
///
/// Source: Ba, Kiros & Hinton 2016. The same in training and at evaluation. A class because it owns what it learns and
/// what the backward pass needs.
package final class LayerNormLayer {
  package let name: String
  package let shape: MapShape
  /// γ, one at first.
  package let gain: Parameter
  /// β, zero at first.
  package let offset: Parameter
  /// Mean and 1 / deviation of every row of the last pass.
  private var means: [Double]
  private var scales: [Double]

  /// ε, which keeps the root from zero.
  package static let epsilon = 1e-5

  /// Lays the layer out for batches of up to `capacity` examples of this shape.
  package init(name: String, shape: MapShape, capacity: Int, learning: Learning) {
    self.name = name
    self.shape = shape
    gain = Parameter(offset: "\(name).weight", units: shape.channels, value: 1, learning: learning)
    offset = Parameter(offset: "\(name).bias", units: shape.channels, learning: learning)
    means = [Double](repeating: 0, count: capacity * shape.positions)
    scales = means
  }

  package var parameters: [Parameter] { [gain, offset] }

  // MARK: Forward

  /// Normalises a batch, rows of position · examples + example.
  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    let rows = batch.examples.count * shape.positions
    precondition(rows <= means.count, "\(rows) rows do not fit into \(means.count)")
    dl_layer_norm(
      input.base, rows, shape.channels, gain.values.base, offset.values.base, Self.epsilon, &means, &scales,
      output.base, 0, rows, DL_PATH_FASTEST)
  }

  // MARK: Pullback

  /// dβ = Σ dy, dγ = Σ dy ⊙ x̂, and dx if that is wanted; `previous` may be `gradient`.
  package func pullback(_ input: PanelMatrix, _ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    let rows = examples * shape.positions
    dl_layer_norm_gradients(
      input.base, gradient.base, rows, means, scales, gain.gradient.base, offset.gradient.base, 0, gradient.panels,
      DL_PATH_FASTEST)
    guard let previous else { return }
    dl_layer_norm_pullback(
      input.base, gradient.base, rows, shape.channels, gain.values.base, means, scales, previous.base, 0, rows,
      DL_PATH_FASTEST)
  }
}

import CKernels
import Randomness
import Tensors

/// A learned vector for every position, added to what stands there: y[t] = x[t] + P[t] (Dosovitskiy et al. 2021).
///
/// A class because it owns what it learns.
package final class PositionLayer {
  package let name: String
  /// The shape of one example, before and behind the layer.
  package let shape: MapShape
  private let table: LearnedTable

  /// Draws first vectors, normal with deviation .02 as is usual.
  package init(name: String, shape: MapShape, deviation: Double = 0.02, learning: Learning, plan: ReplicatePlan) {
    (self.name, self.shape) = (name, shape)
    let first = Initialization.gaussian(deviation: deviation)
    let stream = plan.initialization(layer: name)
    table = LearnedTable(
      name: "\(name).weight", rows: shape.positions, columns: shape.channels,
      values: first.weights(inputs: shape.channels, outputs: shape.positions, from: stream), learning: learning)
  }

  /// The vectors, [positions × channels].
  package var weight: Parameter { table.parameter }
  package var parameters: [Parameter] { [weight] }

  // MARK: Forward

  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    table.refresh()
    dl_add_positions(
      input.base, table.rows.base, shape.positions, batch.examples.count, output.panels, output.base, DL_PATH_FASTEST)
  }

  // MARK: Pullback

  /// dP[t] = Σ over examples of dy[t]; dx = dy.
  package func pullback(_ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    table.storeGradient { to in
      dl_sum_positions(gradient.base, shape.positions, examples, gradient.panels, to, DL_PATH_FASTEST)
    }
    guard let previous else { return }
    previous.base.update(from: gradient.base, count: gradient.count(rows: examples * shape.positions))
  }
}

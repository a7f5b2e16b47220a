import Tensors

/// A layer that deals one row per example out to the positions of a map, unit = (y · width + x) · channels + channel.
package struct UnflattenLayer: Hashable, Sendable {
  package let output: MapShape

  package init(_ output: MapShape) { self.output = output }

  // MARK: Forward

  package func forward(_ rows: PanelMatrix, into maps: PanelMatrix, batch: LayerBatch) {
    Pooling.unflatten(rows, positions: output.positions, examples: batch.count, into: maps)
  }

  // MARK: Pullback

  /// Fills `previous` with the gradient of the rows if it is asked for.
  package func pullback(_ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    guard let previous else { return }
    Pooling.flatten(gradient, positions: output.positions, examples: examples, into: previous)
  }
}

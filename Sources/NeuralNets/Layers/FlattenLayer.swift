import Tensors

/// A layer that lays the maps of each example out as one row, unit = (y · width + x) · channels + channel.
package struct FlattenLayer: Hashable, Sendable {
  package let input: MapShape

  package init(_ input: MapShape) { self.input = input }

  /// The rows it writes.
  package var output: MapShape { MapShape(channels: input.units) }

  // MARK: Forward

  package func forward(_ maps: PanelMatrix, into rows: PanelMatrix, batch: LayerBatch) {
    Pooling.flatten(maps, positions: input.positions, examples: batch.count, into: rows)
  }

  // MARK: Pullback

  /// Fills `previous` with the gradient of the maps if it is asked for.
  package func pullback(_ gradient: PanelMatrix, examples: Int, into previous: PanelMatrix?) {
    guard let previous else { return }
    Pooling.unflatten(gradient, positions: input.positions, examples: examples, into: previous)
  }
}

import CKernels
import Tensors

/// A layer that pools maps over windows.
///
/// A class because it remembers where the largest values stood.
package final class PoolingLayer {
  /// What becomes of the values of a window.
  package enum Kind: Hashable, Sendable {
    /// The largest, the first of equals; after it ReLU if `rectifies`, which is the same as ReLU before it.
    case largest(rectifies: Bool)
    /// The sum over the taps of a whole window.
    case average
  }

  package let kind: Kind
  package let shape: PoolingShape
  private let taps: TapMatrix

  /// Makes room for batches of up to `capacity` examples.
  package init(_ kind: Kind, shape: PoolingShape, capacity: Int) {
    self.kind = kind
    self.shape = shape
    switch kind {
    case .largest:
      precondition(
        shape.taps <= 254, "windows of \(shape.y.kernel) × \(shape.x.kernel) have more taps than are remembered")
      taps = TapMatrix(rows: shape.outputPositions * capacity, columns: shape.channels)
    case .average: taps = TapMatrix(rows: 0, columns: shape.channels)
    }
  }

  /// Whether noise of factors behind it acts in its pullback.
  var takesNoise: Bool {
    switch kind {
    case .largest: shape.isTiled
    case .average: false
    }
  }

  /// The maps it writes.
  package var output: MapShape {
    MapShape(height: shape.y.outputs, width: shape.x.outputs, channels: shape.channels)
  }

  // MARK: Forward

  package func forward(_ input: PanelMatrix, into output: PanelMatrix, batch: LayerBatch) {
    switch kind {
    case .largest(let rectifies):
      Pooling.largest(
        shape, input, examples: batch.count, rectifies: rectifies, into: output, taps: taps)
    case .average: Pooling.average(shape, input, examples: batch.count, into: output)
    }
  }

  // MARK: Pullback

  /// Fills `previous` with the gradient of the input if it is asked for.
  ///
  /// `noise` stands behind a pooling that takes it, and acts on `gradient` on the way.
  package func pullback(
    _ gradient: PanelMatrix, noise: dl_pooled_noise? = nil, examples: Int, into previous: PanelMatrix?
  ) {
    guard let previous else { return }
    switch kind {
    case .largest:
      Pooling.largestPullback(shape, gradient, examples: examples, taps: taps, noise: noise, into: previous)
    case .average: Pooling.averagePullback(shape, gradient, examples: examples, into: previous)
    }
  }
}

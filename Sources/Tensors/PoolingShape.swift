import CKernels

/// The geometry of pooling: how the window slides over maps of so many channels.
package struct PoolingShape: Hashable, Sendable {
  package let y: WindowAxis
  package let x: WindowAxis
  package let channels: Int

  /// Takes the axes; padding is at most half a window, so that every window meets the map.
  package init(y: WindowAxis, x: WindowAxis, channels: Int) {
    precondition(channels > 0, "no pooling of \(channels) channels")
    precondition(
      2 * y.padding <= y.kernel && 2 * x.padding <= x.kernel,
      "padding \(y.padding) × \(x.padding) is more than half a window of \(y.kernel) × \(x.kernel)")
    self.y = y
    self.x = x
    self.channels = channels
  }

  /// Makes the shape of square windows; they do not overlap unless `stride` says so.
  package init(height: Int, width: Int, channels: Int, kernel: Int, stride: Int? = nil, padding: Int = 0) {
    self.init(
      y: WindowAxis(size: height, kernel: kernel, stride: stride ?? kernel, padding: padding),
      x: WindowAxis(size: width, kernel: kernel, stride: stride ?? kernel, padding: padding), channels: channels)
  }

  /// Makes the shape of one window over the whole map.
  package init(globalOver height: Int, _ width: Int, channels: Int) {
    self.init(
      y: WindowAxis(size: height, kernel: height), x: WindowAxis(size: width, kernel: width), channels: channels)
  }

  package var inputPositions: Int { y.size * x.size }
  package var outputPositions: Int { y.outputs * x.outputs }
  package var taps: Int { y.kernel * x.kernel }

  /// Whether windows begin where the last one ended, and none is left over.
  package var isTiled: Bool { [y, x].allSatisfy { $0.stride == $0.kernel && $0.size == $0.outputs * $0.kernel } }

  func batch(of examples: Int) -> dl_pooling {
    dl_pooling(y: y.kernelAxis, x: x.kernelAxis, examples: examples, channels: channels)
  }
}

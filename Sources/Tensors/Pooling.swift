import CKernels

/// Pooling of maps of a batch over windows, and maps as flat rows.
package enum Pooling {
  // MARK: Largest value

  /// out ← the largest value of each window, after ReLU if `rectifies`; `taps` remembers where it stood.
  package static func largest(
    _ shape: PoolingShape, _ input: PanelMatrix, examples: Int, rectifies: Bool, into out: PanelMatrix,
    taps: TapMatrix, path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, out, examples)
    precondition(taps.count >= out.count(rows: shape.outputPositions * examples), "\(taps.count) taps are too few")
    var batch = shape.batch(of: examples)
    dl_pool_max(&batch, input.base, rectifies ? 1 : 0, out.base, taps.base, 0, shape.outputPositions, path)
  }

  /// Gradient of the input of `largest`; `noise` behind it, which only tiles take, acts on `gradient` on the way.
  package static func largestPullback(
    _ shape: PoolingShape, _ gradient: PanelMatrix, examples: Int, taps: TapMatrix,
    noise: dl_pooled_noise? = nil, into input: PanelMatrix, path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, gradient, examples)
    var batch = shape.batch(of: examples)
    if shape.isTiled {
      var noise = noise ?? dl_pooled_noise()
      dl_pool_tiles_pullback(&batch, taps.base, gradient.base, &noise, input.base, path)
    } else {
      precondition(noise == nil, "windows that are no tiles take no noise in their pullback")
      dl_pool_max_pullback(&batch, taps.base, gradient.base, input.base, 0, shape.inputPositions, path)
    }
  }

  // MARK: Average

  /// out ← the sum of each window over the taps of a whole window.
  package static func average(
    _ shape: PoolingShape, _ input: PanelMatrix, examples: Int, into out: PanelMatrix,
    path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, out, examples)
    var batch = shape.batch(of: examples)
    dl_pool_average(&batch, input.base, out.base, 0, shape.outputPositions, path)
  }

  /// Gradient of the input of `average`.
  package static func averagePullback(
    _ shape: PoolingShape, _ gradient: PanelMatrix, examples: Int, into input: PanelMatrix,
    path: dl_path = DL_PATH_FASTEST
  ) {
    check(shape, input, gradient, examples)
    var batch = shape.batch(of: examples)
    dl_pool_average_pullback(&batch, gradient.base, input.base, 0, shape.inputPositions, path)
  }

  // MARK: Flat rows

  /// rows [examples × units] ← maps [positions × examples, channels]; unit = position · channels + channel.
  package static func flatten(_ maps: PanelMatrix, positions: Int, examples: Int, into rows: PanelMatrix) {
    check(maps, positions, rows, examples)
    dl_flatten(maps.base, positions, maps.columns, examples, rows.base)
  }

  /// maps [positions × examples, channels] ← rows [examples × units].
  package static func unflatten(_ rows: PanelMatrix, positions: Int, examples: Int, into maps: PanelMatrix) {
    check(maps, positions, rows, examples)
    dl_unflatten(rows.base, positions, maps.columns, examples, maps.base)
  }

  // MARK: Checks

  private static func check(_ shape: PoolingShape, _ input: PanelMatrix, _ output: PanelMatrix, _ examples: Int) {
    precondition(
      input.columns == shape.channels && shape.inputPositions * examples <= input.capacity
        && output.columns == shape.channels && shape.outputPositions * examples <= output.capacity,
      "\(examples) examples of \(shape) do not fit \(input.capacity) and \(output.capacity) rows")
  }

  private static func check(_ maps: PanelMatrix, _ positions: Int, _ rows: PanelMatrix, _ examples: Int) {
    precondition(
      rows.columns == positions * maps.columns && examples <= rows.capacity && positions * examples <= maps.capacity,
      "\(examples) rows of \(rows.columns) units are no maps of \(positions) positions and \(maps.columns) channels")
  }
}

/// The taps that max-pooling remembers, laid out like the maps it writes.
///
/// A class because it owns memory; one trial owns it and uses it on one thread.
package final class TapMatrix {
  package let count: Int
  let base: UnsafeMutablePointer<UInt8>

  /// Makes room for maps of `rows` rows and `columns` channels.
  package init(rows: Int, columns: Int) {
    count = rows * dl_panels(columns) * Int(DL_PANEL)
    base = .allocate(capacity: count)
    base.initialize(repeating: UInt8(DL_NO_TAP), count: count)
  }

  deinit { base.deallocate() }
}

import CKernels
import Randomness
import Tensors

/// The factors of a site whose noise is no mask, drawn for a batch into the panels of its matrix.
///
/// A class because it owns them. Where channels fill whole panels, or a unit is all there is of an example, kernels draw
/// in place; other maps are drawn example by example and brought into order.
final class FactorPanels {
  let values: PanelMatrix
  private let shape: MapShape
  /// Dense rows [examples × units], of maps whose channels fill no whole panels.
  private let rows: FloatBuffer
  /// One example, filled up to whole panels, and what is learned per channel, repeated for each of its positions.
  private let example: FloatBuffer
  private let deviations: FloatBuffer
  /// Where row r of the matrix stands among dense rows of (example, position), for the last count of examples.
  private let order: UnsafeMutableBufferPointer<UInt32>
  private var ordered = 0
  /// Sums over the factors of the first examples of the last draw, and how many were clipped to 0.
  private var moments = (sum: 0.0, squares: 0.0, zeros: 0.0)

  private var isDirect: Bool { shape.channels % Int(DL_PANEL) == 0 || shape.positions == 1 }
  private var paddedUnits: Int { dl_panels(shape.units) * Int(DL_PANEL) }

  /// Makes room for batches of up to `capacity` examples.
  init(_ shape: MapShape, capacity: Int) {
    self.shape = shape
    let isDirect = shape.channels % Int(DL_PANEL) == 0 || shape.positions == 1
    values = PanelMatrix(rows: capacity * shape.positions, columns: shape.channels)
    rows = FloatBuffer(isDirect ? 0 : capacity * shape.units)
    let padded = dl_panels(shape.units) * Int(DL_PANEL)
    example = FloatBuffer(isDirect ? 0 : padded)
    deviations = FloatBuffer(isDirect ? 0 : padded)
    order = .allocate(capacity: isDirect ? 0 : capacity * shape.positions)
  }

  deinit { order.deallocate() }

  /// The factors as kernels take them.
  func noise(examples: Int) -> dl_noise {
    dl_noise(bits: nil, words: 0, multipliers: values.base, scale: 1, examples: examples, stride: 0)
  }

  /// Draws the factors of a batch and lets them act.
  func draw(
    _ law: dl_factor_law, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, acting: FactorAction? = nil
  ) {
    moments = (0, 0, 0)
    let rows = examples.count * shape.positions
    if isDirect {
      draw(
        law, source, examples, positions: shape.positions, channels: values.panels * Int(DL_PANEL), into: values.base,
        acting: acting)
      values.clearPadding(rows: rows)
    } else {
      drawRows(law, source, examples: examples)
      act(acting, rows: rows)
    }
  }

  private func draw(
    _ law: dl_factor_law, _ source: NoiseSource, _ examples: UnsafeBufferPointer<UInt32>, positions: Int,
    channels: Int, into factors: UnsafeMutablePointer<Float>, acting: FactorAction? = nil
  ) {
    withUnsafePointer(to: law) { law in
      withUnsafeMutableBytes(of: &moments) { moments in
        dl_draw_factors(
          law, acting?.use ?? DL_DRAW, source.stream.key, UInt64(source.step), examples.baseAddress, examples.count,
          positions, channels, shape.units, factors, acting?.values.base, acting?.plain?.base,
          moments.assumingMemoryBound(to: Double.self).baseAddress, DL_PATH_FASTEST)
      }
    }
  }

  private func drawRows(_ law: dl_factor_law, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>) {
    var law = law
    if let learned = law.deviations {
      for unit in 0..<shape.units { deviations.base[unit] = learned[unit % shape.channels] }
      law.deviations = UnsafePointer(deviations.base)
    }
    var counted = moments
    for index in examples.indices {
      let one = UnsafeBufferPointer(rebasing: examples[index...index])
      draw(law, source, one, positions: 1, channels: paddedUnits, into: example.base)
      if index < NoiseAudit.examples { counted = moments }
      (rows.base + index * shape.units).update(from: example.base, count: shape.units)
    }
    moments = counted
    arrangeRows(examples.count)
  }

  /// Draws the uniform numbers of 24 bits that masks threshold.
  func drawUniforms(_ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>) {
    func draw(_ examples: UnsafeBufferPointer<UInt32>, _ positions: Int, _ channels: Int, _ to: FloatBuffer) {
      dl_draw_uniforms(
        source.stream.key, UInt64(source.step), examples.baseAddress, examples.count, positions, channels, to.base,
        DL_PATH_FASTEST)
    }
    if isDirect { return draw(examples, shape.positions, values.panels * Int(DL_PANEL), values.buffer) }
    for index in examples.indices {
      draw(UnsafeBufferPointer(rebasing: examples[index...index]), 1, paddedUnits, example)
      (rows.base + index * shape.units).update(from: example.base, count: shape.units)
    }
    arrangeRows(examples.count)
  }

  /// Lets the factors act that stand in the panels.
  func act(_ action: FactorAction?, rows: Int) {
    guard let action else { return }
    let (x, panels) = (action.values, values.panels)
    if let plain = action.plain {
      dl_keep_and_multiply(
        x.base, plain.base, values.base, rows, action.rectifies ? 1 : 0, 0, panels, DL_PATH_FASTEST)
    } else if action.rectifies {
      dl_relu_factors(x.base, values.base, rows, 0, panels, DL_PATH_FASTEST)
    } else {
      var noise = noise(examples: 0)
      dl_apply_noise(x.base, rows, &noise, 0, panels, DL_PATH_FASTEST)
    }
  }

  /// Brings dense rows into the panels.
  private func arrangeRows(_ examples: Int) {
    arrange(examples)
    var none = dl_no_noise()
    dl_gather_rows(
      rows.base, shape.channels, order.baseAddress, examples * shape.positions, &none, values.base, DL_PATH_FASTEST)
  }

  /// Row position · examples + example of a map is row example · positions + position of dense rows.
  private func arrange(_ examples: Int) {
    guard ordered != examples else { return }
    for position in 0..<shape.positions {
      for example in 0..<examples {
        order[position * examples + example] = UInt32(example * shape.positions + position)
      }
    }
    ordered = examples
  }
}

/// What factors do to activations as they are drawn.
struct FactorAction {
  /// Become products with the factors.
  let values: PanelMatrix
  /// Keeps what the values were, if that is wanted; otherwise a factor becomes 0 where ReLU cuts.
  var plain: PanelMatrix?
  /// Whether ReLU comes first.
  var rectifies = false

  var use: dl_factor_use {
    switch (plain != nil, rectifies) {
    case (false, false): DL_DRAW_MULTIPLY
    case (false, true): DL_DRAW_RECTIFY
    case (true, false): DL_DRAW_KEEP
    case (true, true): DL_DRAW_KEEP_RECTIFIED
    }
  }
}

// MARK: - Audit

extension FactorPanels {
  /// Adds the sums of the last draw, over the first examples of a batch of so many.
  func addMoments(to audit: inout NoiseAudit, examples: Int) {
    audit.addFactors(
      min(examples, NoiseAudit.examples) * shape.units, sum: moments.sum, squares: moments.squares,
      zeros: Int(moments.zeros))
  }
}

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

  private var fillsPanels: Bool { shape.channels % Int(DL_PANEL) == 0 }
  private var isDirect: Bool { fillsPanels || shape.positions == 1 }
  private var paddedUnits: Int { dl_panels(shape.units) * Int(DL_PANEL) }

  /// Makes room for batches of up to `capacity` examples.
  init(_ shape: MapShape, capacity: Int) {
    self.shape = shape
    let isDirect = shape.channels % Int(DL_PANEL) == 0 || shape.positions == 1
    values = PanelMatrix(rows: capacity * shape.positions, columns: shape.channels)
    rows = FloatBuffer(shape.channels % Int(DL_PANEL) == 0 ? 0 : capacity * shape.units)
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

  /// Draws the factors of a batch.
  func draw(_ law: dl_factor_law, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>) {
    guard isDirect else { return drawRows(law, source, examples: examples) }
    withUnsafePointer(to: law) { law in
      dl_draw_factors(
        law, source.stream.key, UInt64(source.step), examples.baseAddress, examples.count, shape.positions,
        values.panels * Int(DL_PANEL), values.base, DL_PATH_FASTEST)
    }
    values.clearPadding(rows: examples.count * shape.positions)
  }

  private func drawRows(_ law: dl_factor_law, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>) {
    var law = law
    if let learned = law.deviations {
      for unit in 0..<shape.units { deviations.base[unit] = learned[unit % shape.channels] }
      law.deviations = UnsafePointer(deviations.base)
    }
    for index in examples.indices {
      var place = examples[index]
      dl_draw_factors(
        &law, source.stream.key, UInt64(source.step), &place, 1, 1, paddedUnits, example.base, DL_PATH_FASTEST)
      (rows.base + index * shape.units).update(from: example.base, count: shape.units)
    }
    arrange(examples.count)
    var none = dl_no_noise()
    dl_gather_rows(
      rows.base, shape.channels, order.baseAddress, examples.count * shape.positions, &none, values.base,
      DL_PATH_FASTEST)
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

// MARK: - Audit

extension FactorPanels {
  /// Sums the factors of the first examples of a batch of so many; `byPosition` takes the first rows of the matrix.
  func addMoments(to audit: inout NoiseAudit, examples: Int, byPosition: Bool) {
    let counted = min(examples, NoiseAudit.examples)
    guard fillsPanels else {
      if isDirect || byPosition {
        dl_scatter_rows(values.base, examples * shape.positions, shape.channels, rows.base)
      }
      return audit.addFactors(rows.base, count: counted * shape.units)
    }
    var sums = (0.0, 0.0)
    withUnsafeMutableBytes(of: &sums) {
      dl_add_factor_moments(
        values.base, examples * shape.positions, values.panels, byPosition ? 1 : counted,
        byPosition ? counted * shape.positions : shape.positions, byPosition ? 1 : examples,
        $0.assumingMemoryBound(to: Double.self).baseAddress, DL_PATH_FASTEST)
    }
    audit.addFactors(counted * shape.units, sum: sums.0, squares: sums.1)
  }
}

import CKernels
import Specifications
import Tensors

/// The biases of a layer under masks of their own, (M / p) ⊙ b: one mask for a group of examples (Wan et al. 2013, section 3).
///
/// A mask is addressed by the first example of its group; its unit is the output. A class because it owns what it masks.
final class BiasMasks {
  /// The masks: `<layer>.biases`.
  let noise: NoiseSite
  /// One row: the biases of a group, or the gradient of its sums.
  private let row: PanelMatrix

  /// Makes room for the masks of so many groups.
  init(layer: String, rate: ScheduledRate, outputs: Int, groups: Int) {
    noise = NoiseSite(
      name: "\(layer).biases", dropout: rate.masks, shape: MapShape(channels: outputs), capacity: groups)
    row = PanelMatrix(rows: 1, columns: outputs)
  }

  /// Whether the last pass drew masks.
  var areDrawn: Bool { noise.noise.bits != nil }

  /// The biases of a group in the last pass, 16 per panel, until they are asked for again.
  func values(of offset: Parameter, group: Int) -> UnsafePointer<Float> {
    guard areDrawn else { return UnsafePointer(offset.values.base) }
    row.base.update(from: offset.values.base, count: row.count(rows: 1))
    mask(row, group: group)
    return UnsafePointer(row.base)
  }

  /// gradient ← gradient + (M / p) ⊙ Σ over the rows of a group of dz, rows ascending.
  func add(_ slopes: PanelMatrix, rows: Int, group: Int, to gradient: PanelMatrix) {
    dl_bias_gradient(slopes.base, rows, row.base, 0, slopes.panels, DL_PATH_FASTEST)
    mask(row, group: group)
    dl_add_scaled(gradient.base, row.base, row.count(rows: 1), 1, DL_PATH_FASTEST)
  }

  /// values ← (M / p) ⊙ values, for one row.
  private func mask(_ values: PanelMatrix, group: Int) {
    var own = noise.noise
    own.bits = own.bits.map { $0 + group * own.words }
    own.examples = 1
    dl_apply_noise(values.base, 1, &own, 0, values.panels, DL_PATH_FASTEST)
  }
}

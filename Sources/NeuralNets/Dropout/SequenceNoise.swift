import CKernels
import Specifications
import Tensors

/// A mask over the steps of sequences as factors that recurrent kernels read, drawn at a noise site.
///
/// Tied masks have one unit per column; the others number unit = step · columns + column. A class because it owns the
/// factors of the last pass, which the backward pass uses again.
package final class SequenceNoise {
  package let site: NoiseSite
  private let columns: Int
  private let steps: Int
  private let factors: PanelMatrix
  /// The factors of the last pass, as the kernels take them; none where everything is multiplied by 1.
  package private(set) var current = dl_step_factors(values: nil, step: 0, stride: 0)

  /// Makes room for batches of up to `capacity` sequences; `steps` is nil for one mask per sequence.
  ///
  /// Rates of inverted masks may follow a curve.
  package init(
    name: String, rate: Rate, curve: RateCurve? = nil, convention: Convention = .inverted, steps: Int?, columns: Int,
    capacity: Int
  ) {
    let masks = Dropout.bernoulli(rate: rate, convention: convention)
    self.columns = columns
    self.steps = steps ?? 1
    site = NoiseSite(
      name: name, dropout: curve.map { .scheduled(masks, $0) } ?? masks, units: self.steps * columns,
      capacity: capacity)
    factors = PanelMatrix(rows: rate.dropping == 0 ? 0 : self.steps * capacity, columns: columns)
  }

  /// Draws the mask of a batch; `examples` are positions in the data set.
  package func prepare(_ pass: ForwardPass, examples: UnsafeBufferPointer<UInt32>) {
    site.prepare(pass, examples: examples)
    var noise = site.noise
    let isOff = noise.bits == nil
    guard !isOff || noise.scale != 1 else {
      current = dl_step_factors(values: nil, step: 0, stride: 0)
      return
    }
    // Without bits all steps share one factor.
    let own = isOff ? 1 : steps
    dl_spread_mask(&noise, own, examples.count, columns, factors.base, DL_PATH_FASTEST)
    current = dl_step_factors(
      values: factors.base, step: own > 1 ? examples.count * DL_PANEL : 0, stride: own * examples.count * DL_PANEL)
  }

  /// out = factors ⊙ values over the steps of so many sequences; `out` may be `values`.
  package func multiply(_ values: PanelMatrix, steps: Int, examples: Int, into out: PanelMatrix) {
    var factors = current
    dl_multiply_steps(values.base, &factors, steps, examples, values.panels, out.base, DL_PATH_FASTEST)
  }
}

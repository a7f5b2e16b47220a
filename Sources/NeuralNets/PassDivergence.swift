import CKernels
import Tensors

/// R-Drop: every example passes twice with masks of its own, and the two answers are drawn together.
///
/// The loss is half of the paper's, the mean cross-entropy of both passes + α / 4 (KL(p‖q) + KL(q‖p)), so that α = 0 is
/// training on the mean of two passes. Source: Liang et al. 2021, eq. 2–4. A batch holds the examples twice, the second
/// pass as examples of their own to the noise: their positions have the highest bit set. A class because it owns
/// scratch memory.
package final class PassDivergence {
  /// α.
  package let weight: Double
  private let outputs: Int
  private let slopes: FloatBuffer
  private let divergences: UnsafeMutableBufferPointer<Double>

  /// What sets the second pass of an example apart from the first.
  package static let secondPass: UInt32 = 1 << 31

  /// Makes room for `capacity` rows of so many outputs, both passes counted.
  package init(weight: Double, outputs: Int, capacity: Int) {
    (self.weight, self.outputs) = (weight, outputs)
    slopes = FloatBuffer(weight > 0 ? capacity * outputs : 0)
    divergences = .allocate(capacity: capacity)
    divergences.initialize(repeating: 0)
  }

  deinit { divergences.deallocate() }

  /// Measures the divergence of the passes and keeps its slope, before the loss writes over the logits.
  ///
  /// Rows of `logits` are steps · 2 · pairs. Returns α / 4 times the mean over pairs.
  package func measure(_ logits: FloatBuffer, steps: Int, pairs: Int) -> Double {
    guard weight > 0 else { return 0 }
    let count = steps * pairs
    dl_pass_divergence(
      logits.base, steps, pairs, outputs, weight / 4 / Double(count), divergences.baseAddress, slopes.base,
      DL_PATH_FASTEST)
    return weight / 4 * dl_sum_f64(divergences.baseAddress, count, DL_PATH_FASTEST) / Double(count)
  }

  /// Adds the kept slope to the gradient of the loss, which stands in `logits`.
  package func addSlope(to logits: FloatBuffer, rows: Int) {
    guard weight > 0 else { return }
    for index in 0..<rows * outputs { logits.base[index] += slopes.base[index] }
  }
}

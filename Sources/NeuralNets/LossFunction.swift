import CKernels
import Tensors

/// A loss over a batch of logits with room for what it measures.
///
/// A class because it owns scratch memory of one trial.
package final class LossFunction {
  package let loss: Loss
  package let classes: Int
  /// Loss of each example of the last batch.
  package let losses: UnsafeMutableBufferPointer<Double>
  private let targets: FloatBuffer

  package init(_ loss: Loss, classes: Int, capacity: Int) {
    self.loss = loss
    self.classes = classes
    losses = .allocate(capacity: capacity)
    losses.initialize(repeating: 0)
    switch loss {
    case .crossEntropy: targets = FloatBuffer(0)
    case .meanSquaredError: targets = FloatBuffer(capacity * classes)
    }
  }

  deinit { losses.deallocate() }

  /// Measures the losses of a batch and returns their mean; `logits` become their gradient of the mean.
  package func meanAndGradient(_ logits: FloatBuffer, labels: UnsafePointer<UInt32>, rows: Int) -> Double {
    compute(logits.base, labels: labels, rows: rows, gradient: logits.base)
    return dl_sum_f64(losses.baseAddress, rows, DL_PATH_FASTEST) / Double(rows)
  }

  /// Measures the loss of each example of a batch.
  package func measure(_ logits: FloatBuffer, labels: UnsafePointer<UInt32>, rows: Int) {
    compute(logits.base, labels: labels, rows: rows, gradient: nil)
  }

  private func compute(
    _ logits: UnsafeMutablePointer<Float>, labels: UnsafePointer<UInt32>, rows: Int,
    gradient: UnsafeMutablePointer<Float>?
  ) {
    let scale = 1 / Double(rows)
    switch loss {
    case .crossEntropy(let smoothing):
      dl_softmax_cross_entropy(
        logits, labels, rows, classes, smoothing, scale, nil, losses.baseAddress, gradient, nil, nil, DL_PATH_FASTEST)
    case .meanSquaredError:
      targets.clear()
      for row in 0..<rows { targets.base[row * classes + Int(labels[row])] = 1 }
      dl_mean_squared_error(
        logits, targets.base, rows, classes, scale, losses.baseAddress, gradient, DL_PATH_FASTEST)
    }
  }
}

import CKernels
import Tensors

/// What a network should have answered for a batch.
package enum BatchTargets {
  /// One class or symbol per row of logits.
  case classes(UnsafePointer<UInt32>)
  /// Real numbers, one dense row per row of logits.
  case numbers(UnsafePointer<Float>)
}

/// A loss over a batch of logits with room for what it measures.
///
/// A class because it owns scratch memory of one trial.
package final class LossFunction {
  package let loss: Loss
  /// Columns of the logits.
  package let outputs: Int
  /// Loss of each row of the last batch.
  package let losses: UnsafeMutableBufferPointer<Double>
  private let oneHot: FloatBuffer

  /// Makes room for batches of up to `capacity` rows; `hasClasses` says that targets are classes or symbols.
  package init(_ loss: Loss, outputs: Int, hasClasses: Bool = true, capacity: Int) {
    self.loss = loss
    self.outputs = outputs
    losses = .allocate(capacity: capacity)
    losses.initialize(repeating: 0)
    switch loss {
    case .meanSquaredError where hasClasses: oneHot = FloatBuffer(capacity * outputs)
    case .crossEntropy, .meanSquaredError, .normalLikelihood: oneHot = FloatBuffer(0)
    }
  }

  deinit { losses.deallocate() }

  /// Measures the losses of a batch and returns their mean; `logits` become their gradient of the mean.
  package func meanAndGradient(_ logits: FloatBuffer, targets: BatchTargets, rows: Int) -> Double {
    compute(logits.base, targets: targets, rows: rows, gradient: logits.base)
    return dl_sum_f64(losses.baseAddress, rows, DL_PATH_FASTEST) / Double(rows)
  }

  /// Measures the loss of each row of a batch.
  package func measure(_ logits: FloatBuffer, targets: BatchTargets, rows: Int) {
    compute(logits.base, targets: targets, rows: rows, gradient: nil)
  }

  private func compute(
    _ logits: UnsafeMutablePointer<Float>, targets: BatchTargets, rows: Int, gradient: UnsafeMutablePointer<Float>?
  ) {
    let scale = 1 / Double(rows)
    switch (loss, targets) {
    case (.crossEntropy(let smoothing), .classes(let labels)):
      dl_softmax_cross_entropy(
        logits, labels, rows, outputs, smoothing, scale, nil, losses.baseAddress, gradient, nil, nil, DL_PATH_FASTEST)
    case (.meanSquaredError, .classes(let labels)):
      oneHot.clear()
      for row in 0..<rows { oneHot.base[row * outputs + Int(labels[row])] = 1 }
      squaredError(logits, oneHot.base, rows, gradient)
    case (.meanSquaredError, .numbers(let numbers)): squaredError(logits, numbers, rows, gradient)
    case (.normalLikelihood, .numbers(let numbers)):
      dl_normal_likelihood(
        logits, numbers, rows, outputs / 2, scale, losses.baseAddress, gradient, DL_PATH_FASTEST)
    case (.crossEntropy, .numbers), (.normalLikelihood, .classes):
      preconditionFailure("\(loss) is not for these targets")
    }
  }

  private func squaredError(
    _ answers: UnsafeMutablePointer<Float>, _ targets: UnsafePointer<Float>, _ rows: Int,
    _ gradient: UnsafeMutablePointer<Float>?
  ) {
    dl_mean_squared_error(
      answers, targets, rows, outputs, 1 / Double(rows), losses.baseAddress, gradient, DL_PATH_FASTEST)
  }
}

extension LossFunction {
  /// Measures the losses of a batch against classes and returns their mean; `logits` become the gradient.
  package func meanAndGradient(_ logits: FloatBuffer, labels: UnsafePointer<UInt32>, rows: Int) -> Double {
    meanAndGradient(logits, targets: .classes(labels), rows: rows)
  }

  /// Measures the loss of each row of a batch against classes.
  package func measure(_ logits: FloatBuffer, labels: UnsafePointer<UInt32>, rows: Int) {
    measure(logits, targets: .classes(labels), rows: rows)
  }
}

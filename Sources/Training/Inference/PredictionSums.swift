import CKernels
import Experiments
import Tensors

/// Weighted sums of the predictions for one batch, and what is measured of their mean.
///
/// A class because it owns the memory that kernels write.
final class PredictionSums {
  private let capacity: Int
  private let classes: Int
  private let sums: DoubleBuffer
  private let entropies: DoubleBuffer
  private let scratch: DoubleBuffer
  /// Five numbers per example, one kind after the other.
  private let measured: DoubleBuffer
  private let confidences: FloatBuffer
  private let predictions: UnsafeMutableBufferPointer<UInt32>

  /// Makes room for batches of up to `capacity` examples.
  init(capacity: Int, classes: Int) {
    self.capacity = capacity
    self.classes = classes
    sums = DoubleBuffer(capacity * classes)
    entropies = DoubleBuffer(capacity)
    scratch = DoubleBuffer(2 * classes)
    measured = DoubleBuffer(5 * capacity)
    confidences = FloatBuffer(capacity)
    predictions = .allocate(capacity: capacity)
    predictions.initialize(repeating: 0)
  }

  deinit { predictions.deallocate() }

  /// Forgets what was added.
  func clear() {
    sums.base.update(repeating: 0, count: sums.count)
    entropies.base.update(repeating: 0, count: entropies.count)
  }

  /// Adds one prediction per row with a weight.
  func add(_ logits: FloatBuffer, rows: Int, weight: Double, mean: EnsembleMean) {
    switch mean {
    case .arithmetic:
      dl_add_probabilities(logits.base, rows, classes, weight, scratch.base, sums.base, entropies.base)
    case .geometric: dl_add_logits(logits.base, rows, classes, weight, sums.base)
    }
  }

  /// Writes the log probabilities of one prediction per row.
  func logProbabilities(_ logits: FloatBuffer, rows: Int, into logs: UnsafeMutablePointer<Double>) {
    dl_log_softmax(logits.base, rows, classes, scratch.base, logs)
  }

  /// Writes the mean of the probabilities that were added.
  func means(rows: Int, total: Double, into means: UnsafeMutablePointer<Double>) {
    for place in 0..<rows * classes { means[place] = sums.base[place] / total }
  }

  /// Measures the mean of what was added against labels; `reference` has log probabilities for the same rows, `masked` the
  /// mean probabilities of a bank of masks where there is one.
  func measure(
    rows: Int, total: Double, mean: EnsembleMean, labels: [UInt32], reference: UnsafePointer<Double>,
    masked: UnsafePointer<Double>?, into measures: inout EnsembleMeasures
  ) {
    let kinds = (0..<5).map { measured.base + $0 * capacity }
    var out = dl_ensemble_measures(
      nll: kinds[0], brier: kinds[1], entropy: kinds[2], divergence: kinds[3],
      predictions: predictions.baseAddress, confidences: confidences.base)
    dl_measure_ensemble(
      sums.base, total, mean == .geometric, labels, reference, rows, classes, scratch.base, &out)
    func taken(_ kind: Int) -> UnsafeBufferPointer<Double> { UnsafeBufferPointer(start: kinds[kind], count: rows) }
    measures.nll += taken(0)
    measures.brier += taken(1)
    measures.entropy += taken(2)
    measures.divergence += taken(3)
    if let masked {
      dl_divergence_from_masks(
        masked, sums.base, total, mean == .geometric, rows, classes, scratch.base, kinds[4])
      measures.divergenceFromMasks += taken(4)
    }
    measures.confidences += UnsafeBufferPointer(start: confidences.base, count: rows)
    for row in 0..<rows {
      measures.hits.append(predictions[row] == labels[row])
      measures.single.append(entropies.base[row] / total)
    }
  }
}

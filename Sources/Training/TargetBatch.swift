import Datasets
import Experiments
import NeuralNets
import Tensors

/// The targets of one batch at a time, gathered into memory laid out once.
///
/// A class because it owns that memory.
final class TargetBatch {
  let task: LearningTask
  private let labels: UnsafeMutableBufferPointer<UInt32>
  private let numbers: FloatBuffer
  /// Numbers to be answered per example.
  let width: Int

  /// Makes room for batches of up to `capacity` examples of `input` features.
  init(_ task: LearningTask, targets: TargetShape, input: Int, capacity: Int) {
    self.task = task
    switch task.kind {
    case .classes, .symbols: width = 0
    case .numbers: width = targets.outputs
    case .reconstruction: width = input
    }
    labels = .allocate(capacity: task.kind.isChoice ? capacity * task.steps : 0)
    labels.initialize(repeating: 0)
    numbers = FloatBuffer(capacity * width)
  }

  deinit { labels.deallocate() }

  /// The class or symbol of every row of the last batch, the step outermost.
  var rows: UnsafeMutableBufferPointer<UInt32> { labels }

  /// Gathers the targets of a batch whose dense features, which are the targets of a reconstruction, stand in `features`.
  func take(_ batch: ArraySlice<UInt32>, of examples: Examples, features: FloatBuffer) -> BatchTargets {
    switch task.kind {
    case .classes:
      for (row, index) in batch.enumerated() { labels[row] = examples.labels[Int(index)] }
    case .symbols: examples.gatherSymbols(batch, into: labels)
    case .numbers:
      examples.gatherNumbers(batch, into: UnsafeMutableBufferPointer(start: numbers.base, count: numbers.count))
    case .reconstruction: numbers.base.update(from: features.base, count: batch.count * width)
    }
    return targets
  }

  /// The targets of the last batch.
  private var targets: BatchTargets {
    guard task.kind.isChoice, let labels = labels.baseAddress else { return .numbers(numbers.base) }
    return .classes(labels)
  }
}

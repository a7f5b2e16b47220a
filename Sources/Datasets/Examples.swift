import CKernels
import Files
import Randomness

/// The examples of one split of one trial: an ordered choice of stored examples with labels and normalisation.
///
/// Copies, and the splits of other trials, share the stored bytes; features become `Float` when a batch is gathered.
package struct Examples: Sendable {
  package let shape: ExampleShape
  /// What has to be answered for each example.
  package let targetShape: TargetShape
  /// The class of each example, label noise included; empty when targets are of another kind.
  package let labels: [UInt32]
  /// The place of each example in its data set, the training files first: the `example` of a random address.
  package let positions: [UInt32]
  private let rows: [UInt32]
  private let stored: StoredExamples
  private let scale: FeatureScale

  /// Chooses `rows` of the stored examples, the first of which stands at `offset` in the data set.
  init(
    of stored: StoredExamples, rows: [UInt32], labels: [UInt32], offset: Int, targets: TargetShape, scale: FeatureScale
  ) {
    if case .classes = targets {
      precondition(labels.count == rows.count, "\(labels.count) labels for \(rows.count) examples")
    }
    precondition(rows.allSatisfy { $0 < stored.count }, "a row lies beyond the \(stored.count) stored examples")
    shape = stored.shape
    targetShape = targets
    self.labels = labels
    positions = rows.map { $0 + UInt32(offset) }
    self.rows = rows
    self.stored = stored
    self.scale = scale
  }

  package var count: Int { rows.count }
  /// Channels that the last layer of a network needs: classes, numbers or symbols.
  package var classes: Int { targetShape.outputs }
  package var isEmpty: Bool { rows.isEmpty }

  /// The first examples, all of them when there are fewer.
  ///
  /// A beginning of dealt training examples has nearly the same class shares as the whole.
  package func prefix(_ count: Int) -> Examples { choosing(0..<min(count, self.count)) }

  /// Those at some indices, in their order.
  package func choosing(_ indices: some Sequence<Int>) -> Examples { Examples(self, indices.map { UInt32($0) }) }

  private init(_ whole: Examples, _ chosen: [UInt32]) {
    shape = whole.shape
    targetShape = whole.targetShape
    labels = whole.labels.isEmpty ? [] : chosen.map { whole.labels[Int($0)] }
    positions = chosen.map { whole.positions[Int($0)] }
    rows = chosen.map { whole.rows[Int($0)] }
    stored = whole.stored
    scale = whole.scale
  }
}

// MARK: - Gathering batches

extension Examples {
  /// Writes the features of a batch as dense rows, moved by the augmenter if there is one; allocates nothing.
  ///
  /// `indices` count within these examples; `step` is the training step that addresses the augmenter's chance.
  package func gather(
    _ indices: ArraySlice<UInt32>, into features: UnsafeMutableBufferPointer<Float>, moved augmenter: Augmenter? = nil,
    step: Int = 0
  ) {
    precondition(
      features.count >= indices.count * shape.features,
      "\(features.count) numbers cannot hold \(indices.count) examples of \(shape)")
    precondition(indices.allSatisfy { $0 < count }, "an index lies beyond the \(count) examples")
    guard let out = features.baseAddress else { return }
    indices.withUnsafeBufferPointer { order in
      guard let order = order.baseAddress else { return }
      switch (stored.features, scale) {
      case (.bytes(let bytes), .bytes(let values)), (.symbols(let bytes), .bytes(let values)):
        if let augmenter {
          dl_gather_moved_examples(
            bytes, rows, positions, order, indices.count, values, augmenter.motion, augmenter.key, UInt64(step), out)
        } else {
          dl_gather_examples(bytes, shape.features, rows, order, indices.count, values, out)
        }
      case (.numbers(let numbers), .numbers(let means, let deviations)):
        precondition(augmenter == nil, "real numbers are no image that can be moved")
        dl_gather_numbers(numbers, shape.features, rows, order, indices.count, means, deviations, out)
      case (.bytes, .numbers), (.symbols, .numbers), (.numbers, .bytes):
        preconditionFailure("the scale of these features is of another kind")
      }
    }
  }

  /// Writes the real numbers that are the targets of a batch as dense rows of `targetShape.outputs`; allocates nothing.
  package func gatherNumbers(_ indices: ArraySlice<UInt32>, into targets: UnsafeMutableBufferPointer<Float>) {
    guard case .numbers(let values, let outputs) = stored.targets else {
      preconditionFailure("the targets are \(targetShape), not real numbers")
    }
    precondition(
      targets.count >= indices.count * outputs, "\(targets.count) numbers cannot hold \(indices.count) rows")
    for (row, index) in indices.enumerated() {
      let from = Int(rows[Int(index)]) * outputs
      for output in 0..<outputs { targets[row * outputs + output] = values[from + output] }
    }
  }

  /// The first feature of an example as it is stored, ahead of any normalisation; nil where features are no real numbers.
  package func firstNumber(_ index: Int) -> Float? {
    guard case .numbers(let numbers) = stored.features else { return nil }
    return numbers[Int(rows[index]) * shape.features]
  }

  /// Writes the symbols that are the targets of a batch, the step outermost: step · examples + example.
  ///
  /// This is the order of rows of maps and sequences between layers; allocates nothing.
  package func gatherSymbols(_ indices: ArraySlice<UInt32>, into targets: UnsafeMutableBufferPointer<UInt32>) {
    guard case .symbols(let symbols, let steps) = stored.targets else {
      preconditionFailure("the targets are \(targetShape), not symbols")
    }
    precondition(
      targets.count >= indices.count * steps, "\(targets.count) symbols cannot hold \(indices.count) rows")
    for (row, index) in indices.enumerated() {
      let from = Int(rows[Int(index)]) * steps
      for step in 0..<steps { targets[step * indices.count + row] = UInt32(symbols[from + step]) }
    }
  }

  /// The features of all examples in order, as dense rows: `count` × `shape.features` numbers.
  package var features: [Float] {
    [Float](unsafeUninitializedCapacity: count * shape.features) { buffer, filled in
      gather(Array(0..<UInt32(count))[...], into: buffer)
      filled = count * shape.features
    }
  }

  /// The examples in a random order, cut into batches; the last one may be smaller.
  package func batches(of size: Int, shuffledBy stream: RandomStream) -> Batches {
    Batches(order: stream.permutation(of: count), size: size)
  }

  /// The examples in their own order, cut into batches; the last one may be smaller.
  package func batches(of size: Int) -> Batches { Batches(order: Array(0..<UInt32(count)), size: size) }
}

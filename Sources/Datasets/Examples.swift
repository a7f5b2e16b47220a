import CKernels
import Files
import Randomness

/// The examples of one split of one trial: an ordered choice of stored examples with labels and normalisation.
///
/// Copies, and the splits of other trials, share the stored bytes; features become `Float` when a batch is gathered.
package struct Examples: Sendable {
  package let shape: ExampleShape
  package let classes: Int
  /// The class of each example, label noise included.
  package let labels: [UInt32]
  /// The place of each example in its data set, the training files first: the `example` of a random address.
  package let positions: [UInt32]
  private let rows: [UInt32]
  private let stored: StoredExamples
  private let values: [Float]

  /// Chooses `rows` of the stored examples, the first of which stands at `offset` in the data set.
  init(
    of stored: StoredExamples, rows: [UInt32], labels: [UInt32], offset: Int, classes: Int, scale: FeatureScale
  ) {
    precondition(labels.count == rows.count, "\(labels.count) labels for \(rows.count) examples")
    precondition(rows.allSatisfy { $0 < stored.count }, "a row lies beyond the \(stored.count) stored examples")
    shape = stored.shape
    self.classes = classes
    self.labels = labels
    positions = rows.map { $0 + UInt32(offset) }
    self.rows = rows
    self.stored = stored
    values = scale.values
  }

  package var count: Int { rows.count }
  package var isEmpty: Bool { rows.isEmpty }

  /// The first examples, all of them when there are fewer.
  ///
  /// A beginning of dealt training examples has nearly the same class shares as the whole.
  package func prefix(_ count: Int) -> Examples { Examples(self, Array(0..<UInt32(min(count, self.count)))) }

  private init(_ whole: Examples, _ chosen: [UInt32]) {
    shape = whole.shape
    classes = whole.classes
    labels = chosen.map { whole.labels[Int($0)] }
    positions = chosen.map { whole.positions[Int($0)] }
    rows = chosen.map { whole.rows[Int($0)] }
    stored = whole.stored
    values = whole.values
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
    stored.bytes.withUnsafeBufferPointer { bytes in
      indices.withUnsafeBufferPointer { order in
        guard let bytes = bytes.baseAddress, let order = order.baseAddress else { return }
        if let augmenter {
          dl_gather_moved_examples(
            bytes, rows, positions, order, indices.count, values, augmenter.motion, augmenter.key, UInt64(step), out)
        } else {
          dl_gather_examples(bytes, shape.features, rows, order, indices.count, values, out)
        }
      }
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

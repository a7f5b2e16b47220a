/// The tree of all random streams of an experiment; the only maker of streams.
///
/// ```
/// seed
/// ├─ dataset(purpose)
/// ├─ resampling(name)
/// └─ replicate(r)
///      ├─ subset, augmentation
///      ├─ initialization(layer), noise(layer), sampling(layer, sample), probe(name)
///      └─ shuffling(epoch)
/// ```
///
/// A stream's key is XXH64 over the canonical bytes of its address (see `StreamAddress`). Trials are keyed by
/// replicate, not by configuration, so that all configurations of a replicate share their chance and pair up.
package struct RandomPlan: Hashable, Sendable {
  /// The seed of the experiment.
  package let seed: UInt64

  /// Makes the plan of an experiment from its seed.
  package init(seed: UInt64) { self.seed = seed }

  /// Makes a stream for data that all trials share: synthesis, a fixed subset, validation and test sets.
  package func dataset(_ purpose: String) -> RandomStream {
    StreamAddress(seed: seed, root: .dataset, purpose: purpose).stream
  }

  /// Makes the stream of one interval or test.
  package func resampling(_ name: String) -> RandomStream {
    StreamAddress(seed: seed, root: .resampling, purpose: name).stream
  }

  /// Makes the plan of replicate r, counted from 0.
  package func replicate(_ index: Int) -> ReplicatePlan {
    precondition(index >= 0, "replicates are counted from 0, not \(index)")
    return ReplicatePlan(seed: seed, index: index)
  }
}

/// The streams of one replicate, shared by all its configurations.
package struct ReplicatePlan: Hashable, Sendable {
  let seed: UInt64
  /// The number of the replicate, from 0.
  package let index: Int

  /// The stream that chooses the training examples.
  package var subset: RandomStream { stream("subset") }

  /// Makes the stream that samples the training examples of a member of a bag with replacement.
  package func bootstrap(member: Int) -> RandomStream { stream("bootstrap", number: member) }

  /// The stream of data augmentation; its step is the training step, its example the position in the data set.
  package var augmentation: RandomStream { stream("augmentation") }

  /// Makes the stream of a layer's first weights; the layer by its path name.
  package func initialization(layer: String) -> RandomStream { stream("initialization", path: layer) }

  /// Makes the stream of the batch order of an epoch, counted from 0.
  package func shuffling(epoch: Int) -> RandomStream { stream("shuffling", number: epoch) }

  /// Makes the stream of a layer's noise in training; its step is the training step.
  package func noise(layer: String) -> RandomStream { stream("noise", path: layer) }

  /// Makes the stream of a layer's noise in one Monte-Carlo sample of inference.
  package func sampling(layer: String, sample: Int) -> RandomStream { stream("sampling", path: layer, number: sample) }

  /// Makes the stream of a probe of trained networks, such as the pairs of units it looks at.
  package func probe(_ name: String) -> RandomStream { stream("probe", path: name) }

  private func stream(_ purpose: String, path: String = "", number: Int = 0) -> RandomStream {
    precondition(number >= 0, "epochs and samples are counted from 0, not \(number)")
    return StreamAddress(
      seed: seed, root: .replicate, replicate: UInt64(index), purpose: purpose, path: path, number: UInt64(number)
    ).stream
  }
}

/// The place of a stream in the tree.
struct StreamAddress: Hashable, Sendable {
  enum Root: UInt8 { case dataset, resampling, replicate }

  var seed: UInt64
  var root: Root
  var replicate: UInt64 = 0
  var purpose: String
  var path = ""
  var number: UInt64 = 0

  /// Seed, root, replicate and number as fixed-width little-endian words, then both names in UTF-8 after their lengths.
  var canonicalBytes: [UInt8] {
    var bytes: [UInt8] = [root.rawValue]
    for word in [seed, replicate, number] { bytes += Self.littleEndian(word) }
    for name in [purpose, path] { bytes += Self.littleEndian(UInt64(name.utf8.count)) + Array(name.utf8) }
    return bytes
  }

  var stream: RandomStream { RandomStream(key: XXHash64.digest(canonicalBytes)) }

  private static func littleEndian(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }
}

import Experiments
import Specifications
import Statistics

/// The difference of a metric between two sides of several replicates.
///
/// Replicates of one seed share data, initial weights and order with the same replicate of the other side, and are compared
/// pair by pair; those of different seeds have nothing in common, whatever their numbers, and are two independent samples.
/// So are sides without a common replicate.
struct ReplicateDifference {
  /// At the replicates both have, in the order of the first argument; empty where there is no common one.
  let pairs: [ReplicateValue]
  /// The mean of the pairs, or the difference of the means; nil where nothing is to be compared.
  let estimate: Double?
  /// Student's of the pairs or Welch's; nil with fewer than two pairs, or values of either side.
  let interval: Interval?
  /// The exact two-sided p of the pairs; nil without any.
  let signFlip: Double?

  init(_ side: FinalMetric, minus other: FinalMetric, level: Double, isPaired: Bool) {
    let values = isPaired ? Dictionary(other.values.map { ($0.replicate, $0.value) }) { $1 } : [:]
    let both = side.values.compactMap { value in values[value.replicate].map { (value, $0) } }
    guard !both.isEmpty else {
      pairs = []
      signFlip = nil
      let samples = (Sample(side.values.map(\.value)), Sample(other.values.map(\.value)))
      guard let left = samples.0, let right = samples.1 else {
        (estimate, interval) = (nil, nil)
        return
      }
      estimate = side.mean - other.mean
      interval = Welch(left, minus: right).map { $0.interval(level: level) }
      return
    }
    let sample = PairedSample(both.map(\.0.value), minus: both.map(\.1))
    pairs = zip(both, sample?.differences.values ?? []).map {
      ReplicateValue(replicate: $0.0.replicate, trial: $0.0.trial, value: $1)
    }
    estimate = sample.flatMap { Sample($0.differences.values)?.mean }
    interval = sample.flatMap { Interval.pairedStudentT($0, level: level) }
    signFlip = sample?.signFlip
  }
}

extension SpecNode {
  /// The spec of one trial or of several, with the seed and the replicate beside it, where they are known.
  package func beside(seed: String?, replicate: Int? = nil) -> SpecNode {
    guard let entries = entries else { return self }
    let more = [("seed", seed), ("replicate", replicate.map(String.init))].compactMap { name, text in
      text.map { (name, SpecNode.text($0)) }
    }
    return SpecNode(.map(entries + (SpecNode.map(more).entries ?? [])), place: place)
  }
}

import Experiments
import Statistics

/// A configuration against its baseline, replicate by replicate.
package struct PairedDifference: Sendable {
  package let configuration: Int
  package let baseline: Int
  /// Configuration minus baseline at the same replicate.
  package let differences: [ReplicateValue]
  /// Nil with fewer than two pairs.
  package let interval: Interval?
  /// Exact two-sided sign-flip p; nil with no pairs.
  package let signFlip: Double?
  /// Whether all initial weights agree at every replicate; otherwise the arms are "paired in data and order only".
  package let pairedInitialWeights: Bool
  package let pairedBatchOrder: Bool
  /// Two-sided p of the paired t test; nil with fewer than two pairs.
  package let tTest: Double?
  /// That p after Holm's correction over all differences whose two arms trained; nil for the others.
  package let adjusted: Double?
  /// Hedges' g of the differences; nil without a spread.
  package let hedgesG: Double?

  package init(
    configuration: Int, baseline: Int, differences: [ReplicateValue], interval: Interval?, signFlip: Double?,
    pairedInitialWeights: Bool, pairedBatchOrder: Bool, tTest: Double? = nil, adjusted: Double? = nil,
    hedgesG: Double? = nil
  ) {
    self.configuration = configuration
    self.baseline = baseline
    self.differences = differences
    self.interval = interval
    self.signFlip = signFlip
    self.pairedInitialWeights = pairedInitialWeights
    self.pairedBatchOrder = pairedBatchOrder
    self.tTest = tTest
    self.adjusted = adjusted
    self.hedgesG = hedgesG
  }

  /// The mean difference, also of a single pair, which has no interval; nil without pairs.
  package var estimate: Double? { interval?.estimate ?? Sample(differences.map(\.value))?.mean }
}

import Experiments

/// What the trials of a claim's replicates share, by the digests of what they really did.
package struct ClaimPairing: Hashable, Sendable {
  /// Compared pairs of trials.
  package let pairs: Int
  package let sharesBatchOrder: Bool
  /// Layers whose initial weights differ in some pair, or that only one of the two has, in network order.
  package let differingLayers: [String]

  package init(pairs: Int, sharesBatchOrder: Bool, differingLayers: [String]) {
    self.pairs = pairs
    self.sharesBatchOrder = sharesBatchOrder
    self.differingLayers = differingLayers
  }

  /// Compares the digests of pairs of trials; nil without pairs.
  init?(_ pairs: [(TrialDigests, TrialDigests)]) {
    guard !pairs.isEmpty else { return nil }
    var differing: [String] = []
    for (left, right) in pairs {
      for digest in left.initialWeights + right.initialWeights {
        let same = left.initialWeights.first { $0.layer == digest.layer }?.digest
        let other = right.initialWeights.first { $0.layer == digest.layer }?.digest
        if same != other, !differing.contains(digest.layer) { differing.append(digest.layer) }
      }
    }
    self.init(
      pairs: pairs.count, sharesBatchOrder: pairs.allSatisfy { $0.batchOrder == $1.batchOrder },
      differingLayers: differing)
  }

  /// In words: `paired in data, order and initial weights`.
  package var text: String {
    guard sharesBatchOrder else { return "paired by replicate only: the order of examples differs" }
    if differingLayers.isEmpty { return "paired in data, order and initial weights" }
    let layers = differingLayers.count > 4 ? "\(differingLayers.count) layers" : differingLayers.joinedInWords()
    return "paired in data and order only: initial weights differ in \(layers)"
  }
}

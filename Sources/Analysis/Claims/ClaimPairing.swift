import Experiments

/// What the trials of a claim's replicates share, by the digests of what they really did.
package struct ClaimPairing: Hashable, Sendable {
  /// Compared pairs of trials.
  package let pairs: Int
  /// Whether the trials left digests by which pairing can be checked; imported ones do not.
  package let isKnown: Bool
  package let sharesBatchOrder: Bool
  /// Layers whose initial weights differ in some pair, or that only one of the two has, in network order.
  package let differingLayers: [String]

  package init(pairs: Int, sharesBatchOrder: Bool, differingLayers: [String], isKnown: Bool = true) {
    self.pairs = pairs
    self.isKnown = isKnown
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
      differingLayers: differing, isKnown: pairs.allSatisfy { $0.isKnown && $1.isKnown })
  }

  /// In words: `paired in data, order and initial weights`.
  package var text: String {
    guard isKnown else {
      return "paired by the seeds of the imported file; what else such runs share is not known here"
    }
    guard sharesBatchOrder else { return "paired by replicate only: the order of examples differs" }
    if differingLayers.isEmpty { return "paired in data, order and initial weights" }
    let layers = differingLayers.count > 4 ? "\(differingLayers.count) layers" : differingLayers.joinedInWords()
    return "paired in data and order only: initial weights differ in \(layers)"
  }
}

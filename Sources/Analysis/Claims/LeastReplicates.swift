import Experiments
import Statistics

/// The fewest replicates with which a claim's own test can reach α, whatever the trials give.
struct LeastReplicates {
  let claim: Claim
  let alpha: Double

  init(of claim: Claim, alpha: Double) {
    self.claim = claim
    self.alpha = alpha
  }

  /// With α / m, the first of Holm's steps in a family of m; with m = 1 the last of them.
  func count(family: Int) -> Int {
    switch claim.test {
    case .pairedT: 2
    case .signFlip, .wilcoxon, .spearman, .kendall: Power.smallestSignFlipPairs(alpha: alpha, family: family)
    case .page: Power.smallestPageBlocks(levels: claim.question.arms.count, alpha: alpha, family: family)
    }
  }

  /// Such as `a t test`.
  var test: String { claim.test == .pairedT ? "a t test" : "its exact test" }
}

import Experiments
import Statistics

/// Says before anything is run which claims the planned replicates cannot decide, and how many would.
package struct PowerGuard: Sendable {
  package let warnings: [String]

  /// `pilot` has the spread of a claim's effect as the archive knows it, in the units of the effect.
  package init(of experiment: Experiment, pilot: [String: Double] = [:]) {
    guard experiment.tier != .look, experiment.scale >= 1 else {
      warnings = []
      return
    }
    warnings = experiment.claims.compactMap { claim in
      let members = experiment.claims.filter { $0.family == claim.family && $0.question.parts.isEmpty }
      let alpha = experiment.extensionTo == nil ? claim.alpha : claim.alpha / 2
      let guarded = GuardedClaim(
        claim: claim, replicates: experiment.replicates, family: members.count, alpha: alpha, spread: pilot[claim.id])
      return guarded.warning
    }
  }
}

/// One claim with what it is planned with.
private struct GuardedClaim {
  let claim: Claim
  let replicates: Int
  let family: Int
  let alpha: Double
  let spread: Double?

  /// The level that the first of Holm's steps asks for.
  private var strictest: Double { alpha / Double(max(1, family)) }

  var warning: String? {
    guard claim.question.parts.isEmpty else { return nil }
    return tooFew ?? tooWide
  }

  /// The test cannot reach its level whatever the trials give.
  private var tooFew: String? {
    let isExact = claim.test != .pairedT && claim.test != .page
    let least = isExact ? Power.smallestSignFlipPairs(alpha: alpha, family: max(1, family)) : 2
    guard replicates < least else { return nil }
    let test = isExact ? "its exact test in a family of \(family)" : "a t test"
    return "\(claim.id): \(replicates) replicates cannot reach a verdict by \(test); \(least) are the least that can"
  }

  /// The test finds nothing as small as δ at the spread of earlier trials.
  private var tooWide: String? {
    guard let spread, spread > 0, let size = claim.question.delta ?? claim.question.margin, size > 0,
      let detectable = Power.detectableEffect(pairs: replicates, alpha: strictest), detectable * spread > size
    else { return nil }
    let name = claim.question.margin == nil ? "δ" : "margin"
    let found = Power.pairsNeeded(effect: size / spread, alpha: strictest)
    let enough = found.map { "\($0) would" } ?? "no number of replicates would"
    return "\(claim.id): at the spread of archived trials \(replicates) replicates find effects of "
      + "\(NumberText.significant(detectable * spread)) with power 80 %, more than its \(name) of "
      + "\(NumberText.significant(size)); \(enough)"
  }
}

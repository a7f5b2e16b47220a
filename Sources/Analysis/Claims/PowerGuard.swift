import Experiments
import Statistics

/// Says before anything is run which claims the planned replicates cannot decide, how many would, and what decides nothing.
package struct PowerGuard: Sendable {
  package let warnings: [String]

  /// `pilot` has the spread of a claim's effect as the archive knows it, in the units of the effect.
  package init(of experiment: Experiment, pilot: [String: Double] = [:]) {
    let idle = Self.idle(experiment.claims)
    guard experiment.tier != .look, experiment.scale >= 1 else {
      warnings = idle
      return
    }
    warnings =
      idle
      + experiment.claims.compactMap { claim in
        let members = experiment.claims.filter { $0.family == claim.family && $0.question.parts.isEmpty }
        let alpha = experiment.extensionTo == nil ? claim.alpha : claim.alpha / 2
        let guarded = GuardedClaim(
          claim: claim, replicates: experiment.replicates, most: experiment.extensionTo ?? experiment.replicates,
          family: max(1, members.count), alpha: alpha, spread: pilot[claim.id])
        return guarded.warning
      }
  }
}

extension PowerGuard {
  /// What claims say that decides nothing, in sentences.
  package static func idle(_ claims: [Claim]) -> [String] { claims.flatMap(\.idleKeys) }
}

/// One claim with what it is planned with.
private struct GuardedClaim {
  let claim: Claim
  let replicates: Int
  /// With a declared extension.
  let most: Int
  let family: Int
  let alpha: Double
  let spread: Double?

  /// The level that the first of Holm's steps asks for.
  private var strictest: Double { alpha / Double(family) }

  var warning: String? {
    guard claim.question.parts.isEmpty else { return nil }
    return tooMany ?? tooFew ?? tooWide
  }

  /// The test counts no more replicates.
  private var tooMany: String? {
    guard claim.test.flipsSigns, most > SignFlip.limit else { return nil }
    return
      "\(claim.id): \(most) replicates are more than the \(SignFlip.limit) that its exact test counts; name another test"
  }

  /// The test cannot reach its level whatever the trials give, or only where Holm's correction asks for less.
  private var tooFew: String? {
    let least = LeastReplicates(of: claim, alpha: alpha)
    let (ever, always) = (least.count(family: 1), least.count(family: family))
    if replicates < ever {
      return
        "\(claim.id): \(replicates) replicates cannot reach 'reproduced' by \(least.test); \(ever) are the least that can"
    }
    guard replicates < always else { return nil }
    return
      "\(claim.id): \(replicates) replicates reach 'reproduced' by \(least.test) only where other claims of its family of "
      + "\(family) come first in Holm's order; \(always) always can"
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

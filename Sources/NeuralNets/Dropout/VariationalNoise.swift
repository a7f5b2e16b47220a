import CKernels
import Randomness
import Specifications

/// Variational dropout with learned α: y = (1 + √α ε) ⊙ x, ε ~ N(0, 1); nothing at evaluation.
///
/// Source: Kingma, Salimans & Welling 2015, section 3.2 (noise correlated over the outputs of a unit). The loss gains
/// weight / N · KL(q(α) ‖ log-uniform prior) per unit, N training examples, also where the loss is a mean over the steps or
/// the numbers of an example.
package struct VariationalNoise: Hashable, Sendable {
  /// Which fit of the divergence is used.
  package let divergence: RateDivergence
  /// What has an α of its own.
  package let sharing: RateSharing
  /// The first α.
  package let start: Double
  /// Factor on the divergence; 1 is the variational bound, 1 / T where the loss is a mean over T steps or numbers.
  package let weight: Double

  package init(divergence: RateDivergence, sharing: RateSharing = .layer, start: Double = 0.1, weight: Double = 1) {
    self.divergence = divergence
    self.sharing = sharing
    self.start = start
    self.weight = weight
  }

  /// At the first α.
  package var laws: NoiseLaws { NoiseLaws(mean: 1, variance: start, evaluationFactor: 1, isMask: false) }
}

/// What shares a learned rate.
package enum RateSharing: String, CaseIterable, Hashable, Sendable {
  case layer
  /// One per unit, on maps one per channel.
  case unit
}

/// A published fit of KL(N(1, α) noise ‖ log-uniform prior) as a function of α, up to a constant.
package enum RateDivergence: String, CaseIterable, Hashable, Sendable {
  /// The polynomial of Kingma et al. 2015, appendix C; only for α ≤ 1.
  case kingma
  /// The fit of Molchanov, Ashukha & Vetrov 2017, equation 14.
  case molchanov

  /// Logarithms of α within which training keeps it.
  package var bounds: ClosedRange<Float> {
    switch self {
    case .kingma: -16...0
    case .molchanov: -16...8
    }
  }

  /// KL of one unit at log α: minus the published fits, which are of −KL.
  package func value(_ logAlpha: Double) -> Double {
    switch self {
    case .kingma:
      let alpha = dl_exp(logAlpha)
      return -(0.5 * logAlpha + alpha * (1.16145124 + alpha * (-1.50204118 + alpha * 0.58629921)))
    case .molchanov:
      return -(0.63576 * dl_sigmoid(1.87320 + 1.48695 * logAlpha) - 0.5 * dl_softplus(-logAlpha) - 0.63576)
    }
  }

  /// The slope of `value` by log α.
  package func slope(_ logAlpha: Double) -> Double {
    switch self {
    case .kingma:
      let alpha = dl_exp(logAlpha)
      return -(0.5 + alpha * (1.16145124 + alpha * (2 * -1.50204118 + alpha * 3 * 0.58629921)))
    case .molchanov:
      let step = dl_sigmoid(1.87320 + 1.48695 * logAlpha)
      return -(0.63576 * 1.48695 * step * (1 - step) + 0.5 * dl_sigmoid(-logAlpha))
    }
  }
}

extension RateSharing: Chosen {
  package static let noun = "sharing"
  package static let choices: [Choice<RateSharing>] = [
    Choice("layer", .layer, "One learned number for all units of the site."),
    Choice("unit", .unit, "One learned number per unit, on maps per channel."),
  ]
}

extension RateDivergence: Chosen {
  package static let noun = "divergence"
  package static let choices: [Choice<RateDivergence>] = [
    Choice(
      "kingma", .kingma, "The polynomial fit for α ≤ 1, where α is kept.",
      formula: "−KL ≈ ½ log α + 1.16145124 α − 1.50204118 α² + 0.58629921 α³",
      source: "Kingma, Salimans & Welling 2015, appendix C"),
    Choice(
      "molchanov", .molchanov, "The fit for every α.",
      formula: "−KL ≈ .63576 σ(1.87320 + 1.48695 log α) − ½ log(1 + 1 / α) − .63576",
      source: "Molchanov, Ashukha & Vetrov 2017, eq. 14"),
  ]
}

extension Dropout {
  /// How variational dropout is written.
  static let variationalChoice = Choice<Dropout>(
    "variational", "Gaussian noise whose variance α is learned against its divergence from a log-uniform prior.",
    formula: "y = (1 + √α ε) ⊙ x, ε ~ N(0, 1); loss + weight / N · Σ KL(α); "
      + "the bound of a mean over T steps or numbers has weight 1 / T",
    source: "Kingma, Salimans & Welling 2015, section 3.2; Molchanov et al. 2017",
    example: "{ variational: { kl: kingma, per: layer, start: 0.1, weight: 1 } }",
    read: { map in
      let divergence = map.optional("kl", default: RateDivergence.kingma)
      let sharing = map.optional("per", default: RateSharing.layer)
      let most = divergence == .molchanov ? 2980.0 : 1
      let start = map.optional(
        "start", default: 0.1, in: Bounds("a number from 1e-6 to \(Int(most))") { $0 >= 1e-6 && $0 <= most })
      let weight = map.optional("weight", default: 1.0, in: .notNegative)
      guard let divergence, let sharing, let start, let weight else { return nil }
      return .variational(
        VariationalNoise(divergence: divergence, sharing: sharing, start: start, weight: weight))
    },
    write: { dropout in
      guard case .variational(let noise) = dropout else { return nil }
      return (noise.divergence == .kingma ? [] : [("kl", noise.divergence.node)])
        + (noise.sharing == .layer ? [] : [("per", noise.sharing.node)])
        + (noise.start == 0.1 ? [] : [("start", noise.start.node)])
        + (noise.weight == 1 ? [] : [("weight", noise.weight.node)])
    })
}

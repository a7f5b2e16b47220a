import CKernels
import Specifications

/// How a rate grows or falls over training, as a factor on it; progress runs from 0 to 1.
package enum RateCurve: Hashable, Sendable {
  /// From 0 in a straight line to the rate at this share of training (Ghiasi et al. 2018: at its end).
  case ramp(until: Double)
  /// 1 − exp(−γ progress): retention falls from 1 towards its end value (Morerio et al. 2017).
  case curriculum(speed: Double)
  /// From the rate in a straight line to 0 at this share of training, 0 from then on (Liu et al. 2023).
  case early(until: Double)
  /// 0 up to this share of training, the rate from then on (Liu et al. 2023).
  case late(from: Double)

  /// The factor at a progress.
  package func factor(_ progress: Double) -> Double {
    switch self {
    case .ramp(let end): min(1, progress / end)
    case .curriculum(let speed): 1 - dl_exp(-speed * progress)
    case .early(let end): max(0, 1 - progress / end)
    case .late(let start): progress < start ? 0 : 1
    }
  }
}

extension RateCurve: Chosen {
  package static let noun = "curve of a rate"
  private static let share = Bounds<Double>("a number above 0 and at most 1") { $0 > 0 && $0 <= 1 }
  package static let choices: [Choice<RateCurve>] = [
    Choice(
      "ramp", "Rises in a straight line from 0 to the rate.", formula: "q(t) = q min(1, t / until), t from 0 to 1",
      source: "Ghiasi, Lin & Le 2018, section 3.1 (scheduled DropBlock)", example: "{ ramp: { until: 1 } }",
      read: { map in map.optional("until", default: 1.0, in: share).map { .ramp(until: $0) } },
      write: { curve in
        guard case .ramp(let until) = curve else { return nil }
        return until == 1 ? [] : [("until", until.node)]
      }),
    Choice(
      "curriculum", "Rises fast at first, then slowly, towards the rate.",
      formula: "p(t) = (1 − p) exp(−γ t) + p, that is q(t) = q (1 − exp(−γ t))",
      source: "Morerio et al. 2017, eq. 3, γ = 10 per training", example: "{ curriculum: { speed: 10 } }",
      read: { map in map.optional("speed", default: 10.0, in: .positive).map { .curriculum(speed: $0) } },
      write: { curve in
        guard case .curriculum(let speed) = curve else { return nil }
        return speed == 10 ? [] : [("speed", speed.node)]
      }),
    Choice(
      "early", "Falls in a straight line from the rate to 0, which it keeps.",
      formula: "q(t) = q max(0, 1 − t / until)",
      source: "Liu et al. 2023, section 4", example: "{ early: { until: 0.2 } }",
      read: { map in map.required("until", Double.self, in: share).map { .early(until: $0) } },
      write: { curve in
        guard case .early(let until) = curve else { return nil }
        return [("until", until.node)]
      }),
    Choice(
      "late", "Is 0 at first and the rate from then on.", formula: "q(t) = 0 for t < from, else q",
      source: "Liu et al. 2023, section 5", example: "{ late: { from: 0.2 } }",
      read: { map in
        guard let from = map.required("from", Double.self, in: share) else { return nil }
        if from == 1 {
          map.problems.reportNewly(
            map.place(of: "from"), "from is '1', allowed is a number above 0 and below 1, where training ends")
        }
        return .late(from: from)
      },
      write: { curve in
        guard case .late(let from) = curve else { return nil }
        return [("from", from.node)]
      }),
  ]
}

extension Dropout {
  /// The variant with its rate times a factor; nil where there is no rate to change or evaluation depends on it.
  package func scaled(by factor: Double) -> Dropout? {
    func rate(_ rate: Rate) -> Rate { Rate(rate.dropping * factor) }
    return switch self {
    case .none: Dropout.none
    case .bernoulli(let own, .inverted): .bernoulli(rate: rate(own), convention: .inverted)
    case .batchBernoulli(let own, .inverted): .batchBernoulli(rate: rate(own), convention: .inverted)
    case .spatial(let own): .spatial(rate: rate(own))
    case .dropBlock(let block):
      .dropBlock(
        DropBlockNoise(rate: rate(block.rate), size: block.size, gamma: block.gamma, isShared: block.isShared))
    case .gaussian(let own): .gaussian(rate: rate(own))
    case .uniform(let spread): .uniform(spread: spread * factor)
    case .alpha(let own): .alpha(rate: rate(own))
    case .cutout(let cutout): .cutout(CutoutNoise(size: cutout.size, probability: cutout.probability * factor))
    case .bernoulli, .batchBernoulli, .clippedGaussian, .variational, .concrete, .standout, .scheduled: nil
    }
  }
}

import Specifications

/// Drop-path of fractal networks: paths that meet in a mean are dropped, never all of them (Larsson et al. 2017).
package enum PathDropout: Hashable, Sendable {
  case none
  /// Each input of a join is dropped with the rate; if none survives, one of them, drawn evenly, is kept.
  case local(rate: Rate)
  /// One column, drawn evenly, is kept in the whole network.
  case global
  /// Local in half of the steps, global in the others.
  case mixed(rate: Rate)
  /// Local drop-path whose rate is multiplied by a factor that changes over training.
  indirect case scheduled(PathDropout, RateCurve)

  /// The variant at a share of training.
  func at(_ progress: Double) -> PathDropout {
    guard case .scheduled(.local(let rate), let curve) = self else { return variant }
    return .local(rate: ScheduledRate(rate, curve).at(progress))
  }
}

extension PathDropout: DropoutVariant {
  package var schedule: (variant: PathDropout, curve: RateCurve)? {
    guard case .scheduled(let variant, let curve) = self else { return nil }
    return (variant, curve)
  }

  package var scheduleRefusal: ScheduleRefusal? {
    switch self {
    case .local: nil
    case .global, .mixed: .column
    case .none, .scheduled: .rateless
    }
  }

  package static let settings: [PathDropout] = [
    .none, .local(rate: Rate(0.15)), .global, .mixed(rate: Rate(0.15)),
    .scheduled(.local(rate: Rate(0.15)), .ramp(until: 1)),
  ]

  package static var schedulable: String { "a variant whose dropping has a rate, local" }
}

extension PathDropout: Chosen {
  package static let noun = "dropout of paths"
  package static let choices: [Choice<PathDropout>] = [
    Choice("none", .none, "All paths meet."),
    rated(
      "local", "Drops inputs of every join by themselves, never all; the mean is over the survivors.",
      formula: "y = Σ r_i x_i / Σ r_i, r_i ~ Bernoulli(p), one of them 1 where all were 0",
      make: { .local(rate: $0) }, rate: { if case .local(let rate) = $0 { rate } else { nil } }),
    Choice(
      "global", .global, "Keeps a single column of the whole network in each step.",
      formula: "one c ~ U{1 … C} per step", source: "Larsson et al. 2017, section 3"),
    rated(
      "mixed", "Local in half of the steps, global in the others.", formula: "local or global with probability ½",
      make: { .mixed(rate: $0) }, rate: { if case .mixed(let rate) = $0 { rate } else { nil } }),
    scheduledChoice(
      "Lets the rate of local drop-path change over training.", formula: "q(t) = curve(t) q",
      source: "Morerio et al. 2017; Liu et al. 2023",
      example: "{ scheduled: { variant: { local: { rate: 0.15 } }, curve: curriculum } }"),
  ]

  private static func rated(
    _ name: String, _ summary: String, formula: String, make: @escaping @Sendable (Rate) -> PathDropout,
    rate: @escaping @Sendable (PathDropout) -> Rate?
  ) -> Choice<PathDropout> {
    Choice(
      name, summary, formula: formula, source: "Larsson et al. 2017, section 3", example: "{ \(name): { rate: 0.15 } }",
      read: { map in map.rate().map(make) },
      write: { dropout in rate(dropout).map { [("rate", $0.dropping.node)] } })
  }
}

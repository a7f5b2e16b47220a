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

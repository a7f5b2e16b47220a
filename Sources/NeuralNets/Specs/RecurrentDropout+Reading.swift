import Specifications

extension Rate: Specified {
  package static let allowed = "{ rate: q } or { retention: p }"

  /// Reads `{ rate: 0.2 }` or `{ retention: 0.8 }`.
  package static func read(_ node: SpecNode, _ problems: Problems) -> Rate? {
    guard var map = MapReader(node, of: "dropout", problems) else { return nil }
    let rate = map.rate()
    map.finish()
    return rate
  }

  package var node: SpecNode { .map([("rate", dropping.node)]) }
}

extension RecurrentDropout: Specified {
  package static let allowed = "the block recurrent"

  package static func read(_ node: SpecNode, _ problems: Problems) -> RecurrentDropout? {
    guard var map = MapReader(node, of: "recurrent", problems) else { return nil }
    let input = map.optional("input", default: ScheduledRate(Rate(0)))
    let state = map.optional("state", default: StateNoise.none)
    let weights = map.optional("weights", default: ScheduledRate(Rate(0)))
    map.finish()
    guard let input, let state, let weights else { return nil }
    return RecurrentDropout(input: input, state: state, weights: weights)
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if input.dropping != 0 { entries.append(("input", input.node)) }
    if state != .none { entries.append(("state", state.node)) }
    if weights.dropping != 0 { entries.append(("weights", weights.node)) }
    return .map(entries)
  }
}

extension StateNoise: Chosen {
  package static let noun = "noise on the state"
  package static let choices: [Choice<StateNoise>] = [
    Choice("none", .none, "The state passes from step to step as it is."),
    rated(
      "tied", "One mask per sequence on the state as it enters the products, the same at every step.",
      formula: "h′ enters as (r / p) ⊙ h′, one r per sequence", source: "Gal & Ghahramani 2016, section 4",
      make: { .tied(rate: $0) }, rate: { if case .tied(let rate) = $0 { rate } else { nil } }),
    rated(
      "perStep", "Another mask at every step: a coordinate survives t steps with probability p to the power t.",
      formula: "h′ enters as (r_t / p) ⊙ h′", source: "Pham et al. 2014; Semeniuta et al. 2016",
      make: { .perStep(rate: $0) }, rate: { if case .perStep(let rate) = $0 { rate } else { nil } }),
    rated(
      "cell", "Another mask at every step on the memory itself, the worst case.", formula: "c = (r_t / p) ⊙ ĉ",
      source: "Semeniuta et al. 2016, section 3", make: { .cell(rate: $0) },
      rate: { if case .cell(let rate) = $0 { rate } else { nil } }),
    rated(
      "candidate", "A mask at every step on the candidate alone; the memory is not touched.",
      formula: "c = f ⊙ c′ + i ⊙ (r_t / p) ⊙ g", source: "Semeniuta et al. 2016, eq. 11",
      make: { .candidate(rate: $0) }, rate: { if case .candidate(let rate) = $0 { rate } else { nil } }),
    Choice(
      "zoneout", "Units of memory and state keep their old value; evaluation moves by the retention.",
      formula: "c = d ⊙ c′ + (1 − d) ⊙ ĉ, likewise h", source: "Krueger et al. 2017, section 3",
      example: "{ zoneout: { cell: { rate: 0.5 }, hidden: { rate: 0.05 } } }",
      read: { map in
        let cell = map.optional("cell", default: Rate(0))
        let hidden = map.optional("hidden", default: Rate(0))
        guard let cell, let hidden else { return nil }
        return .zoneout(cell: cell, hidden: hidden)
      },
      write: { noise in
        guard case .zoneout(let cell, let hidden) = noise else { return nil }
        return [("cell", cell.node), ("hidden", hidden.node)]
      }),
    scheduledChoice(
      "Lets the rate of another variant change over training.", formula: "q(t) = curve(t) q",
      source: "Morerio et al. 2017; Liu et al. 2023",
      example: "{ scheduled: { variant: { tied: { rate: 0.25 } }, curve: curriculum } }"),
  ]

  private static func rated(
    _ name: String, _ summary: String, formula: String, source: String,
    make: @escaping @Sendable (Rate) -> StateNoise, rate: @escaping @Sendable (StateNoise) -> Rate?
  ) -> Choice<StateNoise> {
    Choice(
      name, summary, formula: formula, source: source, example: "{ \(name): { rate: 0.25 } }",
      read: { map in map.rate().map(make) },
      write: { noise in rate(noise).map { [("rate", $0.dropping.node)] } })
  }
}

extension AttentionDropout: Specified {
  package static let allowed = "the block attention"

  package static func read(_ node: SpecNode, _ problems: Problems) -> AttentionDropout? {
    guard var map = MapReader(node, of: "attention", problems) else { return nil }
    let weights = map.optional("weights", default: ScheduledRate(Rate(0)))
    let heads = map.optional("heads", default: ScheduledRate(Rate(0)))
    map.finish()
    guard let weights, let heads else { return nil }
    return AttentionDropout(weights: weights, heads: heads)
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if weights.dropping != 0 { entries.append(("weights", weights.node)) }
    if heads.dropping != 0 { entries.append(("heads", heads.node)) }
    return .map(entries)
  }
}

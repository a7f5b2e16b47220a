import Specifications

extension Probe {
  /// The list, in the order in which a catalogue prints it; `ProbeRequest` reads the sample beside the parameters.
  static let choices: [Choice<Probe>] = [
    Choice(
      "unitRemoval", .unitRemoval,
      "What is lost when one hidden unit, or one channel, is set to zero: mean, 95th percentile, maximum and Gini.",
      formula:
        "Δᵢ = ℓ(hᵢ ← 0) − ℓ, ℓ the error, the NLL of softmax(z / T) or minus the margin; T the best for the whole net",
      source: "Morcos et al. 2018, section 3; Guo et al. 2017, section 4.2"),
    pairInteraction, removalCurve,
  ]

  private static let counts = Bounds<Int>("a whole number from 1 to 100000") { (1...100_000).contains($0) }

  private static let pairInteraction = Choice<Probe>(
    "pairInteraction", "Whether two units of a layer need each other (below 0) or stand in for each other (above 0).",
    formula: "Σ Iᵢⱼ / Σ (|Δᵢ| + |Δⱼ|), Iᵢⱼ = Δ(i, j) − Δᵢ − Δⱼ over random pairs of a layer",
    source: "Srivastava et al. 2014, section 7.1",
    example: "{ pairInteraction: { pairs: 2000 } }",
    read: { map in map.optional("pairs", default: 2000, in: counts).map { .pairInteraction(pairs: $0) } },
    write: { probe in
      guard case .pairInteraction(let pairs) = probe else { return nil }
      return pairs == 2000 ? [] : [("pairs", pairs.node)]
    })

  private static let removalCurve = Choice<Probe>(
    "removalCurve", "Accuracy after random hidden units were set to zero, with and without rescaling the others.",
    formula:
      "accuracy at the removed share f = 0, .05, …, .9 of every hidden layer; the others as they are, or by 1 / (1 − f)",
    source: "Morcos et al. 2018, section 3.1", example: "{ removalCurve: { orders: 3 } }",
    read: { map in map.optional("orders", default: 3, in: counts).map { .removalCurve(orders: $0) } },
    write: { probe in
      guard case .removalCurve(let orders) = probe else { return nil }
      return orders == 3 ? [] : [("orders", orders.node)]
    })
}

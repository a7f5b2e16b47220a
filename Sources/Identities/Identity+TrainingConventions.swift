extension Identity {
  /// T05.
  static let conventionsInTraining = Identity(
    "T05", "Both conventions train alike if learning rate, L2, max-norm, ε and first weights are mapped, else not.",
    source: "derived; erratum Q04 of the source text"
  ) { _ in
    var evidence = Evidence()
    for rule in ReferenceRule.all {
      evidence.atMost(
        "\(rule.name): mapped, largest distance of weights", distance(rule, mapped: true), 0, within: 1e-12)
      evidence.atLeast("\(rule.name): not mapped", distance(rule, mapped: false), 0.01)
    }
    return evidence
  }

  private static let retentions = [0.8, 0.5, 0.6]

  /// The largest distance of W and p · W_classic after 60 steps on the same masks and examples.
  private static func distance(_ rule: ReferenceRule, mapped: Bool) -> Double {
    let start = Fixture.network([6, 8, 7, 3], activation: .relu)
    var inverted = ReferenceTraining(start, rules: retentions.map { _ in rule })
    var first = start
    for (index, p) in retentions.enumerated() { first.layers[index] = start.layers[index].scaled(by: 1 / p) }
    var classic = ReferenceTraining(first, rules: retentions.map { mapped ? rule.classic(retention: $0) : rule })
    for step in 0..<60 {
      let batch = ReferenceTraining.Batch(step: step, network: start, retentions: retentions)
      inverted.step(batch.scaled(by: retentions.map { 1 / $0 }))
      classic.step(batch)
    }
    let pairs = zip(zip(inverted.network.layers, classic.network.layers), retentions)
    return pairs.map { layers, p in
      zip(layers.0.weights, layers.1.weights).map { abs($0 - p * $1) }.max() ?? 0
    }.max() ?? 0
  }
}

import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T31.
  static let attentionDropout = Identity(
    "T31",
    "Dropout on attention weights keeps the mean of A V; row sums have mean 1 and variance q / p Σ a²; evaluation has none.",
    source: "Vaswani et al. 2017, section 5.4; derived by enumeration"
  ) { subject in
    var evidence = Evidence()
    addAttentionEvaluation(subject, to: &evidence)
    let weights = Softmax.probabilities([0.4, -1.1, 0.9])
    let values = [[0.5, -1], [2, 1.5], [-0.7, 0.3]]
    func mixed(_ row: [Double]) -> [Double] {
      (0..<2).map { column in zip(row, values).reduce(0) { $0 + $1.0 * $1.1[column] } }
    }
    for p in [0.5, 0.8] {
      let masks = MaskEnumeration(units: 3, retention: p)
      func dropped(_ mask: [Double]) -> [Double] { zip(mask, weights).map { $0 * $1 / p } }
      evidence.equal("E (r / p ⊙ A) V, p = \(p)", masks.expectation { mixed(dropped($0)) }, mixed(weights))
      let sums = masks.expectation { mask -> [Double] in
        let sum = dropped(mask).reduce(0, +)
        return [sum, sum * sum]
      }
      evidence.equal("mean of row sums, p = \(p)", sums[0], 1)
      let squares = weights.reduce(0) { $0 + $1 * $1 }
      evidence.equal("variance of row sums, p = \(p)", sums[1] - 1, (1 - p) / p * squares)
      let hidden = [0.2, 0, 1.7]
      let forward = masks.expectation { mask in mixed(zip(mask, hidden).map { $0 * $1 / p }) }
      evidence.equal("feed-forward dropout keeps the mean, p = \(p)", forward, mixed(hidden))
    }
    return evidence
  }

  /// A small transformer with dropout everywhere, evaluated, against the same one without.
  private static func addAttentionEvaluation(_ subject: Subject, to evidence: inout Evidence) {
    let rate = Rate(0.3)
    let bernoulli = Dropout.bernoulli(rate: rate, convention: .inverted)
    let dropping = DropoutPlacement(
      hidden: .same(bernoulli), attention: AttentionDropout(weights: rate, heads: Rate(0.2)), branches: bernoulli)
    let plan = RandomPlan(seed: 31).replicate(0)
    let bare = transformer(DropoutPlacement(), plan)
    let network = transformer(dropping, plan)
    let features = (0..<3).map { Fixture.numbers(64, from: 64 * $0) }
    let examples: [UInt32] = [5, 2, 11]
    let expected = bare.logits(features, examples: examples, pass: .evaluation).map(\.bitPattern)
    let found = network.logits(features, examples: examples, pass: subject.evaluation).map(\.bitPattern)
    evidence.true("evaluation of a transformer has the bits of the one without dropout", found == expected)
    let trained = network.logits(features, examples: examples, pass: .training(plan, step: 1)).map(\.bitPattern)
    evidence.true("training differs from it", trained != expected)
  }

  private static func transformer(_ dropout: DropoutPlacement, _ plan: ReplicatePlan) -> Network {
    Network(
      .vit(ViTSpec(patch: 4, width: 8, heads: 2, layers: 2, hidden: 16)), dropout: dropout,
      regularization: Regularization(), optimizer: .sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false),
      input: MapShape(height: 8, width: 8, channels: 1), outputs: 3, capacity: 3, plan: plan)
  }
}

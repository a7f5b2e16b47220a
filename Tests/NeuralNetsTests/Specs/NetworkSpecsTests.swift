import NeuralNets
import Specifications
import Testing

/// Reading what was written gives the value again; defaults are not written; mistakes are named.
struct NetworkSpecsTests {
  private func returns<Value: Specified>(_ values: [Value]) -> Bool {
    values.allSatisfy { value in
      let problems = Problems()
      return Value.read(value.node, problems) == value && problems.found.isEmpty
    }
  }

  private func text(_ value: some Specified) -> String { String(describing: value.node.content) }

  private func complaints<Value: Specified>(_ type: Value.Type, _ node: SpecNode) -> String {
    let problems = Problems()
    _ = Value.read(node, problems)
    return problems.found.map { String(describing: $0) }.joined(separator: "\n")
  }

  private func map(_ entries: (String, SpecNode)...) -> SpecNode { .map(entries) }

  private let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)
  private let classic = Dropout.bernoulli(rate: Rate(0.2), convention: .classic)

  @Test func `dropout reads back`() {
    #expect(returns([.none, half, classic, .gaussian(rate: Rate(0.1))]))
    #expect(
      returns([
        DropoutPlacement(), DropoutPlacement(input: classic), DropoutPlacement(hidden: .same(half)),
        DropoutPlacement(input: half, hidden: .each([.none, classic])),
      ]))
    #expect(text(half) == text(Dropout.bernoulli(rate: Rate(retention: 0.5), convention: .inverted)))
  }

  @Test func `schedules of branches read back, and need what evaluation does not depend on`() {
    let inverted = ResidualDropout.stochasticDepth(
      StochasticDepth(survival: .linear(last: 0.5), gate: .example, convention: .inverted))
    let early = RateCurve.early(until: 0.25)
    #expect(returns([ResidualDropout.scheduled(inverted, early), .scheduled(.layerDrop(rate: Rate(0.2)), early)]))
    let classic = ResidualDropout.stochasticDepth(StochasticDepth(survival: .uniform(0.5)))
    for (variant, found) in [
      (classic, "stochasticDepth with convention: classic"), (.none, "none"),
      (.scheduled(inverted, early), "scheduled"),
    ] {
      let node = map(("scheduled", map(("variant", variant.node), ("curve", early.node))))
      #expect(complaints(ResidualDropout.self, node).contains("convention: inverted, found \(found)"))
    }
  }

  @Test func `rates read back with their curve, alone or as long as they drop`() {
    let early = RateCurve.early(until: 0.25)
    let rates = [ScheduledRate(Rate(0.2)), ScheduledRate(Rate(0.2), early), ScheduledRate(Rate(0), early)]
    #expect(returns(rates))
    #expect(rates[2] == ScheduledRate(Rate(0)))
    #expect(text(rates[0]) == text(Rate(0.2)))
    #expect(returns([AttentionDropout(), AttentionDropout(weights: rates[1], heads: rates[0])]))
    func complaint(_ entries: (String, SpecNode)...) -> String { complaints(ScheduledRate.self, .map(entries)) }
    #expect(complaint(("schedled", map())).contains("unknown key 'schedled' in dropout (did you mean 'scheduled'?)"))
    #expect(complaint(("scheduled", map(("variant", Rate(0.2).node)))).contains("scheduled lacks the key 'curve'"))
    #expect(complaint(("scheduled", map(("curve", early.node)))).contains("scheduled lacks the key 'variant'"))
    let both = complaint(
      ("rate", 0.2.node), ("scheduled", map(("variant", Rate(0.2).node), ("curve", early.node))))
    #expect(both.contains("unknown key 'rate'"))
  }

  @Test func `lists of one entry per layer read back, and single entries are written as ever`() {
    let (none, some) = (AttentionDropout(), AttentionDropout(weights: Rate(0.2), heads: Rate(0.1)))
    #expect(returns([LayerDropout.same(some), .each([none, some]), .each([some, some]), .each([])]))
    #expect(text(LayerDropout.same(some)) == text(some))
    var listed = DropoutPlacement(attention: some)
    #expect(returns([listed]))
    listed.attention = .each([some, none])
    #expect(returns([listed]))
  }

  @Test func `biases under masks read back, and biases that stay are not written`() {
    let (staying, masked) = (DropConnect(rate: Rate(0.5), group: 10), DropConnect(rate: Rate(0.5), masksBias: true))
    #expect(returns([WeightDropout.dropConnect(staying), .dropConnect(masked)]))
    let written = map(("dropConnect", map(("rate", 0.5.node), ("group", 10.node), ("maskBias", false.node))))
    #expect(WeightDropout.read(written, Problems()) == .dropConnect(staying))
    #expect(WeightDropout.dropConnect(staying).node.flow == "{ dropConnect: { group: 10, rate: 0.5 } }")
    let gaussian = map(("gaussianDropConnect", map(("rate", 0.5.node), ("maskBias", true.node))))
    #expect(complaints(WeightDropout.self, gaussian).contains("unknown key 'maskBias'"))
  }

  @Test func `rate and its complement are one value`() {
    let rate = map(("bernoulli", map(("rate", 0.2.node))))
    let retention = map(("bernoulli", map(("retention", 0.8.node))))
    #expect(Dropout.read(rate, Problems()) == Dropout.read(retention, Problems()))
  }

  @Test func `networks, losses and regularisation read back`() {
    let sizes = MLPSpec(
      hidden: [256, 10], activation: .leakyReLU(slope: 0.2), initialization: .scaledGaussian(scale: 2))
    #expect(returns([NetworkSpec.mlp(MLPSpec(hidden: [])), .mlp(MLPSpec(hidden: [5])), .mlp(sizes)]))
    #expect(
      returns([
        Activation.relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: 0), .tanh, .sigmoid, .gelu, .selu, .identity,
      ]))
    #expect(returns([Initialization.he, .glorot, .gaussian(deviation: 0.01), .scaledGaussian(scale: 1)]))
    #expect(returns([Loss.crossEntropy(labelSmoothing: 0), .crossEntropy(labelSmoothing: 0.1), .meanSquaredError]))
    #expect(
      returns([
        Regularization(), Regularization(l2: 0.1, maxNorm: 2),
        Regularization(
          l1: 0.2, l1StartEpoch: 4, sparsity: SparsityPenalty(target: 0.1, weight: 3), weightDecay: 0.01),
      ]))
  }

  @Test func `optimizers and schedules read back`() {
    #expect(
      returns([
        Optimizer.sgd(learningRate: 0.1, momentum: .constant(0), nesterov: false),
        .sgd(learningRate: 0.1, momentum: .ramp(from: 0.5, to: 0.99, epochs: 20), nesterov: true),
        .adam(learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8),
        .adam(learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-6),
        .adamW(learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01),
        .adamW(learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0),
      ]))
    #expect(
      returns([
        Schedule.constant, .step(every: 10, factor: 0.1), .exponential(factor: 0.998), .inverseTime(halfLife: 3),
        .linear(to: 0), .linear(to: 0.1), .cosine(to: 0), .cosine(to: 0.5), .warmUp(epochs: 2, then: .cosine(to: 0)),
      ]))
  }

  @Test func `mistakes are named with what is allowed`() {
    let typing = complaints(Dropout.self, map(("bernouli", map(("rate", 0.5.node)))))
    #expect(typing.contains("bernouli") && typing.contains("did you mean 'bernoulli'"))
    #expect(complaints(Dropout.self, map(("bernoulli", map(("rate", 1.0.node))))).contains("from 0 to below 1"))
    #expect(!complaints(Dropout.self, map(("bernoulli", map()))).isEmpty)
    let both = map(("bernoulli", map(("rate", 0.5.node), ("retention", 0.5.node))))
    #expect(!complaints(Dropout.self, both).isEmpty)
    let key = map(("sgd", map(("learningRate", 0.1.node), ("momentun", 0.9.node))))
    #expect(complaints(Optimizer.self, key).contains("did you mean 'momentum'"))
    #expect(complaints(NetworkSpec.self, map(("mlp", map(("hidden", [0].node))))).contains("1 to 65536"))
    #expect(complaints(Momentum.self, 1.0.node).contains("below 1"))
  }
}

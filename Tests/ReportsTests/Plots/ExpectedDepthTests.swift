import Analysis
import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

@testable import Reports

/// The plot of survival by block against values by hand.
struct ExpectedDepthTests {
  private static let resmlp = NetworkSpec.resmlp(ResMLPSpec(width: 8, blocks: 4))
  private static let vit = NetworkSpec.vit(ViTSpec(patch: 7, width: 8, heads: 2, layers: 2, hidden: 8))

  private static func depth(_ survival: SurvivalSchedule, _ convention: Convention = .classic) -> ResidualDropout {
    .stochasticDepth(StochasticDepth(survival: survival, convention: convention))
  }

  /// A trial of ten epochs of 20 steps, whose gates dropped these shares in the last and in an earlier epoch.
  private func plot(
    _ network: NetworkSpec, _ residual: LayerDropout<ResidualDropout>, dropped: [(gate: String, share: Double)],
    at: RepresentingEpoch = .last
  ) -> ExpectedDepth? {
    var dropout = DropoutPlacement()
    dropout.residual = residual
    let spec = TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 2000, validation: 100, test: 100), network: network,
      dropout: dropout, loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 100, epochs: 10, schedule: .constant,
        evaluate: EvaluationSpec(every: 5, training: 100, test: .last)))
    let trial = PlannedTrial(
      id: TrialID(hex: String(repeating: "ab", count: 32)), spec: spec, seed: 1, replicate: 0, configuration: 0,
      position: 0, purpose: .measurement, keepsWeights: false)
    let metrics = [5, 10].flatMap { epoch in
      [EpochMetric(epoch: epoch, split: .validation, metric: .error, value: Double(epoch) / 100)]
        + dropped.map {
          EpochMetric(
            epoch: epoch, split: .training, metric: .dropFraction, layer: $0.gate, value: epoch == 10 ? $0.share : 0.9)
        }
    }
    let outcome = TrialOutcome(
      status: .completed, metrics: metrics,
      digests: TrialDigests(batchOrder: "order", initialWeights: [], finalWeights: ""), correctness: [], weights: nil)
    let design = ExperimentDesign(
      name: "depth", question: "How deep?", seed: 1, replicates: 1,
      metric: MetricChoice(name: .error, split: .validation, at: at),
      configurations: [
        DesignedConfiguration(index: 0, label: "listed", fields: [], spec: spec, baseline: nil, isBaseline: false)
      ],
      trials: [trial])
    return ExpectedDepth(
      source: PlotSource(
        summary: ExperimentSummary(of: design, evidence: Evidence(outcomes: [trial.id: outcome])),
        specificationDigest: "", version: "1"))
  }

  private func gates(_ shares: [(block: Int, share: Double)]) -> [(gate: String, share: Double)] {
    shares.map { ("blocks.\($0.block).gate", $0.share) }
  }

  private func expect(_ plot: ExpectedDepth?, planned: [Double], realised: [Double]) throws {
    let arms = try #require(plot).arms
    #expect(arms.count == 1)
    let pairs = zip(arms[0].planned + arms[0].realised, planned + realised)
    #expect(arms[0].planned.count == planned.count && arms[0].realised.count == realised.count)
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-12 }, "\(arms[0])")
  }

  @Test(arguments: [RepresentingEpoch.last, .bestValidation])
  func `each block of a list has the survival of its entry, in the last epoch`(_ at: RepresentingEpoch) throws {
    let listed = plot(
      Self.resmlp,
      .each([
        // p_l = 1 − l / 4 · .4: .9 for the first of four blocks.
        Self.depth(.linear(last: 0.6)), .none, .layerDrop(rate: Rate(0.25)), Self.depth(.linear(last: 0.5)),
      ]), dropped: gates([(0, 0.15), (2, 0.2), (3, 0.55)]), at: at)
    try expect(listed, planned: [0.9, 1, 0.75, 0.5], realised: [0.85, 1, 0.8, 0.45])
    let figure = try #require(listed).drawn()
    #expect(figure.data.rows.map(\.cells) == [["4", "3.15", "3.10"]])
    #expect(figure.caption.contains("listed 3.10 of 4") && figure.alternative.contains("listed 3.15"))
  }

  @Test func `a curve in a list is taken over the steps of the last epoch`() throws {
    // Steps begin at .9, .905, …, .995 of training: 1 − t is .0525 on average, and .5 of it is dropped in the last block.
    let early = ResidualDropout.scheduled(Self.depth(.linear(last: 0.5), .inverted), .early(until: 1))
    let late = ResidualDropout.scheduled(.layerDrop(rate: Rate(0.4)), .late(from: 0.95))
    try expect(
      plot(Self.resmlp, .each([.none, .none, late, early]), dropped: gates([(2, 0.3), (3, 0.03)])),
      planned: [1, 1, 0.8, 0.97375], realised: [1, 1, 0.7, 0.97])
  }

  @Test func `a layer of a transformer has two branches, which share an entry`() throws {
    let names = ["blocks.1.attentionBranch.gate", "blocks.1.feedForwardBranch.gate"]
    try expect(
      plot(Self.vit, .each([.none, .layerDrop(rate: Rate(0.4))]), dropped: names.map { ($0, 0.35) }),
      planned: [1, 1, 0.6, 0.6], realised: [1, 1, 0.65, 0.65])
    // Depth counts branches: p₃ = 1 − 3 / 4 · .2, p₄ = .8.
    try expect(
      plot(Self.vit, .each([.none, Self.depth(.linear(last: 0.8))]), dropped: [(names[0], 0.1), (names[1], 0.25)]),
      planned: [1, 1, 0.85, 0.8], realised: [1, 1, 0.9, 0.75])
  }

  @Test func `one entry is for all blocks, and its linear survival ends at the last`() throws {
    try expect(
      plot(
        Self.resmlp, .same(Self.depth(.linear(last: 0.6))),
        dropped: gates([(0, 0.1), (1, 0.2), (2, 0.3), (3, 0.4)])),
      planned: [0.9, 0.8, 0.7, 0.6], realised: [0.9, 0.8, 0.7, 0.6])
  }

  @Test func `gates that the list cannot have counted make no plot, nor does a list that drops nothing`() {
    let last: [ResidualDropout] = [.none, .none, .none, .layerDrop(rate: Rate(0.1))]
    #expect(plot(Self.resmlp, .each(last), dropped: gates([(0, 0.1), (1, 0.1)])) == nil)
    #expect(plot(Self.resmlp, .each([.none, .none, .none, .none]), dropped: []) == nil)
  }
}

import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing
import Training

/// What a training drew has the moments that theory expects, wherever noise is drawn and whatever the noise is.
struct ExpectedNoiseTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let network: NetworkSpec
    let dropout: DropoutPlacement
    var source = ExpectedNoiseTests.fields
    var testDescription: String { name }
  }

  // MARK: Cases

  private static let fields: DatasetSource = {
    var fields = RandomFields()
    (fields.side, fields.channels) = (6, 2)
    return .generated(.randomFields(fields))
  }()
  private static let language: DatasetSource = {
    var language = MarkovLanguage()
    (language.symbols, language.steps) = (9, 7)
    return .generated(.markovLanguage(language))
  }()

  private static let mlp = NetworkSpec.mlp(MLPSpec(hidden: [12, 9]))
  private static let resmlp = NetworkSpec.resmlp(ResMLPSpec(width: 8, blocks: 3))
  private static let vit = NetworkSpec.vit(ViTSpec(patch: 2, width: 8, heads: 2, layers: 2, hidden: 10))
  private static let lstm = NetworkSpec.recurrent(RecurrentSpec(cell: .lstm, units: 9, layers: 2))
  private static let cnn = NetworkSpec.cnn(
    CNNSpec(convolutions: [ConvolutionSpec(channels: 5, kernel: 3, padding: 1)], hidden: [7]))
  private static let fractal = NetworkSpec.fractal(FractalSpec(channels: [4, 5], columns: 3))
  private static let rate = Rate(0.3)
  private static let bernoulli = Dropout.bernoulli(rate: rate, convention: .inverted)

  static let cases =
    inputs + hidden + maps + everywhere + residual + paths + weights + states + parts

  private static func named<Value: Chosen>(_ values: [Value]) -> [(name: String, value: Value)] {
    // Every example of the catalogue, and some at other rates.
    let examples = Value.choices.compactMap { choice in
      (try? YAMLReader.read(choice.example, file: "example")).flatMap { Value.read($0, Problems()) }
    }
    return (examples + values).filter { $0.name != "none" }.map { ("\($0.node.flow)", $0) }
  }

  private static let variants: [(name: String, value: Dropout)] = named([
    bernoulli, .bernoulli(rate: rate, convention: .classic), .batchBernoulli(rate: rate, convention: .inverted),
    .spatial(rate: rate), .gaussian(rate: rate), .clippedGaussian(rate: Rate(0.6)), .alpha(rate: rate),
    .dropBlock(DropBlockNoise(rate: rate, size: 3, gamma: .paper)),
    .dropBlock(DropBlockNoise(rate: rate, size: 2, isShared: true)), .cutout(CutoutNoise(size: 3, probability: 0.7)),
    .scheduled(.uniform(spread: 0.8), .early(until: 0.9)), .scheduled(bernoulli, .late(from: 0.8)),
    .scheduled(.dropBlock(DropBlockNoise(rate: rate, size: 3, gamma: .paper)), .ramp(until: 1)),
  ])

  private static func placed(
    _ name: String, _ network: NetworkSpec, _ refused: Set<String>, at place: (Dropout) -> DropoutPlacement
  ) -> [Case] {
    variants.filter { !refused.contains($0.value.variant.name) }.map {
      Case(name: "\(name): \($0.name)", network: network, dropout: place($0.value))
    }
  }

  private static let inputs = placed("input", mlp, ["spatial", "dropBlock", "standout"]) { DropoutPlacement(input: $0) }
  private static let hidden = placed("hidden", mlp, ["dropBlock", "cutout"]) { DropoutPlacement(hidden: .same($0)) }
  private static let maps = placed("maps", cnn, ["cutout", "standout"]) { DropoutPlacement(maps: .same($0)) }

  /// One law, in every place that takes variants.
  private static let everywhere: [Case] = [
    Case(
      name: "resnet", network: .resnet(ResNetSpec(stages: [4, 6], blocks: 1)),
      dropout: DropoutPlacement(input: bernoulli, maps: .same(bernoulli))),
    Case(name: "resmlp", network: resmlp, dropout: DropoutPlacement(hidden: .same(bernoulli))),
    Case(name: "lstm", network: lstm, dropout: DropoutPlacement(hidden: .same(bernoulli))),
    Case(name: "vit", network: vit, dropout: DropoutPlacement(hidden: .same(bernoulli), branches: bernoulli)),
    Case(name: "fractal", network: fractal, dropout: DropoutPlacement(maps: .same(bernoulli))),
    Case(
      name: "autoencoder", network: .autoencoder(AutoencoderSpec(hidden: [6])),
      dropout: DropoutPlacement(hidden: .same(bernoulli))),
    Case(
      name: "sums", network: .mlp(MLPSpec(hidden: [12, 9], batchNorm: true)),
      dropout: DropoutPlacement(sums: .same(bernoulli))),
    Case(name: "logistic", network: .linear(LinearSpec(.logistic)), dropout: DropoutPlacement(input: bernoulli)),
    Case(name: "linear", network: .linear(LinearSpec(.linear)), dropout: DropoutPlacement(input: bernoulli)),
  ]

  private static let residual: [Case] = named([
    ResidualDropout.layerDrop(rate: rate),
    .stochasticDepth(StochasticDepth(survival: .uniform(0.7), gate: .example)),
    .stochasticDepth(StochasticDepth(survival: .linear(last: 0.4), gate: .example, convention: .inverted)),
  ]).flatMap { one in
    [("resmlp", resmlp), ("vit", vit)].map {
      Case(name: "\($0): \(one.name)", network: $1, dropout: DropoutPlacement(residual: one.value))
    }
  }
  private static let paths: [Case] = named([PathDropout.local(rate: rate), .mixed(rate: Rate(0.4))]).map {
    Case(name: "paths: \($0.name)", network: fractal, dropout: DropoutPlacement(paths: $0.value))
  }
  private static let weights: [Case] = named([
    WeightDropout.dropConnect(DropConnect(rate: rate, group: 4)), .fast(input: rate, hidden: Rate(0.2)),
  ]).map { Case(name: "weights: \($0.name)", network: mlp, dropout: DropoutPlacement(weights: $0.value)) }
  private static let states: [Case] = named([StateNoise.tied(rate: rate)]).map {
    Case(
      name: "state: \($0.name)", network: lstm,
      dropout: DropoutPlacement(recurrent: RecurrentDropout(state: $0.value)))
  }
  private static let parts: [Case] = [
    Case(
      name: "recurrent", network: lstm,
      dropout: DropoutPlacement(recurrent: RecurrentDropout(input: rate, weights: Rate(0.2)))),
    Case(
      name: "attention", network: vit,
      dropout: DropoutPlacement(attention: AttentionDropout(weights: rate, heads: Rate(0.2)))),
    Case(
      name: "attention, scheduled", network: vit,
      dropout: DropoutPlacement(
        attention: AttentionDropout(
          weights: ScheduledRate(rate, .ramp(until: 0.8)), heads: ScheduledRate(rate, .early(until: 1))))),
    Case(
      name: "embedding", network: .recurrent(RecurrentSpec(cell: .gru, units: 8, embedding: 5)),
      dropout: DropoutPlacement(embedding: EmbeddingDropout(words: rate, vectors: .gaussian(rate: rate))),
      source: language),
  ]

  // MARK: Training

  private static let batch = 10
  private static let steps = 100

  private static func load(_ source: DatasetSource) throws -> LoadedDataset {
    try DatasetStore(folders: DatasetFolders(roots: [], own: URL(filePath: "nowhere"))).load(source, seed: 11)
  }
  private static let loaded = Result { try [fields, language].map(load) }

  private func trained(_ one: Case) throws -> (spec: TrialSpec, outcome: TrialOutcome, places: [any NoiseAuditing]) {
    var fixture = TrialFixture(training: Self.batch * Self.steps, epochs: 2, dropout: one.dropout)
    fixture.spec.dataset.source = one.source
    fixture.spec.network = one.network
    fixture.spec.training.batchSize = Self.batch
    fixture.spec.optimizer = .sgd(learningRate: 0.001, momentum: .constant(0), nesterov: false)
    if one.network.kind.reconstructs { fixture.spec.loss = .meanSquaredError }
    let data = try #require(try Self.loaded.get().first { $0.source == one.source })
    let dealt = try data.deal(fixture.spec.dataset, seed: 11, replicate: 1)
    let outcome = try Trainer(fixture.trial, on: dealt).train().outcome
    #expect(outcome.status == .completed)
    let input = MapShape(data.shape)
    let task = LearningTask(of: fixture.spec, input: input, targets: data.targetShape)
    let places = one.network.auditing(
      dropout: one.dropout, input: input, outputs: task.outputs, steps: task.steps)
    return (fixture.spec, outcome, places)
  }

  @Test(arguments: cases)
  func `what was drawn is within five standard errors of what is expected, wherever something is`(
    _ one: Case
  ) throws {
    let (spec, outcome, places) = try trained(one)
    let expected = ExpectedNoise(of: spec)
    let counted = outcome.metrics.filter { $0.metric == .noiseMean && $0.epoch == 2 }
    #expect(!counted.isEmpty)
    for mean in counted {
      let place = try #require(places.first { $0.auditName == mean.layer })
      let variant = (place as? NoiseSite)?.dropout.name ?? ""
      #expect((expected[mean.layer] == nil) == (Self.unknown[variant] != nil), "\(mean.layer)")
      guard let law = expected[mean.layer] else { continue }
      let variance = try #require(outcome.value(.noiseVariance, .training, epoch: 2, layer: mean.layer))
      let share = outcome.value(.dropFraction, .training, epoch: 2, layer: mean.layer)
      #expect((law.dropFraction == nil) == (share == nil), "\(mean.layer)")
      let errors = standardErrors(of: law, at: place)
      #expect(abs((share ?? 0) - (law.dropFraction ?? 0)) <= 5 * errors.share + 1e-12, "\(mean.layer)")
      #expect(abs(mean.value - law.mean) <= 5 * errors.mean + 1e-6, "\(mean.layer): \(mean.value), \(law)")
      #expect(abs(variance - law.variance) <= 5 * errors.variance + 1e-6, "\(mean.layer): \(variance), \(law)")
    }
  }

  /// Of an epoch, at most.
  private func standardErrors(
    of law: NoiseExpectation, at place: any NoiseAuditing
  ) -> (share: Double, mean: Double, variance: Double) {
    let draws = Double(Self.steps * draws(at: place))
    let dropped = law.dropFraction ?? 0
    let mean = (law.variance / draws).squareRoot()
    // Var (m − μ)² is at most R² Var m for factors from 0 to R, and 2 (Var m)² for normal ones.
    let reach = place is FractalBlock ? 3 : law.mean / (1 - dropped)
    let spread = max(law.dropFraction == nil ? 0 : reach, (2 * law.variance).squareRoot())
    return ((dropped * (1 - dropped) / draws).squareRoot(), mean, spread * mean + mean * mean)
  }

  /// Draws of a step that do not depend on each other, at least.
  private func draws(at place: any NoiseAuditing) -> Int {
    let examples = Self.batch
    if let gate = place as? ResidualGate { return gate.survival.gate == .batch ? 1 : examples }
    if let sums = place as? GaussianSumLayer { return examples * sums.outputs }
    // The joins of a block depend on each other, and all blocks share a column.
    guard let site = place as? NoiseSite else { return 1 }
    if site.weights != nil { return site.units }
    return switch site.dropout.variant {
    case .batchBernoulli: site.units
    case .spatial: examples * site.shape.channels
    case .dropBlock(let block): examples * (block.isShared ? 1 : site.shape.channels)
    case .cutout: examples
    case .none, .bernoulli, .gaussian, .clippedGaussian, .uniform, .variational, .concrete, .alpha, .scheduled,
      .standout:
      examples * site.units
    }
  }

  /// The variants of which nothing is expected.
  private static let unknown = [
    "variational": "its size is learned", "concrete": "its rate is learned", "standout": "it follows from the sums",
  ]

  @Test func `every variant, every place and every kind of network is among the cases`() {
    let placements = Self.cases.map(\.dropout)
    func names<Variant: DropoutVariant>(_ of: (DropoutPlacement) -> [Variant]) -> Set<String> {
      Set(placements.flatMap(of).map(\.name))
    }
    #expect(
      names { [$0.input] + $0.hidden.variants + $0.maps.variants } == Set(Dropout.choices.map(\.name)))
    #expect(names { $0.residual.variants } == Set(ResidualDropout.choices.map(\.name)))
    #expect(names { $0.paths.variants } == Set(PathDropout.choices.map(\.name)))
    #expect(names { $0.weights.variants } == Set(WeightDropout.choices.map(\.name)))
    #expect(names { $0.recurrent?.variants.map(\.state) ?? [] } == Set(StateNoise.choices.map(\.name)))
    #expect(Set(placements.flatMap(\.places)) == Set(DropoutPlace.allCases))
    #expect(Set(Self.cases.map(\.network.name)) == Set(NetworkSpec.choices.map(\.name)))
  }
}

import Experiments
import NeuralNets
import Specifications
import Testing
import Training

/// Every kind of network, with dropout in all of its places, as a trial.
struct NetworkKindsTests {
  private static let convolutions = [
    ConvolutionSpec(channels: 5, kernel: 3, padding: 1, pool: .max(size: 2, stride: 2)),
    ConvolutionSpec(channels: 18, kernel: 2),
  ]
  private static let spatial = HiddenDropout.same(.spatial(rate: Rate(0.3)))
  private static let gaussian = HiddenDropout.same(.gaussian(rate: Rate(0.2)))

  private static func depth(_ gate: GateSharing) -> ResidualDropout {
    .stochasticDepth(StochasticDepth(survival: .linear(last: 0.5), gate: gate))
  }

  static let kinds = single + listed

  /// One entry for all layers.
  private static let single: [(name: String, network: NetworkSpec, dropout: DropoutPlacement)] = [
    (
      "mlp, DropConnect", .mlp(MLPSpec(hidden: [12, 9])),
      DropoutPlacement(input: TrialFixture.fifth, weights: .dropConnect(DropConnect(rate: Rate(0.4), group: 3)))
    ),
    (
      "cnn", .cnn(CNNSpec(convolutions: convolutions, hidden: [7])),
      DropoutPlacement(input: TrialFixture.fifth, hidden: .same(TrialFixture.half), maps: spatial)
    ),
    (
      "cnn, normalised", .cnn(CNNSpec(convolutions: convolutions, head: .average, batchNorm: true)),
      DropoutPlacement(maps: gaussian)
    ),
    (
      "resnet", .resnet(ResNetSpec(stages: [4, 6], blocks: 1)),
      DropoutPlacement(maps: .same(TrialFixture.fifth), residual: depth(.example))
    ),
    (
      "resnet, pre-activated", .resnet(ResNetSpec(stages: [4, 6], blocks: 1, preactivation: true)),
      DropoutPlacement(residual: depth(.batch))
    ),
    (
      "resmlp", .resmlp(ResMLPSpec(width: 9, blocks: 3)),
      DropoutPlacement(hidden: .same(TrialFixture.classic), residual: depth(.batch))
    ),
    (
      "lstm", .recurrent(RecurrentSpec(cell: .lstm, units: 9, layers: 2)),
      DropoutPlacement(
        hidden: .same(TrialFixture.fifth),
        recurrent: RecurrentDropout(input: Rate(0.2), state: .tied(rate: Rate(0.3)), weights: Rate(0.1)))
    ),
    (
      "gru", .recurrent(RecurrentSpec(cell: .gru, units: 9)),
      DropoutPlacement(recurrent: RecurrentDropout(state: .zoneout(cell: Rate(0), hidden: Rate(0.3))))
    ),
    (
      "vit", .vit(ViTSpec(patch: 1, width: 8, heads: 2, layers: 1, hidden: 10)),
      DropoutPlacement(
        hidden: .same(TrialFixture.half), attention: AttentionDropout(weights: Rate(0.2), heads: Rate(0.1)),
        branches: TrialFixture.fifth)
    ),
    (
      "vit, LayerDrop", .vit(ViTSpec(patch: 1, width: 8, heads: 2, layers: 3, hidden: 10)),
      DropoutPlacement(residual: .layerDrop(rate: Rate(0.4)))
    ),
    (
      "fractal, local", .fractal(FractalSpec(channels: [5, 7], columns: 3)),
      DropoutPlacement(maps: .same(TrialFixture.fifth), paths: .local(rate: Rate(0.3)))
    ),
    (
      "fractal, global", .fractal(FractalSpec(channels: [5], columns: 3)), DropoutPlacement(paths: .global)
    ),
    (
      "mlp, learned noise", .mlp(MLPSpec(hidden: [12, 9])),
      DropoutPlacement(
        input: .variational(VariationalNoise(divergence: .molchanov, sharing: .unit)),
        hidden: .each([.concrete(ConcreteNoise()), .variational(VariationalNoise(divergence: .kingma))]))
    ),
    (
      "cnn, learned noise", .cnn(CNNSpec(convolutions: convolutions, hidden: [7])),
      DropoutPlacement(
        hidden: .same(.concrete(ConcreteNoise(temperature: 0.3))),
        maps: .same(.variational(VariationalNoise(divergence: .kingma, sharing: .unit))))
    ),
    (
      "mlp, fast dropout and standout", .mlp(MLPSpec(hidden: [12, 9])),
      DropoutPlacement(
        hidden: .same(.standout(StandoutNoise())), weights: .fast(input: Rate(0.2), hidden: Rate(0.4)))
    ),
    (
      "fractal, mixed", .fractal(FractalSpec(channels: [5], columns: 2)),
      DropoutPlacement(paths: .mixed(rate: Rate(0.2)))
    ),
  ]

  /// Lists of one entry per layer, whose rates change over training.
  private static let listed: [(name: String, network: NetworkSpec, dropout: DropoutPlacement)] = [
    (
      "vit, attention layer by layer", .vit(ViTSpec(patch: 1, width: 8, heads: 2, layers: 2, hidden: 10)),
      placed {
        $0.attention = .each([
          AttentionDropout(weights: Rate(0.2)),
          AttentionDropout(
            weights: ScheduledRate(Rate(0.3), .curriculum(speed: 10)),
            heads: ScheduledRate(Rate(0.4), .early(until: 0.8))),
        ])
      }
    ),
    (
      "lstm, layer by layer", .recurrent(RecurrentSpec(cell: .lstm, units: 9, layers: 2)),
      placed {
        $0.recurrent = .each([
          RecurrentDropout(
            input: ScheduledRate(Rate(0.2), .early(until: 0.9)),
            state: .scheduled(.tied(rate: Rate(0.3)), .ramp(until: 0.7)),
            weights: ScheduledRate(Rate(0.1), .late(from: 0.3))),
          RecurrentDropout(state: .zoneout(cell: Rate(0.1), hidden: Rate(0.2))),
        ])
      }
    ),
    (
      "vit, branches layer by layer", .vit(ViTSpec(patch: 1, width: 8, heads: 2, layers: 2, hidden: 10)),
      placed {
        $0.branches = .each([.none, .scheduled(.bernoulli(rate: Rate(0.3), convention: .inverted), .ramp(until: 0.7))])
        $0.residual = .each([.scheduled(.layerDrop(rate: Rate(0.3)), .early(until: 0.8)), depth(.example)])
      }
    ),
    (
      "fractal, block by block", .fractal(FractalSpec(channels: [5, 7], columns: 3)),
      placed { $0.paths = .each([.scheduled(.local(rate: Rate(0.4)), .ramp(until: 0.7)), .mixed(rate: Rate(0.2))]) }
    ),
    (
      "mlp, weights layer by layer", .mlp(MLPSpec(hidden: [12, 9])),
      placed {
        $0.weights = .each([
          .scheduled(.dropConnect(DropConnect(rate: Rate(0.4), group: 3)), .ramp(until: 0.7)), .none,
          .scheduled(.fast(input: Rate(0), hidden: Rate(0.3)), .early(until: 0.8)),
        ])
      }
    ),
  ]

  private static func placed(_ change: (inout DropoutPlacement) -> Void) -> DropoutPlacement {
    var placement = DropoutPlacement()
    change(&placement)
    return placement
  }

  private func fixture(_ index: Int) -> TrialFixture {
    var fixture = TrialFixture(training: 63, epochs: 2, dropout: Self.kinds[index].dropout)
    fixture.spec.network = Self.kinds[index].network
    fixture.keepsWeights = true
    return fixture
  }

  @Test(arguments: kinds.indices)
  func `a trial has the same outcome on other threads, beside others and in other batches of evaluation`(
    _ index: Int
  ) throws {
    let fixture = fixture(index)
    let expected = try fixture.finished().outcome
    #expect(expected.status == .completed, "\(Self.kinds[index].name)")
    let outcomes = ParallelThreads.map(3) { part in
      Result { try fixture.finished(evaluationBatch: [250, 7, 61][part]).outcome }
    }
    for outcome in outcomes { #expect(try outcome.get() == expected, "\(Self.kinds[index].name)") }
  }

  @Test(arguments: kinds.indices)
  func `dropout changes what is learned, is counted at every site, and weights are kept by name`(_ index: Int) throws {
    var fixture = fixture(index)
    let outcome = try fixture.finished().outcome
    #expect(outcome.metrics.contains { [.dropFraction, .learnedRate].contains($0.metric) || index == 2 })
    let names = (outcome.weights ?? []).map(\.name)
    #expect(!names.isEmpty && Set(names).count == names.count)
    fixture.spec.dropout = DropoutPlacement()
    let plain = try fixture.finished().outcome
    #expect(plain.digests.initialWeights == outcome.digests.initialWeights, "\(Self.kinds[index].name)")
    #expect(plain.digests.finalWeights != outcome.digests.finalWeights, "\(Self.kinds[index].name)")
    #expect(!plain.metrics.contains { $0.metric == .dropFraction })
  }

  /// Of K inputs q − q^K / K are dropped, since the last one stays (T36); a join of three columns has one of two ahead of it.
  @Test(arguments: [
    (2, PathDropout.local(rate: Rate(0.15)), 0.13875), (2, .local(rate: Rate(0.5)), 0.375),
    (3, .local(rate: Rate(0.15)), 0.144825), (2, .global, 0.5),
  ])
  func `the share of paths that are dropped is that of inputs of joins`(
    _ columns: Int, _ paths: PathDropout, _ expected: Double
  ) throws {
    var fixture = TrialFixture(training: 60, epochs: 20, dropout: DropoutPlacement(paths: paths))
    fixture.spec.network = .fractal(FractalSpec(channels: [2], columns: columns))
    fixture.spec.training.batchSize = 1
    let shares = try fixture.finished().outcome.metrics.filter { $0.metric == .dropFraction }.map(\.value)
    #expect(shares.count == 20)
    let mean = shares.reduce(0, +) / 20
    // Four standard errors of 1200 steps.
    #expect(abs(mean - expected) < (paths == .global ? 1e-12 : 0.029), "\(mean)")
  }

  @Test func `LayerDrop skips both parts of a layer together`() throws {
    let index = try #require(Self.kinds.firstIndex { $0.name == "vit, LayerDrop" })
    let outcome = try fixture(index).finished().outcome
    for layer in 0..<3 {
      let shares = ["attentionBranch", "feedForwardBranch"].map { part in
        outcome.value(.dropFraction, .training, epoch: 2, layer: "blocks.\(layer).\(part).gate")
      }
      #expect(shares[0] == shares[1] && shares[0] != nil)
    }
    let shares = (0..<3).map {
      outcome.value(.dropFraction, .training, epoch: 2, layer: "blocks.\($0).attentionBranch.gate") ?? 0
    }
    #expect(Set(shares).count > 1)
  }
}

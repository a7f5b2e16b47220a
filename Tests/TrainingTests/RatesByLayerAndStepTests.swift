import Experiments
import NeuralNets
import Specifications
import Testing
import Training

/// Rates that change over training, and lists of one entry per layer, as trials.
struct RatesByLayerAndStepTests {
  private static let vit = NetworkSpec.vit(ViTSpec(patch: 1, width: 8, heads: 2, layers: 2, hidden: 10))

  private static let lstm = NetworkSpec.recurrent(RecurrentSpec(cell: .lstm, units: 9, layers: 2))
  private static let fractal = NetworkSpec.fractal(FractalSpec(channels: [5, 7], columns: 3))
  private static let resmlp = NetworkSpec.resmlp(ResMLPSpec(width: 9, blocks: 3))
  private static let depth = ResidualDropout.stochasticDepth(
    StochasticDepth(survival: .linear(last: 0.4), gate: .example, convention: .inverted))
  private static let mlp = NetworkSpec.mlp(MLPSpec(hidden: [12, 9]))

  /// Dropout of a place under a curve, or without one.
  struct Scheduled: Sendable {
    let name: String
    let network: NetworkSpec
    let dropout: @Sendable (RateCurve?) -> DropoutPlacement
  }

  /// Dropout of a place in some of its layers, or as one entry for all.
  struct Listed: Sendable {
    let name: String
    let network: NetworkSpec
    /// How the names of the sites of each layer begin.
    let layers: [String]
    let dropout: @Sendable ([Bool]?) -> DropoutPlacement
  }

  static let scheduled: [Scheduled] =
    [
      Scheduled(name: "attention", network: vit) { curve in
        DropoutPlacement(
          attention: AttentionDropout(
            weights: ScheduledRate(Rate(0.3), curve), heads: ScheduledRate(Rate(0.2), curve)))
      }
    ]
    + [
      .dropConnect(DropConnect(rate: Rate(0.3), group: 20)), .dropConnect(DropConnect(rate: Rate(0.4), group: 3)),
      .dropConnect(DropConnect(rate: Rate(0.4), group: 3, masksBias: true)), .gaussianDropConnect(rate: Rate(0.3)),
      .fast(input: Rate(0.2), hidden: Rate(0.4)),
    ].map { (weights: WeightDropout) in
      Scheduled(name: "\(weights)", network: mlp) { curve in
        DropoutPlacement(weights: curve.map { .scheduled(weights, $0) } ?? weights)
      }
    }
    + [.tied(rate: Rate(0.3)), .perStep(rate: Rate(0.3)), .cell(rate: Rate(0.2)), .candidate(rate: Rate(0.3))].map {
      (state: StateNoise) in
      Scheduled(name: "\(state)", network: lstm) { curve in
        DropoutPlacement(
          recurrent: RecurrentDropout(
            input: ScheduledRate(Rate(0.2), curve), state: curve.map { .scheduled(state, $0) } ?? state,
            weights: ScheduledRate(Rate(0.1), curve)))
      }
    }
    + [
      Scheduled(name: "paths", network: fractal) { curve in
        let local = PathDropout.local(rate: Rate(0.3))
        return DropoutPlacement(paths: curve.map { .scheduled(local, $0) } ?? local)
      },
      Scheduled(name: "branches", network: vit) { curve in
        let noise = Dropout.gaussian(rate: Rate(0.3))
        return DropoutPlacement(branches: curve.map { .scheduled(noise, $0) } ?? noise)
      },
      Scheduled(name: "residual", network: resmlp) { curve in
        DropoutPlacement(residual: curve.map { .scheduled(depth, $0) } ?? depth)
      },
      Scheduled(name: "cutout", network: mlp) { curve in
        let cutout = Dropout.cutout(CutoutNoise(size: 3, probability: 0.7))
        return DropoutPlacement(input: curve.map { .scheduled(cutout, $0) } ?? cutout)
      },
    ]

  static let listed: [Listed] = [
    list("attention", vit, ["blocks.0", "blocks.1"], AttentionDropout(weights: Rate(0.3)), none: AttentionDropout()) {
      $0.attention = $1
    },
    list("weights", mlp, ["hidden1", "hidden2"], .dropConnect(DropConnect(rate: Rate(0.3), group: 3)), none: .none) {
      $0.weights = $1
    },
    list(
      "recurrent", lstm, ["lstm1", "lstm2"],
      RecurrentDropout(input: Rate(0.2), state: .zoneout(cell: Rate(0.3), hidden: Rate(0.1)), weights: Rate(0.4)),
      none: RecurrentDropout()
    ) { $0.recurrent = $1 },
    list("paths", fractal, ["blocks.0", "blocks.1"], .local(rate: Rate(0.3)), none: .none) { $0.paths = $1 },
    list("branches", vit, ["blocks.0", "blocks.1"], .spatial(rate: Rate(0.3)), none: .none) { $0.branches = $1 },
    list("residual", resmlp, ["blocks.0", "blocks.1", "blocks.2"], depth, none: .none) { $0.residual = $1 },
    list("LayerDrop", vit, ["blocks.0", "blocks.1"], .layerDrop(rate: Rate(0.4)), none: .none) { $0.residual = $1 },
    list("sums", mlp, ["hidden1", "hidden2"], .gaussianDropConnect(rate: Rate(0.3)), none: .none) {
      $0.weights = $1
    },
  ]

  private static func list<Entry>(
    _ name: String, _ network: NetworkSpec, _ layers: [String], _ entry: Entry, none: Entry,
    _ place: @escaping @Sendable (inout DropoutPlacement, LayerDropout<Entry>) -> Void
  ) -> Listed {
    Listed(name: name, network: network, layers: layers) { chosen in
      var placement = DropoutPlacement()
      place(&placement, chosen.map { .each($0.map { $0 ? entry : none }) } ?? .same(entry))
      return placement
    }
  }

  private func outcome(_ network: NetworkSpec, _ dropout: DropoutPlacement) throws -> TrialOutcome {
    var fixture = TrialFixture(training: 63, epochs: 2, dropout: dropout)
    fixture.spec.network = network
    return try fixture.finished().outcome
  }

  private func shares(_ outcome: TrialOutcome, epoch: Int) -> [String: Double] {
    let own = outcome.metrics.filter { $0.metric == .dropFraction && $0.epoch == epoch }
    return Dictionary(own.map { ($0.layer, $0.value) }) { first, _ in first }
  }

  @Test(arguments: scheduled.indices)
  func `a rate of 0 until a step is no noise until then, and counts as none`(_ index: Int) throws {
    let place = Self.scheduled[index]
    let plain = try outcome(place.network, DropoutPlacement())
    let late = try outcome(place.network, place.dropout(.late(from: 0.5)))
    let constant = try outcome(place.network, place.dropout(nil))
    func first(_ outcome: TrialOutcome) -> [EpochMetric] {
      outcome.metrics.filter { $0.epoch == 1 && plain.metrics.map(\.metric).contains($0.metric) }
    }
    #expect(!first(plain).isEmpty && first(late) == first(plain), "\(place.name)")
    #expect(first(constant) != first(plain) && late.digests.finalWeights != plain.digests.finalWeights)
    // Masks are addressed by step and site, whatever was learned before.
    #expect(shares(late, epoch: 1).values.allSatisfy { $0 == 0 }, "\(place.name)")
    #expect(shares(late, epoch: 2) == shares(constant, epoch: 2), "\(place.name)")
  }

  @Test(arguments: listed.indices)
  func `a list of equal entries has the outcome of the single entry, one without noise leaves its layer alone`(
    _ index: Int
  ) throws {
    let place = Self.listed[index]
    let single = try outcome(place.network, place.dropout(nil))
    let all = place.layers.map { _ in true }
    #expect(try outcome(place.network, place.dropout(all)) == single, "\(place.name)")
    for (number, layer) in place.layers.enumerated() {
      let alone = try outcome(place.network, place.dropout(place.layers.indices.map { $0 == number }))
      let expected = shares(single, epoch: 1).filter { $0.key.hasPrefix(layer) }
      #expect(shares(alone, epoch: 1) == expected, "\(place.name) in \(layer)")
      #expect(alone.digests.finalWeights != single.digests.finalWeights, "\(place.name) in \(layer)")
    }
  }
}

import NeuralNets
import Specifications

extension Identity {
  /// M03.
  static let certainSurvival = Identity(
    "M03", "Residual branches and layers that survive with probability 1 train the plain network, bit for bit.",
    source: "Huang et al. 2016, section 3 (p_L = 1); Fan, Grave & Joulin 2020 (rate 0)"
  ) { subject in
    var evidence = Evidence()
    for (network, training) in [("residual", ShortTraining.residual), ("transformer", .transformer)] {
      let expected = training.bits(DropoutPlacement())
      for residual in certain {
        evidence.true(
          "\(network): \(words(residual))", training.bits(DropoutPlacement(residual: residual), subject) == expected)
      }
      let uncertain = ResidualDropout.stochasticDepth(StochasticDepth(survival: .uniform(0.6)))
      evidence.true(
        "\(network): survival .6 differs", training.bits(DropoutPlacement(residual: uncertain)) != expected)
    }
    return evidence
  }

  private static var certain: [ResidualDropout] {
    let depths = [SurvivalSchedule.linear(last: 1), .uniform(1)].flatMap { survival in
      [GateSharing.batch, .example].flatMap { gate in
        [Convention.classic, .inverted].map { convention in
          ResidualDropout.stochasticDepth(StochasticDepth(survival: survival, gate: gate, convention: convention))
        }
      }
    }
    let layers = [Rate(0), Rate(NeutralNoise.vanishing)].map { ResidualDropout.layerDrop(rate: $0) }
    return depths + layers + layers.map { .scheduled($0, .late(from: 0.1)) }
  }

  private static func words(_ residual: ResidualDropout) -> String {
    switch residual {
    case .none: "none"
    case .stochasticDepth(let depth): "\(depth.survival.name), \(depth.gate.name), \(depth.convention.name)"
    case .layerDrop(let rate): "layerDrop at \(rate.dropping)"
    case .scheduled(let variant, let curve): "\(words(variant)), \(curve.name)"
    }
  }
}

// MARK: - M04

extension Identity {
  /// M04.
  static let singleExampleGate = Identity(
    "M04", "In a batch of one example, gates per example are gates per batch, bit for bit.",
    source: "DropPath of one example is stochastic depth: Huang et al. 2016, section 3"
  ) { subject in
    var evidence = Evidence()
    for (network, training) in [("residual", ShortTraining.residual), ("transformer", .transformer)] {
      var alone = training
      // The draw of a batch is that of the example at place 0.
      alone.examples = [0]
      for survival in [SurvivalSchedule.linear(last: 0.3), .uniform(0.6), .uniform(0.2)] {
        func bits(_ gate: GateSharing, _ subject: Subject) -> [UInt32] {
          let depth = StochasticDepth(survival: survival, gate: gate, convention: .inverted)
          return alone.bits(DropoutPlacement(residual: .stochasticDepth(depth)), subject)
        }
        // What is dropped by examples still runs at 0, so the logits of the first pass tell, not running statistics.
        let logits = training.outputs
        evidence.true(
          "\(network): \(survival.name) \(survival.probability(ofBlock: 1, of: 1))",
          bits(.example, subject).prefix(logits) == bits(.batch, .current).prefix(logits))
      }
    }
    return evidence
  }
}

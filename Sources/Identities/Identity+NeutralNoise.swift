import NeuralNets
import Specifications

extension Identity {
  /// M01.
  static let neutralNoise = Identity(
    "M01", "A variant of dropout at its neutral setting trains the network without dropout, bit for bit.",
    source: "the neutral setting that each variant declares; a rate of 10⁻⁶⁰ draws its noise, and drops nothing"
  ) { subject in
    var evidence = Evidence()
    let (maps, units) = (ShortTraining.convolutional, ShortTraining.perceptron)
    let expected = (maps: maps.bits(DropoutPlacement()), units: units.bits(DropoutPlacement()))
    for dropout in NeutralNoise.variants(0) {
      evidence.true("\(dropout.name) declares its neutral setting", dropout.isNeutral)
    }
    for (setting, dropouts) in [
      ("neutral", NeutralNoise.variants(0)), ("at 10⁻⁶⁰", NeutralNoise.variants(NeutralNoise.vanishing)),
    ] {
      for dropout in dropouts {
        let everywhere = DropoutPlacement(input: dropout, hidden: .same(dropout), maps: .same(dropout))
        evidence.true("\(dropout.name) \(setting): maps", maps.bits(everywhere, subject) == expected.maps)
        let dense = DropoutPlacement(input: dropout.name == "cutout" ? .none : dropout, hidden: .same(dropout))
        evidence.true("\(dropout.name) \(setting): units", units.bits(dense, subject) == expected.units)
      }
    }
    for dropout in NeutralNoise.withoutNeutralSetting {
      evidence.true("\(dropout.name) declares none, and changes training", !dropout.isNeutral)
      evidence.true(
        "\(dropout.name) changes training", units.bits(DropoutPlacement(hidden: .same(dropout))) != expected.units)
    }
    let known = NeutralNoise.variants(0) + NeutralNoise.withoutNeutralSetting
    let missing = Dropout.choices.map(\.name).filter { name in !known.contains { $0.name == name } }
    evidence.true("no variant of the catalogue is missing (\(missing.joined(separator: ", ")))", missing.isEmpty)
    return evidence
  }
}

/// Every variant of the catalogue of noise, where it changes nothing.
enum NeutralNoise {
  /// A rate that is not 0, so that noise is drawn, whose complement is 1, so that nothing is dropped.
  static let vanishing = 1e-60

  /// The variants that have a neutral setting, at a rate, spread or probability.
  static func variants(_ size: Double) -> [Dropout] {
    let rate = Rate(size)
    let plain: [Dropout] = [
      .bernoulli(rate: rate, convention: .inverted), .bernoulli(rate: rate, convention: .classic),
      .batchBernoulli(rate: rate, convention: .inverted), .batchBernoulli(rate: rate, convention: .classic),
      .spatial(rate: rate), .gaussian(rate: rate), .clippedGaussian(rate: rate), .uniform(spread: size),
      .alpha(rate: rate), .cutout(CutoutNoise(size: 2, probability: size)),
    ]
    let blocks = [BlockGamma.exact, .paper].flatMap { gamma in
      [false, true].map { Dropout.dropBlock(DropBlockNoise(rate: rate, size: 2, gamma: gamma, isShared: $0)) }
    }
    let all = plain + blocks
    return [.none] + all + all.filter { $0.scaled(by: 1) != nil }.map { .scheduled($0, .late(from: 0.1)) }
  }

  /// The variants without one: their noise is learned, or follows from the values.
  static let withoutNeutralSetting: [Dropout] = [
    .variational(VariationalNoise(divergence: .kingma, start: 0.15)),
    .concrete(ConcreteNoise(start: Rate(0.15), temperature: 0.1)), .standout(StandoutNoise(slope: 1, shift: 0)),
  ]
}

import NeuralNets
import Randomness
import Specifications

/// The masks of one site in one step, which limits of variants share.
private enum MaskLimits {
  static let examples: [UInt32] = [7, 3, 90, 12, 11, 59_999]
  static let rates = [Rate(0.2), Rate(0.7)]
  static let pass = ForwardPass.training(RandomPlan(seed: 19).replicate(0), step: 3)

  static func factors(_ dropout: Dropout, _ shape: MapShape, _ subject: Subject = .current) -> [Float] {
    subject.factors(NoiseRequest(dropout, pass: pass, examples: examples, shape: shape))
  }

  /// 1 where a factor is not 0.
  static func kept(_ factors: [Float]) -> [Bool] { factors.map { $0 != 0 } }

  static func bernoulli(_ rate: Rate) -> Dropout { .bernoulli(rate: rate, convention: .inverted) }
}

// MARK: - M06

extension Identity {
  /// M06.
  static let spatialOnOnePosition = Identity(
    "M06", "Spatial dropout of maps of one position is Bernoulli dropout with the same draws, bit for bit.",
    source: "Tompson et al. 2015, section 3.2"
  ) { subject in
    var evidence = Evidence()
    for rate in MaskLimits.rates {
      for channels in [5, 16, 64, 131] {
        let shape = MapShape(channels: channels)
        evidence.true(
          "\(channels) channels, rate \(rate.dropping)",
          MaskLimits.factors(.spatial(rate: rate), shape, subject)
            == MaskLimits.factors(MaskLimits.bernoulli(rate), shape))
      }
      let training = ShortTraining(
        network: .cnn(CNNSpec(convolutions: [ConvolutionSpec(channels: 9, kernel: 3)], hidden: [8])),
        input: MapShape(height: 3, width: 3, channels: 2))
      func bits(_ dropout: Dropout, _ subject: Subject) -> [UInt32] {
        training.bits(DropoutPlacement(maps: .same(dropout)), subject)
      }
      evidence.true(
        "training of a network, rate \(rate.dropping)",
        bits(.spatial(rate: rate), subject) == bits(MaskLimits.bernoulli(rate), .current))
    }
    return evidence
  }
}

// MARK: - M07 and M08

extension Identity {
  /// M07.
  static let smallestBlock = Identity(
    "M07", "DropBlock of one position drops what Bernoulli dropout drops, and divides by the share that was kept.",
    source: "Ghiasi, Lin & Le 2018, section 3"
  ) { subject in
    blockLimit(subject, size: { _ in 1 }, shapes: [MapShape(height: 5, width: 7, channels: 3)]) {
      MaskLimits.bernoulli($0)
    }
  }

  /// M08.
  static let largestBlock = Identity(
    "M08", "DropBlock of the whole map drops what spatial dropout drops, and divides by the share that was kept.",
    source: "Ghiasi, Lin & Le 2018, section 3"
  ) { subject in
    blockLimit(
      subject, size: \.height,
      shapes: [MapShape(height: 4, width: 4, channels: 5), MapShape(height: 3, width: 3, channels: 70)]
    ) { .spatial(rate: $0) }
  }

  private static func blockLimit(
    _ subject: Subject, size: (MapShape) -> Int, shapes: [MapShape], _ limit: (Rate) -> Dropout
  ) -> Evidence {
    var evidence = Evidence()
    for rate in MaskLimits.rates {
      for shape in shapes + [MapShape(height: shapes[0].height, width: shapes[0].width, channels: 1)] {
        let expected = MaskLimits.kept(MaskLimits.factors(limit(rate), shape))
        let share = Double(expected.count { $0 }) / Double(expected.count)
        for gamma in [BlockGamma.exact, .paper] {
          for isShared in shape.channels == 1 ? [false, true] : [false] {
            let block = DropBlockNoise(rate: rate, size: size(shape), gamma: gamma, isShared: isShared)
            let found = MaskLimits.factors(.dropBlock(block), shape, subject)
            let name = "\(gamma.name)\(isShared ? ", shared" : ""), \(shape.channels) channels, rate \(rate.dropping)"
            evidence.true("mask: \(name)", MaskLimits.kept(found) == expected)
            let scale = Float(1 / share)
            evidence.true("scale: \(name)", found.allSatisfy { $0 == 0 || abs($0 - scale) <= 1e-6 * scale })
          }
        }
      }
    }
    return evidence
  }
}

// MARK: - M11

extension Identity {
  /// M11.
  static let sharedDraws = Identity(
    "M11",
    "Variants of one mask threshold the same draws: classic is p times inverted, a mask per batch is example 0's.",
    source: "Srivastava et al. 2014, section 10; Klambauer et al. 2017, section 3"
  ) { subject in
    var evidence = Evidence()
    let shape = MapShape(channels: 67)
    for rate in MaskLimits.rates {
      let inverted = MaskLimits.factors(MaskLimits.bernoulli(rate), shape)
      let classic = MaskLimits.factors(.bernoulli(rate: rate, convention: .classic), shape, subject)
      evidence.true(
        "classic / p, rate \(rate.dropping)",
        classic.map { $0 == 0 ? 0 : $0 * Float(1 / rate.retention) } == inverted)
      let alpha = MaskLimits.factors(.alpha(rate: rate), shape, subject)
      let dropped = Float(AlphaNoise(rate: rate).shift.dropped)
      evidence.true("mask of alpha, rate \(rate.dropping)", alpha.map { $0 != dropped } == MaskLimits.kept(inverted))
      let batch = MaskLimits.factors(.batchBernoulli(rate: rate, convention: .inverted), shape, subject)
      var first = NoiseRequest(
        MaskLimits.bernoulli(rate), site: "maps1", pass: MaskLimits.pass, examples: [0], units: 67)
      first.shape = shape
      let own = first.factors
      evidence.true("per batch, rate \(rate.dropping)", batch == MaskLimits.examples.flatMap { _ in own })
    }
    return evidence
  }
}

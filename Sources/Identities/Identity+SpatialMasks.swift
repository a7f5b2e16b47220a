import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T18.
  static let spatialMask = Identity(
    "T18", "Spatial dropout is a mask per example and channel, the same at every position, and independent otherwise.",
    source: "Tompson et al. 2015, section 3.2; erratum Q17"
  ) { subject in
    var evidence = Evidence()
    let shape = MapShape(height: 3, width: 4, channels: 5)
    let examples: [UInt32] = [7, 3, 90, 12]
    for p in [0.8, 0.3] {
      let spatial = Dropout.spatial(rate: Rate(retention: p))
      let found = subject.factors(NoiseRequest(spatial, pass: spatialPass, examples: examples, shape: shape))
      let plain = subject.factors(
        NoiseRequest(
          .bernoulli(rate: Rate(retention: p), convention: .inverted), site: "maps1", pass: spatialPass,
          examples: examples, units: shape.channels))
      let broadcast = examples.indices.flatMap { example in
        (0..<shape.positions).flatMap { _ in plain[example * shape.channels..<(example + 1) * shape.channels] }
      }
      evidence.true("bits of a mask [examples, 1, 1, channels], broadcast, p = \(p)", found == broadcast)
      evidence.true("nothing but 0 and 1 / p, p = \(p)", found.allSatisfy { $0 == 0 || $0 == Float(1 / p) })
      addIndependence(spatial, p, subject, to: &evidence)
    }
    let spatial = Dropout.spatial(rate: Rate(0.2))
    let evaluated = subject.factors(
      NoiseRequest(spatial, pass: subject.evaluation, examples: examples, shape: shape))
    evidence.true("evaluation multiplies by 1", evaluated.allSatisfy { $0 == 1 })
    return evidence
  }

  private static let spatialPass = ForwardPass.training(RandomPlan(seed: 18).replicate(0), step: 3)

  /// Shares and covariances over 4 000 examples of two positions and six channels, as standard scores.
  private static func addIndependence(_ spatial: Dropout, _ p: Double, _ subject: Subject, to evidence: inout Evidence)
  {
    let shape = MapShape(height: 1, width: 2, channels: 6)
    let examples = (0..<4000).map { UInt32($0) }
    let found = subject.factors(NoiseRequest(spatial, pass: spatialPass, examples: examples, shape: shape))
    let kept = found.map { $0 == 0 ? -p : 1 - p }
    let width = shape.units
    func covariance(_ other: (Int, Int) -> Int?) -> Double {
      var (sum, count) = (0.0, 0)
      for example in examples.indices {
        for channel in 0..<shape.channels {
          guard let second = other(example, channel), second < kept.count else { continue }
          sum += kept[example * width + channel] * kept[second]
          count += 1
        }
      }
      return sum / (p * (1 - p) * Double(count).squareRoot())
    }
    let mean = examples.indices.reduce(0.0) { sum, example in
      sum + kept[example * width..<example * width + shape.channels].reduce(0, +)
    }
    let deviation = (p * (1 - p) * Double(examples.count * shape.channels)).squareRoot()
    evidence.score("share of channels kept, p = \(p)", mean / deviation)
    evidence.score("neighbouring examples, p = \(p)", covariance { ($0 + 1) * width + $1 })
    evidence.score(
      "neighbouring channels, p = \(p)", covariance { $1 + 1 < shape.channels ? $0 * width + $1 + 1 : nil })
  }
}

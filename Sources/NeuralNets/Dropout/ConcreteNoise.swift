import CKernels
import Randomness
import Specifications

/// Concrete dropout: y = x (1 − z) / (1 − q), z = σ((logit q + logit u) / t), one u per example and unit, q learned.
///
/// Source: Gal, Hron & Kendall 2017, equations 3 and 5. The loss gains wr ‖W‖² / (1 − q) over all weights of the layer that
/// reads the site, recurrent and output projections included, and dr · d (q log q + (1 − q) log(1 − q)) for its d units. Nothing at evaluation.
package struct ConcreteNoise: Hashable, Sendable {
  /// The first q.
  package let start: Rate
  package let temperature: Double
  /// wr, with the paper's names ℓ² / N.
  package let weightRegularizer: Double
  /// dr, with the paper's names 2 / N.
  package let dropoutRegularizer: Double

  package init(
    start: Rate = Rate(0.1), temperature: Double = 0.1, weightRegularizer: Double = 1e-6,
    dropoutRegularizer: Double = 1e-5
  ) {
    self.start = start
    self.temperature = temperature
    self.weightRegularizer = weightRegularizer
    self.dropoutRegularizer = dropoutRegularizer
  }

  /// At the first q; the relaxed variable is off the mean of a Bernoulli one.
  package var laws: NoiseLaws {
    let moments = Self.moments(rate: start.dropping, temperature: temperature, parts: 2_000)
    let retention = start.retention
    let mean = (1 - moments.mean) / retention
    return NoiseLaws(
      mean: mean, variance: moments.variance / (retention * retention), evaluationFactor: 1, isMask: false,
      bias: mean - 1)
  }

  /// z for a uniform in (0, 1).
  package static func relaxed(_ uniform: Double, rate: Double, temperature: Double) -> Double {
    dl_sigmoid((logit(rate) + logit(uniform)) / temperature)
  }

  package static func logit(_ share: Double) -> Double { dl_log(share) - dl_log1p(-share) }

  /// Moments of z and the share above ½, over the midpoints of so many parts of (0, 1).
  package static func moments(
    rate: Double, temperature: Double, parts: Int
  ) -> (mean: Double, variance: Double, above: Double) {
    var (sum, squares, above) = (0.0, 0.0, 0)
    for part in 0..<parts {
      let z = relaxed((Double(part) + 0.5) / Double(parts), rate: rate, temperature: temperature)
      sum += z
      squares += z * z
      if z > 0.5 { above += 1 }
    }
    let mean = sum / Double(parts)
    return (mean, squares / Double(parts) - mean * mean, Double(above) / Double(parts))
  }

  /// q log q + (1 − q) log(1 − q), minus the entropy of dropping.
  package static func negativeEntropy(_ rate: Double) -> Double {
    rate * dl_log(rate) + (1 - rate) * dl_log1p(-rate)
  }
}

extension Dropout {
  /// How Concrete dropout is written.
  static let concreteChoice = Choice<Dropout>(
    "concrete",
    "Drops units by a relaxed mask whose learned rate acts on all weights of the layer that reads it, recurrent and "
      + "output projections included.",
    formula: "y = x (1 − z) / (1 − q), z = σ((logit q + logit u) / t); loss + wr ‖W‖² / (1 − q) − dr · d · entropy(q)",
    source: "Gal, Hron & Kendall 2017, eq. 3 and 5",
    example:
      "{ concrete: { start: 0.1, temperature: 0.1, weightRegularizer: 0.000001, dropoutRegularizer: 0.00001 } }",
    read: { map in
      let share = Bounds<Double>("a number above 0 and below 1") { $0 > 0 && $0 < 1 }
      let plain = ConcreteNoise()
      let start = map.optional("start", default: plain.start.dropping, in: share)
      let temperature = map.optional("temperature", default: plain.temperature, in: .positive)
      let weights = map.optional("weightRegularizer", default: plain.weightRegularizer, in: .notNegative)
      let rates = map.optional("dropoutRegularizer", default: plain.dropoutRegularizer, in: .notNegative)
      guard let start, let temperature, let weights, let rates else { return nil }
      return .concrete(
        ConcreteNoise(
          start: Rate(start), temperature: temperature, weightRegularizer: weights, dropoutRegularizer: rates))
    },
    write: { dropout in
      guard case .concrete(let noise) = dropout else { return nil }
      let plain = ConcreteNoise()
      return (noise.start == plain.start ? [] : [("start", noise.start.dropping.node)])
        + (noise.temperature == plain.temperature ? [] : [("temperature", noise.temperature.node)])
        + (noise.weightRegularizer == plain.weightRegularizer
          ? [] : [("weightRegularizer", noise.weightRegularizer.node)])
        + (noise.dropoutRegularizer == plain.dropoutRegularizer
          ? [] : [("dropoutRegularizer", noise.dropoutRegularizer.node)])
    })
}

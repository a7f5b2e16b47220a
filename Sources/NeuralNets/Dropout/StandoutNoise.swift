import CKernels
import Specifications

/// Standout: h = m ⊙ a(z), m ~ Bernoulli(π), π = σ(α z + β); at evaluation π ⊙ a(z).
///
/// Source: Ba & Frey 2013, section 3, with the layer's own weights for the keep probability ("tied" up to α and β). No
/// gradient goes through π.
package struct StandoutNoise: Hashable, Sendable {
  /// α; 0 is classic Bernoulli dropout that keeps with σ(β).
  package let slope: Double
  /// β.
  package let shift: Double

  package init(slope: Double = 1, shift: Double = 0) {
    self.slope = slope
    self.shift = shift
  }

  /// At pre-activations of zero.
  package var laws: NoiseLaws {
    let retention = dl_sigmoid(shift)
    return NoiseLaws(
      mean: retention, variance: retention * dl_sigmoid(-shift), evaluationFactor: retention, isMask: true)
  }
}

extension Dropout {
  /// How standout is written.
  static let standoutChoice = Choice<Dropout>(
    "standout", "Keeps a unit with a probability that grows with its own pre-activation; hidden layers only.",
    formula: "m ⊙ a(z), m ~ Bernoulli(π), π = σ(α z + β); at evaluation π ⊙ a(z); no gradient through π",
    source: "Ba & Frey 2013, section 3", example: "{ standout: { slope: 1, shift: 0 } }",
    read: { map in
      let slope = map.optional("slope", default: 1.0)
      let shift = map.optional("shift", default: 0.0)
      guard let slope, let shift else { return nil }
      return .standout(StandoutNoise(slope: slope, shift: shift))
    },
    write: { dropout in
      guard case .standout(let noise) = dropout else { return nil }
      return (noise.slope == 1 ? [] : [("slope", noise.slope.node)])
        + (noise.shift == 0 ? [] : [("shift", noise.shift.node)])
    })
}

import Specifications

/// Dropout inside a recurrent layer; noise on what goes in and out of the layer alone is an ordinary site outside it.
///
/// All masks are inverted: what is kept is divided by the retention, and evaluation does nothing (zoneout excepted).
package struct RecurrentDropout: Hashable, Sendable {
  /// One mask per sequence on the inputs, the same at every step (Gal & Ghahramani 2016, section 4).
  package var input: ScheduledRate
  /// What acts on the state on its way through time.
  package var state: StateNoise
  /// One mask per batch on the recurrent weights (Merity, Keskar & Socher 2018, section 3: weight-drop).
  package var weights: ScheduledRate

  package init(input: ScheduledRate, state: StateNoise, weights: ScheduledRate) {
    self.input = input
    self.state = state
    self.weights = weights
  }

  /// At rates of inputs and weights that do not change.
  package init(input: Rate = Rate(0), state: StateNoise = .none, weights: Rate = Rate(0)) {
    self.init(input: ScheduledRate(input), state: state, weights: ScheduledRate(weights))
  }
}

/// Noise on the state of a recurrent layer on its way through time; h' and c' are those of the step before.
package enum StateNoise: Hashable, Sendable {
  case none
  /// Gal & Ghahramani 2016: h' enters the products as r ⊙ h' / p, one r per sequence.
  case tied(rate: Rate)
  /// The same with another r at every step: a coordinate survives t steps with probability pᵗ.
  case perStep(rate: Rate)
  /// c = r ⊙ ĉ / p at every step, the memory itself (of a GRU: h); the worst case of Semeniuta et al. 2016, section 3.
  case cell(rate: Rate)
  /// Semeniuta et al. 2016, eq. 11: the candidate g enters as r ⊙ g / p at every step, the memory is not touched.
  case candidate(rate: Rate)
  /// Krueger et al. 2017: a unit of c and of h keeps its old value with these rates; evaluation moves by the retention.
  case zoneout(cell: Rate, hidden: Rate)
  /// A variant whose rate is multiplied by a factor that changes over training.
  indirect case scheduled(StateNoise, RateCurve)
}

extension StateNoise: DropoutVariant {
  package var schedule: (variant: StateNoise, curve: RateCurve)? {
    guard case .scheduled(let variant, let curve) = self else { return nil }
    return (variant, curve)
  }

  package var scheduleRefusal: ScheduleRefusal? {
    switch self {
    case .none, .scheduled: .rateless
    // It moves by its retention.
    case .zoneout: .evaluation
    case .tied, .perStep, .cell, .candidate: nil
    }
  }

  package static let settings: [StateNoise] = {
    let rate = Rate(0.25)
    return [
      .none, .tied(rate: rate), .perStep(rate: rate), .cell(rate: rate), .candidate(rate: rate),
      .zoneout(cell: rate, hidden: rate), .scheduled(.tied(rate: rate), .ramp(until: 1)),
    ]
  }()
}

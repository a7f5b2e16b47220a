import Specifications

/// Dropout inside a recurrent layer; noise on what goes in and out of the layer alone is an ordinary site outside it.
///
/// All masks are inverted: what is kept is divided by the retention, and evaluation does nothing (zoneout excepted).
package struct RecurrentDropout: Hashable, Sendable {
  /// One mask per sequence on the inputs, the same at every step (Gal & Ghahramani 2016, section 4).
  package var input: Rate
  /// What acts on the state on its way through time.
  package var state: StateNoise
  /// One mask per batch on the recurrent weights (Merity, Keskar & Socher 2018, section 3: weight-drop).
  package var weights: Rate

  package init(input: Rate = Rate(0), state: StateNoise = .none, weights: Rate = Rate(0)) {
    self.input = input
    self.state = state
    self.weights = weights
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
}

import Randomness

/// What single sites do in a pass that is otherwise an evaluation: members of an ensemble, and ways of getting it wrong.
package struct PassComposition: Hashable, Sendable {
  /// What the sites of these path names do; all others evaluate.
  package let acts: [String: SiteAct]

  package init(acts: [String: SiteAct]) { self.acts = acts }

  /// One column of every block of a fractal network, counted from 1, the shallowest; nil for the deepest.
  package static func column(_ number: Int?) -> PassComposition {
    PassComposition(acts: [FractalBlock.networkAddress: .column(number)])
  }

  func noise(of site: String) -> NoiseSource? {
    switch acts[site] {
    case .drawn(let plan, let sample): NoiseSource(stream: plan.sampling(layer: site, sample: sample), step: 0)
    case .kept, .factor, .column, nil: nil
    }
  }
}

/// What one site of noise does.
package enum SiteAct: Hashable, Sendable {
  /// Draws its noise as Monte-Carlo sample `sample` does.
  case drawn(ReplicatePlan, sample: Int)
  /// Applies one given mask to every example: bit u is 1 where unit u is kept, for at most 64 units.
  case kept(UInt64)
  /// Multiplies everything by one number; the gate of a branch multiplies that.
  case factor(Double)
  /// Joins of fractal blocks take one column alone, counted from 1, the shallowest; nil for the deepest.
  case column(Int?)
}

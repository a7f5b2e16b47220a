import Randomness
import Specifications

/// Which gradient a step follows where a network has noise: what separates the effects of dropout (Wei et al. 2020).
package enum GradientRule: Hashable, Sendable {
  /// Of the loss under one draw of the noise: dropout as everybody trains it.
  case drawn
  /// The mean over so many draws for the same batch: most noise of the gradient is gone, what dropout adds to the
  /// objective stays.
  case averaged(draws: Int)
  /// Without noise in the network, but with the noise that one of so many draws gives the gradient.
  case noiseOnly(draws: Int)
  /// Of the loss of the mean network, through the network under one draw (Warde-Farley et al. 2014).
  case boosting

  /// One gradient of a step: under a draw, counted from 0, or without noise; and what it counts.
  package struct Term: Hashable, Sendable {
    package let draw: Int?
    package let weight: Double
  }

  /// The gradients whose weighted sum a step follows.
  package var terms: [Term] {
    switch self {
    case .drawn, .boosting: return [Term(draw: 0, weight: 1)]
    case .averaged(let draws): return (0..<draws).map { Term(draw: $0, weight: 1 / Double(draws)) }
    case .noiseOnly(let draws):
      return [Term(draw: nil, weight: 1)]
        + (0..<draws).map { Term(draw: $0, weight: ($0 == 0 ? 1 : 0) - 1 / Double(draws)) }
    }
  }

  /// Whether gradients must be kept before anything moves.
  package var sums: Bool { terms.count > 1 }

  /// Forward passes and pullbacks of a step in units of an ordinary step.
  package var cost: Double {
    switch self {
    case .drawn: 1
    // A pullback costs as much as two forward passes.
    case .boosting: 4.0 / 3
    case .averaged, .noiseOnly: Double(terms.count)
    }
  }
}

extension ForwardPass {
  /// The pass of training under draw `draw` of a step's noise; draw 0 is the ordinary one.
  ///
  /// Further draws take the high bits of the step as their address, which no training reaches.
  package static func training(_ plan: ReplicatePlan, step: Int, draw: Int, progress: Double) -> ForwardPass {
    .training(plan, step: step + draw << 40, progress: progress)
  }
}

extension GradientRule: Chosen {
  package static let noun = "gradient"
  private static let draws = Bounds<Int>("a whole number from 2 to 256") { (2...256).contains($0) }
  package static let choices: [Choice<GradientRule>] = [
    Choice("drawn", .drawn, "The gradient under one draw of the noise.", formula: "∇L(r)"),
    Choice(
      "averaged", "The mean gradient over several draws of the noise for the same batch.",
      formula: "1/k Σ ∇L(r_i)", source: "Wei, Kakade & Ma 2020, section 3 (dropout with k samples)",
      example: "{ averaged: { draws: 8 } }",
      read: { $0.required("draws", in: draws).map { .averaged(draws: $0) } },
      write: { if case .averaged(let count) = $0 { [("draws", count.node)] } else { nil } }),
    Choice(
      "noiseOnly", "The gradient without noise, plus what one draw differs by from the mean of several.",
      formula: "∇L + ∇L(r_1) − 1/k Σ ∇L(r_i)", source: "Wei, Kakade & Ma 2020, section 3",
      example: "{ noiseOnly: { draws: 8 } }",
      read: { $0.required("draws", in: draws).map { .noiseOnly(draws: $0) } },
      write: { if case .noiseOnly(let count) = $0 { [("draws", count.node)] } else { nil } }),
    Choice(
      "boosting", .boosting, "The loss of the mean network, pulled back through the network under one draw.",
      formula: "(∂L(E y) / ∂y) ∂y(r) / ∂θ", source: "Warde-Farley et al. 2014, section 6"),
  ]
}

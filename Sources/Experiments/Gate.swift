import Specifications

/// What a configuration must reach to be compared at all: its optimiser got somewhere.
package enum Gate: Hashable, Sendable {
  case none
  /// The mean training error at the end is below this.
  case trainingError(Double)

  /// Half of the training examples.
  package static let standard = 0.5

  /// The training error from which on a configuration hardly trained; nil where that is not asked.
  package var highestTrainingError: Double? {
    switch self {
    case .none: nil
    case .trainingError(let highest): highest
    }
  }
}

extension Gate: Chosen {
  package static let noun = "gate"
  package static let choices: [Choice<Gate>] = [
    Choice("none", .none, "Compares every configuration whose trials did not all diverge."),
    Choice(
      "trainingError", "Compares configurations whose mean training error at the end is lower.",
      example: "{ trainingError: { below: 0.5 } }",
      read: { map in
        map.optional("below", default: standard, in: Bounds("a number above 0 and at most 1") { $0 > 0 && $0 <= 1 })
          .map { .trainingError($0) }
      },
      write: { gate in
        guard case .trainingError(let highest) = gate else { return nil }
        return highest == standard ? [] : [("below", highest.node)]
      }),
  ]
}

import Experiments

extension Claim {
  /// What was written and decides nothing, in sentences.
  var idleKeys: [String] {
    switch question {
    case .allOf where hasOwnLevel, .anyOf where hasOwnLevel:
      ["\(id): alpha and family decide nothing in a claim over claims; those of its parts do"]
    case .equivalence(let arms, let reference, _) where scale == .absolute && !arms.contains(reference):
      ["\(id): 'to' decides nothing beside several arms of an absolute scale; 'among' lists what is compared"]
    case .difference, .notWorse, .level, .equivalence, .trend, .optimum, .interaction, .allOf, .anyOf: []
    }
  }

  private var hasOwnLevel: Bool { alpha != 0.05 || !family.isEmpty }
}

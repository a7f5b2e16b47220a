import Datasets
import NeuralNets
import Specifications

extension InferencePlan {
  /// Reports what no configuration can answer.
  func check(against specs: [TrialSpec], _ place: Place, _ problems: Problems) {
    if bank != nil, let reason = misfitOfBank(with: specs) {
      problems.report(place, "inference has a bank of masks, but \(reason)")
    }
    guard !modes.isEmpty else { return }
    if let spec = specs.first(where: { !$0.givesComparableAnswers }) {
      problems.report(
        place,
        "inference compares probabilities of classes or symbols, or real numbers, and \(spec.loss.name) on "
          + "\(spec.answerKind.title) gives neither")
      return
    }
    for split in splits where specs.contains(where: { !$0.measures(split) }) {
      problems.report(place, "inference is measured on \(split.rawValue), which some configuration does not evaluate")
    }
    for mode in modes {
      let misfits = specs.map { mode.misfit(with: $0, takingOlder: takesOlder) }
      guard let first = misfits.first, let reason = first, !misfits.contains(nil) else { continue }
      problems.report(place, "inference asks for \(mode.name), which fits no configuration: \(reason)")
    }
  }
}

extension InferencePlan {
  /// Why no answers can be held against the mean over masks; nil where some can.
  private func misfitOfBank(with specs: [TrialSpec]) -> String? {
    if modes.isEmpty { return "asks for no mode" }
    if specs.contains(where: { $0.answerKind == .numbers }) {
      return "probabilities are held against it, and answers are real numbers"
    }
    return specs.allSatisfy { $0.dropout.places.isEmpty } ? "no configuration has dropout" : nil
  }
}

extension TrialSpec {
  /// Whether answers of several passes can be averaged and compared.
  fileprivate var givesComparableAnswers: Bool {
    switch answerKind {
    case .classes, .symbols: loss.givesProbabilities
    case .numbers: true
    case .reconstruction: false
    }
  }

  /// Whether the split is evaluated, so that more may be asked of it.
  func measures(_ split: Split) -> Bool {
    switch split {
    case .training: training.evaluate.training > 0
    case .validation: dataset.validation > 0
    case .test: dataset.test > 0 && training.evaluate.test == .last
    }
  }
}

import Experiments

/// A value chosen on validation for one configuration, with every candidate's score.
package struct TunedValue: Sendable {
  /// Such as `trial.optimizer.sgd.learningRate`.
  package let path: String
  package let chosen: String
  package let candidates: [TuningCandidate]
  /// Whether the chosen value is the smallest or the largest candidate; of words, the first or the last.
  package let atEdge: Bool

  package init(path: String, chosen: String, candidates: [TuningCandidate], atEdge: Bool) {
    self.path = path
    self.chosen = chosen
    self.candidates = candidates
    self.atEdge = atEdge
  }

  /// The last key of the path in words: `trial.optimizer.sgd.learningRate` gives `learning rate`.
  package var title: String {
    var words = ""
    for letter in path.split(separator: ".").last ?? "" {
      if letter.isUppercase { words += " " }
      words += letter.lowercased()
    }
    return words
  }
}

/// One candidate value with its mean score over the tuning seeds; a diverged trial scores nil.
package struct TuningCandidate: Sendable {
  package let value: String
  package let score: Double?
  package let trials: [TrialID]

  package init(value: String, score: Double?, trials: [TrialID]) {
    self.value = value
    self.score = score
    self.trials = trials
  }
}

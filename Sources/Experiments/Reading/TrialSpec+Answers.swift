import Datasets
import NeuralNets
import Specifications

extension TrialSpec {
  /// Reports a loss or a network that does not go with the features or targets of the data.
  func checkAnswers(_ report: (String, String) -> Void) {
    let kind = answerKind
    if !loss.isFor(kind) {
      report(
        "loss",
        "the loss is \(loss.name), but the network answers with \(kind.title); write loss: "
          + kind.losses.joined(separator: " or "))
    }
    if regularization.rDrop != nil, !loss.givesProbabilities {
      report("regularization.rDrop", "rDrop compares probabilities, and \(loss.name) gives none; use crossEntropy")
    }
    let readsSymbols = network.kind.reads == .symbols
    let hasSymbols = dataset.source.featureKind == .symbols
    if hasSymbols, !readsSymbols {
      report(
        "network", "the features of \(dataset.source.title) are symbols; the network needs lstm or gru with 'embedding'"
      )
    }
    if readsSymbols, !hasSymbols {
      report(
        "network", "embedding is for symbols, but the features of \(dataset.source.title) are numbers")
    }
    if kind == .symbols, network.kind.reads == .numbers {
      report("network", "\(dataset.source.title) asks for an answer at every step; the network needs lstm or gru")
    }
  }
}

extension Loss {
  /// Whether the outputs are read as the probabilities of a softmax.
  package var givesProbabilities: Bool {
    switch self {
    case .crossEntropy: true
    case .meanSquaredError, .normalLikelihood: false
    }
  }

  /// Whether it can be measured of such answers.
  package func isFor(_ kind: AnswerKind) -> Bool {
    switch self {
    case .crossEntropy: kind.isChoice
    case .meanSquaredError: kind != .symbols
    case .normalLikelihood: !kind.isChoice
    }
  }
}

extension AnswerKind {
  /// The kind within a sentence.
  package var title: String {
    switch self {
    case .classes: "classes"
    case .symbols: "symbols"
    case .numbers: "real numbers"
    case .reconstruction: "its own input"
    }
  }

  /// The names of the losses that can be measured of such answers.
  var losses: [String] {
    let all: [Loss] = [.crossEntropy(labelSmoothing: 0), .meanSquaredError, .normalLikelihood]
    return all.filter { $0.isFor(self) }.map(\.name)
  }
}

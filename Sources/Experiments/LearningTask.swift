import Datasets
import NeuralNets

/// What the network of a trial answers, and what the answers are held against.
package struct LearningTask: Hashable, Sendable {
  package let kind: AnswerKind
  /// Numbers that the network answers at a step.
  package let outputs: Int
  /// Steps at which it answers.
  package let steps: Int

  /// Follows from the trial and the examples it is given.
  package init(of spec: TrialSpec, input: MapShape, targets: TargetShape) {
    let perNumber = spec.loss == .normalLikelihood ? 2 : 1
    if spec.network.kind.reconstructs {
      (kind, outputs, steps) = (.reconstruction, input.units * perNumber, 1)
      return
    }
    switch targets {
    case .classes(let count): (kind, outputs, steps) = (.classes, count, 1)
    case .numbers(let count): (kind, outputs, steps) = (.numbers, count * perNumber, 1)
    case .symbols(let count, let length): (kind, outputs, steps) = (.symbols, count, length)
    }
  }
}

/// The kind of a network's answers.
package enum AnswerKind: String, Hashable, Sendable {
  /// One of some classes per example.
  case classes
  /// One of some symbols after every step.
  case symbols
  /// Real numbers.
  case numbers
  /// The features themselves.
  case reconstruction

  /// Whether an answer is right or wrong.
  package var isChoice: Bool {
    switch self {
    case .classes, .symbols: true
    case .numbers, .reconstruction: false
    }
  }

  /// The metric that says how good the answers are.
  package var leadingMetric: Metric {
    switch self {
    case .classes: .error
    case .symbols: .perplexity
    case .numbers, .reconstruction: .meanSquare
    }
  }

  /// Whether a metric of the whole network is measured of such answers.
  package func has(_ metric: Metric, under loss: Loss) -> Bool {
    switch metric {
    case .loss: true
    case .error, .accuracy, .gap: isChoice
    case .nll: isChoice && loss.givesProbabilities
    case .ece, .brier: self == .classes && loss.givesProbabilities
    case .perplexity: self == .symbols
    case .meanSquare: !isChoice
    case .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio, .largestActivation,
      .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      true
    }
  }
}

extension TrialSpec {
  /// The kind of answers, as far as it is known before any data is read: files hold classes.
  package var answerKind: AnswerKind {
    if let imported { return imported.answerKind }
    if network.kind.reconstructs { return .reconstruction }
    guard case .generated(let set) = dataset.source else { return .classes }
    return switch set.targets {
    case .classes: .classes
    case .numbers: .numbers
    case .symbols: .symbols
    }
  }
}

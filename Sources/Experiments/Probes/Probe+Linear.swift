import Datasets
import NeuralNets
import Specifications

extension Probe {
  /// Whether it keeps predictions example by example, which are no numbers of a table.
  package var isPrediction: Bool {
    if case .predictions = self { true } else { false }
  }

  /// Whether predictions are means over masks.
  package var averagesMasks: Bool {
    if case .predictions(let samples) = self { samples > 0 } else { false }
  }
}

extension TrialSpec {
  /// Why a prediction is neither probabilities of classes nor one number; nil where it is.
  var withoutSinglePredictions: String? {
    answersOneNumber && loss == .meanSquaredError ? nil : withoutClassProbabilities
  }

  /// Why this is no linear model of classes by real numbers; nil where it is.
  var withoutLogisticModel: String? {
    guard case .linear(let model) = network, model.kind == .logistic, dataset.source.featureKind == .numbers else {
      return "rare features are looked for in a logistic model of real numbers"
    }
    return withoutClassProbabilities
  }

  /// Why this is no linear model of one number under Bernoulli masks of its input; nil where it is.
  var withoutLinearModel: String? {
    guard case .linear(let model) = network, model.kind == .linear, answersOneNumber, loss == .meanSquaredError else {
      return "minimisers are known for a linear model of one number under meanSquaredError"
    }
    return dropout.inputRate == nil ? "minimisers are known for Bernoulli masks of the input" : nil
  }

  /// Why least squares have no single minimiser; nil where they have.
  var withoutLeastSquares: String? {
    guard case .generated(let set) = dataset.source, dataset.training <= set.features else { return nil }
    return "least squares of \(set.features) features need more than \(set.features) training examples, there are "
      + "\(dataset.training)"
  }

  private var answersOneNumber: Bool {
    guard case .generated(let set) = dataset.source else { return false }
    return set.targets == .numbers(1) && !network.kind.reconstructs
  }
}

extension DropoutPlacement {
  /// The rate of Bernoulli dropout of the input; nil for another variant.
  package var inputRate: Rate? {
    switch input {
    case .none: Rate(0)
    case .bernoulli(let rate, _): rate
    case .batchBernoulli, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout, .variational,
      .concrete, .standout, .scheduled:
      nil
    }
  }
}

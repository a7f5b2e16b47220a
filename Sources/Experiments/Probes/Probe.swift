import Specifications

/// A question to a trained network beyond its metrics; none changes what is trained.
package enum Probe: Hashable, Sendable {
  /// What each hidden unit's removal costs.
  case unitRemoval
  /// Whether the costs of two units' removal add up, over random pairs of a layer.
  case pairInteraction(pairs: Int)
  /// Accuracy against the share of hidden units removed, over so many random orders.
  case removalCurve(orders: Int)
  /// How well one hidden unit alone tells the classes.
  case unitUsefulness
  /// How far units can be told from others, and in how many directions they vary.
  case redundancy(others: Int)
  /// How large and how sparse activations are.
  case activations
  /// How equal the units' parts in the penalty of dropout are.
  case productNorms
  /// How local and how smooth the weights into the first units are, on images.
  case filters
  /// How fast the loss rises around the weights.
  case sharpness(radius: Double, directions: Int, iterations: Int)
  /// How noisy mini-batch gradients are, and whether one mask's step helps others.
  case gradientNoise(batches: Int, masks: Int)
  /// How far the gradients of mini-batches point apart.
  case gradientDirections(batches: Int)
  /// How well dropped values of maps are told by those that survive.
  case reconstruction
  /// How often masks on maps drop each position, over so many masks.
  case maskPositions(masks: Int)
  /// What is predicted for every example, as the mean over so many masks, or without any for 0.
  case predictions(samples: Int)
  /// How a linear model of classes uses features that are rarely active.
  case rareFeatures
  /// How far a linear model of numbers is from the minimisers of dropout, ridge and least squares.
  case linearOptimum
  /// How wrong networks trained like this one are on training examples that each of them did not see.
  case crossValidation(folds: Int)
}

/// The examples that a probe looks at: the first ones of a split.
package struct ProbeSample: Hashable, Sendable {
  package let split: Split
  package let examples: Int

  package init(split: Split, examples: Int) {
    self.split = split
    self.examples = examples
  }

  /// The sample for readers, such as `up to 2000 test examples`: a smaller split is looked at as a whole.
  package var title: String { "up to \(examples) \(split.rawValue) examples" }
}

extension Probe {
  /// What is looked at unless the experiment says otherwise; nil for weights alone and for all training examples.
  ///
  /// Archived records stand under what was written, so a default is never changed.
  package var usualSample: ProbeSample? {
    switch self {
    case .unitRemoval, .pairInteraction, .removalCurve, .unitUsefulness, .redundancy, .activations, .productNorms,
      .reconstruction:
      ProbeSample(split: .test, examples: 2000)
    case .filters, .crossValidation, .maskPositions: nil
    case .sharpness, .gradientNoise, .gradientDirections: ProbeSample(split: .training, examples: 2000)
    case .predictions: ProbeSample(split: .test, examples: 500)
    case .rareFeatures, .linearOptimum: ProbeSample(split: .test, examples: 10_000)
    }
  }

  /// The probe for readers.
  package var title: String {
    switch self {
    case .unitRemoval: "removal of single units"
    case .pairInteraction(let pairs): "interaction of \(pairs) pairs of units"
    case .removalCurve: "removal of random units"
    case .unitUsefulness: "classes told by single units"
    case .redundancy(let others): "units told by \(others) others"
    case .activations: "activations"
    case .productNorms: "product norms"
    case .filters: "first filters"
    case .sharpness: "sharpness of the loss"
    case .gradientNoise: "noise of gradients"
    case .gradientDirections: "directions of gradients"
    case .reconstruction: "dropped values of maps"
    case .maskPositions(let masks): "positions dropped by \(masks) masks"
    case .predictions(0): "predictions"
    case .predictions(let samples): "mean of \(samples) masks"
    case .rareFeatures: "use of rare features"
    case .linearOptimum: "distance from known minimisers"
    case .crossValidation(let folds): "\(folds)-fold cross-validation"
    }
  }
}

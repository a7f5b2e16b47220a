import Specifications

/// A way of asking a trained network for its answers; none changes what is trained.
package enum InferenceMode: Hashable, Sendable {
  /// One pass with noise off: the mean weights of every site.
  case weightScaling
  /// The mean over passes with noise on.
  case monteCarlo(samples: Int, mean: EnsembleMean)
  /// The mean over every subnetwork, each with its probability.
  case exhaustive(mean: EnsembleMean)
  /// Dropped weights at their mean.
  case meanWeights
  /// The sums of layers with dropped weights drawn from normal laws of their moments.
  case gaussianMoments(samples: Int)
  /// The same in closed form.
  case gaussianClosedForm
  /// Batch normalisation by statistics taken anew in evaluation mode; all training examples unless so many.
  case reestimate(examples: Int?)
  /// One column of a fractal network alone, counted from 1, the shallowest; the deepest unless it is named.
  case singleColumn(Int?)
  /// A way of getting it wrong.
  case fault(InferenceFault)
}

/// How predictions of several networks become one.
package enum EnsembleMean: String, CaseIterable, Hashable, Sendable {
  /// The mean of the probabilities.
  case arithmetic
  /// The geometric mean of the probabilities, renormalised.
  case geometric
}

/// The known ways of getting evaluation wrong, to show what each costs.
package enum InferenceFault: String, CaseIterable, Hashable, Sendable {
  case maskLeftOn, classicUnscaled, invertedScaledTwice, rateRetentionSwapped, oneSiteLeftOn, batchNormInTraining,
    trainingMode
}

// MARK: - Which passes

extension InferenceMode {
  /// The most units that every subnetwork is enumerated of.
  package static let mostEnumeratedUnits = 20
  /// The most masks, samples or passes that are averaged.
  package static let mostSamples = 100_000
  /// The passes of a fault by which chance shows.
  package static let faultRuns = 5

  /// How many masks have been averaged where the error is written down: 1, 2, 5, 10, 20, 50, …, and all.
  package static func marks(upTo samples: Int) -> [Int] {
    var marks: [Int] = []
    var decade = 1
    while decade <= samples {
      marks += [1, 2, 5].map { $0 * decade }.filter { $0 < samples }
      decade *= 10
    }
    return marks + [samples]
  }

  /// The mode in one line of YAML, as it stands in the archive.
  package var text: String { node.flow }

  /// The mode for readers, such as `Monte Carlo, 100 masks`.
  package var title: String {
    switch self {
    case .weightScaling: "weight scaling"
    case .monteCarlo(let samples, .arithmetic): "Monte Carlo, \(samples) masks"
    case .monteCarlo(let samples, .geometric): "Monte Carlo, geometric, \(samples) masks"
    case .exhaustive(.arithmetic): "all subnetworks"
    case .exhaustive(.geometric): "all subnetworks, geometric"
    case .meanWeights: "mean weights"
    case .gaussianMoments(let samples): "Gaussian moments, \(samples) samples"
    case .gaussianClosedForm: "Gaussian closed form"
    case .reestimate(nil): "re-estimated statistics"
    case .reestimate(let examples?): "statistics from \(examples) examples"
    case .singleColumn(nil): "deepest column"
    case .singleColumn(let column?): "column \(column)"
    case .fault(let fault): fault.title
    }
  }

  /// Whether it is one of the ways of getting it wrong.
  package var isFault: Bool {
    if case .fault = self { true } else { false }
  }
}

extension InferenceFault {
  /// The fault for readers.
  package var title: String {
    switch self {
    case .maskLeftOn: "masks left on"
    case .classicUnscaled: "classic without × p"
    case .invertedScaledTwice: "inverted with × p"
    case .rateRetentionSwapped: "× q instead of × p"
    case .oneSiteLeftOn: "one site left on"
    case .batchNormInTraining: "batch norm in training mode"
    case .trainingMode: "everything in training mode"
    }
  }

  /// Whether the outcome depends on chance.
  package var isRandom: Bool {
    switch self {
    case .maskLeftOn, .oneSiteLeftOn, .trainingMode: true
    case .classicUnscaled, .invertedScaledTwice, .rateRetentionSwapped, .batchNormInTraining: false
    }
  }
}

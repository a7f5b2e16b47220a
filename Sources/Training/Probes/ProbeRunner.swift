import Datasets
import Experiments

/// Asks a trained network by the probes of its trial, one record per request.
struct ProbeRunner {
  let trained: TrainedNetwork

  init(_ trained: TrainedNetwork) { self.trained = trained }

  func record(
    of request: ProbeRequest, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> ProbeRecord {
    ProbeRecord(request: request, values: try values(of: request, isCancelled))
  }

  private func values(
    of request: ProbeRequest, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [ProbeValue] {
    switch request.probe {
    case .unitRemoval: try UnitRemoval(trained, examples(of: request)).values(isCancelled)
    case .pairInteraction(let pairs): try PairInteraction(trained, examples(of: request), pairs).values(isCancelled)
    case .removalCurve(let orders): try RemovalCurve(trained, examples(of: request), orders).values(isCancelled)
    case .unitUsefulness:
      try UnitUsefulness(trained, examples(of: request), fittedOn: fitting(of: request)).values(isCancelled)
    case .redundancy(let others): try Redundancy(trained, examples(of: request), others).values(isCancelled)
    case .activations: try ActivationStatistics(trained, examples(of: request)).values(isCancelled)
    case .productNorms: try ProductNorms(trained, examples(of: request)).values(isCancelled)
    case .filters: FirstFilters(trained.network).values
    case .sharpness(let radius, let directions, let iterations):
      try Sharpness(trained, examples(of: request), radius: radius, directions: directions, iterations: iterations)
        .values(isCancelled)
    case .gradientNoise(let batches, let masks):
      try GradientNoise(trained, examples(of: request), batches: batches, masks: masks).values(isCancelled)
    case .gradientDirections(let batches):
      try GradientDirections(trained, examples(of: request), batches: batches).values(isCancelled)
    case .reconstruction: try Reconstruction(trained, examples(of: request)).values(isCancelled)
    case .maskPositions(let masks): try MaskPositions(trained, masks: masks).values(isCancelled)
    case .predictions(let samples):
      try Predictions(trained, examples(of: request), samples: samples).values(isCancelled)
    case .rareFeatures: try RareFeatureUse(trained, examples(of: request)).values(isCancelled)
    case .linearOptimum: LinearOptimum(trained, examples(of: request)).values
    case .crossValidation(let folds): try CrossValidation(trained, folds: folds).values(isCancelled)
    }
  }

  /// Training examples that a probe fits on, as many as it looks at.
  private func fitting(of request: ProbeRequest) -> Examples {
    trained.data.training.prefix(request.sample?.examples ?? 0)
  }

  private func examples(of request: ProbeRequest) -> Examples {
    guard let sample = request.sample else { preconditionFailure("\(request.key) looks at no examples") }
    return trained.examples(of: sample)
  }
}

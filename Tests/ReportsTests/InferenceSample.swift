import Experiments

/// Inference records made by hand: Monte Carlo falls from above towards weight scaling and ends a little below it.
enum InferenceSample {
  static let requests = [
    InferenceMode.weightScaling, .monteCarlo(samples: 100, mean: .arithmetic),
    .monteCarlo(samples: 100, mean: .geometric), .fault(.maskLeftOn),
  ].map { InferenceRequest(mode: $0, split: .test) }

  static func records(of outcomes: [TrialID: TrialOutcome]) -> [TrialID: [InferenceRecord]] {
    outcomes.filter { $0.value.status == .completed }.mapValues { outcome in
      let error = outcome.metrics.first { $0.split == .test && $0.metric == .error }?.value ?? 0.5
      return requests.map { InferenceRecord(request: $0, values: values(of: $0.mode, error: error)) }
    }
  }

  private static func values(of mode: InferenceMode, error: Double) -> [InferenceValue] {
    switch mode {
    case .monteCarlo(let samples, let mean):
      InferenceMode.marks(upTo: samples).flatMap { mark in
        let factor = mean == .arithmetic ? 0.98 + 0.9 / Double(mark) : 0.985 + 0.8 / Double(mark)
        let chance = (error * 1e5).truncatingRemainder(dividingBy: 7) * 0.004
        return numbers(samples: mark, error: error * (factor + chance))
          + (mean == .arithmetic
            ? [InferenceValue(samples: mark, metric: .mutualInformation, value: 0.1 - 0.1 / Double(mark))] : [])
      }
    case .fault:
      numbers(samples: 1, error: error * 1.9) + [InferenceValue(samples: 1, metric: .errorSpread, value: error / 20)]
    case .weightScaling, .exhaustive, .meanWeights, .gaussianMoments, .gaussianClosedForm, .reestimate, .singleColumn:
      numbers(samples: 1, error: error)
    }
  }

  private static func numbers(samples: Int, error: Double) -> [InferenceValue] {
    [
      InferenceValue(samples: samples, metric: .error, value: error),
      InferenceValue(samples: samples, metric: .nll, value: error * 3.5),
      InferenceValue(samples: samples, metric: .ece, value: error / 4),
      InferenceValue(samples: samples, metric: .brier, value: error * 1.5),
      InferenceValue(samples: samples, metric: .entropy, value: error * 2),
    ]
  }
}

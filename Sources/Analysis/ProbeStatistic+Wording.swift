import Experiments

extension ProbeStatistic {
  /// The name in the head of a column and on an axis.
  package var title: String {
    switch self {
    case .temperature: "temperature"
    case .accuracyDropMean: "accuracy drop, mean"
    case .accuracyDropHigh: "accuracy drop, 95th percentile"
    case .accuracyDropMost: "accuracy drop, largest"
    case .accuracyDropGini: "accuracy drop, Gini"
    case .nllRiseMean: "NLL rise, mean"
    case .nllRiseHigh: "NLL rise, 95th percentile"
    case .nllRiseMost: "NLL rise, largest"
    case .nllRiseGini: "NLL rise, Gini"
    case .marginDropMean: "margin drop, mean"
    case .marginDropHigh: "margin drop, 95th percentile"
    case .marginDropMost: "margin drop, largest"
    case .marginDropGini: "margin drop, Gini"
    case .accuracyDrop: "accuracy drop"
    case .nllInteraction: "interaction by NLL"
    case .marginInteraction: "interaction by margin"
    case .superadditiveShare: "superadditive pairs"
    case .removedAccuracy: "accuracy without them"
    case .rescaledAccuracy: "accuracy, others rescaled"
    case .removedArea: "mean accuracy over the curve"
    case .rescaledArea: "mean accuracy, others rescaled"
    }
  }

  /// The metric of trials in whose way its numbers are written.
  package var wording: Metric { isShare ? .error : .nll }
}

import Experiments
import NeuralNets

extension Evaluation {
  /// What the sites have learned and what that adds to the loss; nothing where no rate is learned.
  func learnedRates(at epoch: Int) -> [EpochMetric] {
    guard let penalty = network.penalty else { return [] }
    let rates = network.learnedRates.map {
      EpochMetric(epoch: epoch, split: .training, metric: .learnedRate, layer: $0.site, value: $0.rate)
    }
    return rates + [EpochMetric(epoch: epoch, split: .training, metric: .penalty, value: penalty)]
  }
}

extension Evaluation {
  /// The share of units at the bound of max-norm, by layer; nothing without a bound.
  func boundedUnits(at epoch: Int) -> [EpochMetric] {
    guard let maxNorm else { return [] }
    return network.parameters.filter { $0.kind == .weight }.map {
      EpochMetric(
        epoch: epoch, split: .training, metric: .boundedUnits, layer: $0.layer, value: $0.boundedShare(at: maxNorm))
    }
  }
}

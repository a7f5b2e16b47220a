import Experiments

/// A metric of a configuration at the representing epoch.
package struct FinalMetric: Hashable, Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let values: [ReplicateValue]
  package let mean: Double

  package init(split: Split, metric: Metric, layer: String, values: [ReplicateValue], mean: Double) {
    self.split = split
    self.metric = metric
    self.layer = layer
    self.values = values
    self.mean = mean
  }

  /// The same with replicates numbered by the seeds of their runs.
  func numbered(by seeds: [Int]) -> FinalMetric {
    FinalMetric(
      split: split, metric: metric, layer: layer,
      values: values.map { ReplicateValue(replicate: seeds[$0.replicate], trial: $0.trial, value: $0.value) },
      mean: mean)
  }
}

/// A metric over the epochs.
package struct Curve: Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let points: [CurvePoint]

  package init(split: Split, metric: Metric, layer: String, points: [CurvePoint]) {
    self.split = split
    self.metric = metric
    self.layer = layer
    self.points = points
  }
}

/// Mean over the replicates at one epoch, with the t interval of the mean (equal to the mean when n < 2).
package struct CurvePoint: Hashable, Sendable {
  package let epoch: Int
  package let mean: Double
  package let low: Double
  package let high: Double
  package let n: Int

  package init(epoch: Int, mean: Double, low: Double, high: Double, n: Int) {
    self.epoch = epoch
    self.mean = mean
    self.low = low
    self.high = high
    self.n = n
  }
}

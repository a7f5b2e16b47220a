import Analysis
import Experiments
import Plotting
import Statistics

extension PlotSource {
  /// The axis of the experiment's metric: logarithmic where all that is shown lies above zero and spans more than a
  /// factor of five, since one configuration that hardly trains would press all others together.
  var metricAxis: Axis {
    let shown = trained.flatMap { configuration in
      configuration.values.map(\.value) + [configuration.mean?.low, configuration.mean?.high].compactMap { $0 }
    }
    guard let least = shown.min(), let most = shown.max(), least > 0, most > 5 * least else { return Axis(metricTitle) }
    return Axis(metricTitle + ", logarithmic scale", scale: .log)
  }

  /// An interval of the shown metric as it is drawn, in the unit of the axis.
  func span(_ interval: Interval, at place: Double) -> Span {
    span(low: interval.low, high: interval.high, at: place, of: measure?.metric ?? summary.metric.name)
  }

  /// Bounds as they are drawn, in the unit of the axis: no farther than the metric can reach.
  func span(low: Double, high: Double, at place: Double, of metric: Metric) -> Span {
    let reach = reach(of: metric)
    func drawn(_ bound: Double) -> Double { min(max(bound, reach.lowerBound), reach.upperBound) * scale(of: metric) }
    return Span(at: place, low: drawn(low), high: drawn(high))
  }

  /// Whether there are values that a metric cannot have.
  func isBounded(_ metric: Metric) -> Bool { reach(of: metric) != -.infinity...(.infinity) }

  private func reach(of metric: Metric) -> ClosedRange<Double> {
    let isPositive = metric.isNeverNegative(of: summary.isImported ? nil : summary.answers)
    return (isPositive ? 0 : -.infinity)...(metric.isShare ? 1 : .infinity)
  }

  /// The sentence about intervals that are not drawn whole; empty where all are.
  var cutIntervals: String {
    let reach = reach(of: measure?.metric ?? summary.metric.name)
    guard trained.compactMap(\.mean).contains(where: { $0.low < reach.lowerBound || $0.high > reach.upperBound })
    else { return "" }
    return " Intervals that pass what the metric can be are drawn up to there; the table has their bounds."
  }
}
